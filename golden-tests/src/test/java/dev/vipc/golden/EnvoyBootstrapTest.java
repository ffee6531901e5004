package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.Gson;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.vipc.emit.Artifact;
import dev.vipc.source.SourceFile;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.HealthCheck;
import io.envoyproxy.envoy.extensions.access_loggers.file.v3.FileAccessLog;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What Envoy's published protobuf classes read of the emitted bootstraps: a field or a type that
 * they do not know, or a value of another kind, is refused. Envoy itself does not run here.
 */
final class EnvoyBootstrapTest {
  private final TypeRegistry types =
      TypeRegistry.newBuilder()
          .add(
              List.of(
                  TcpProxy.getDescriptor(),
                  StdoutAccessLog.getDescriptor(),
                  UpstreamTlsContext.getDescriptor(),
                  // what import carries verbatim
                  DownstreamTlsContext.getDescriptor(),
                  FileAccessLog.getDescriptor(),
                  HttpConnectionManager.getDescriptor(),
                  Router.getDescriptor()))
          .build();

  @TestFactory
  Stream<DynamicTest> everyBootstrapIsRead() {
    return each(
        artifact -> {
          Bootstrap bootstrap = read(artifact.text());
          assertTrue(bootstrap.getStaticResources().getListenersCount() > 0);
          assertTrue(bootstrap.getStaticResources().getClustersCount() > 0);
        });
  }

  @TestFactory
  Stream<DynamicTest> everyBootstrapOfAnImportIsRead() {
    return ImportCase.own()
        .filter(each -> each.name().startsWith("envoy-"))
        .flatMap(
            each ->
                each.run().artifacts().artifacts().stream()
                    .filter(artifact -> artifact.name().endsWith("/envoy/envoy.yaml"))
                    .map(
                        artifact ->
                            dynamicTest(
                                each.name() + " " + artifact.name(), () -> read(artifact.text()))));
  }

  @TestFactory
  Stream<DynamicTest> clientsPassAsTheyAreAndTheChecksAloneSpeakTls() {
    return each(
        artifact -> {
          for (Cluster cluster : read(artifact.text()).getStaticResources().getClustersList()) {
            assertFalse(cluster.hasTransportSocket(), cluster::getName);
            for (HealthCheck check : cluster.getHealthChecksList())
              assertEquals(sockets(cluster), criteria(check), cluster::getName);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> everyListenerLeadsToAClusterThatIsThere() {
    return each(
        artifact -> {
          var resources = read(artifact.text()).getStaticResources();
          List<String> clusters =
              resources.getClustersList().stream().map(Cluster::getName).toList();
          for (var listener : resources.getListenersList())
            for (var filter : listener.getFilterChains(0).getFiltersList()) {
              TcpProxy proxy = filter.getTypedConfig().unpack(TcpProxy.class);
              assertTrue(clusters.contains(proxy.getCluster()), proxy::getCluster);
            }
        });
  }

  @Test
  void aFieldThatEnvoyDoesNotKnowIsRefused() {
    assertThrows(
        InvalidProtocolBufferException.class,
        () -> read("static_resources: { clusters: [{ name: a, lb_polcy: RANDOM }] }"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\"b", "a'b", "a#b", "a{b", "a}b", "a{{1}}b", "a{%b", "a$(b)", "a\\b", "a`b`", "a:b",
            "a,b",
        "a\u0001b", "a\u2028b", "*a", "&a", "!a", "~", "null", "0x1", "1e3", "yes", "a%b",
            "\ud83d\ude00"
      })
  void aHostileValueIsReadExactlyOrRefused(String value) throws InvalidProtocolBufferException {
    String spec =
        """
        apiVersion: vipc.dev/v1
        kind: HighAvailability
        metadata: { name: hostile }
        nodes:
          - { name: lb1, addresses: [10.0.0.1], roles: [load-balancer] }
        proxies:
          - name: api
            engine: envoy
            check: { path: @PATH@, verify: @PATH@ }
            servers: [{ name: one, address: @VALUE@ }]
        """
            .replace("@PATH@", new Gson().toJson("/" + value))
            .replace("@VALUE@", new Gson().toJson(value));
    EmitCase.Built built = EmitCase.build(new SourceFile("ha.yaml", spec));
    if (built.artifacts().isEmpty()) {
      assertFalse(built.findings().isEmpty(), "refused without a word");
      return;
    }
    String file =
        built.artifacts().get().artifacts().stream()
            .filter(artifact -> artifact.name().endsWith("/envoy/envoy.yaml"))
            .map(Artifact::text)
            .findFirst()
            .orElseThrow();
    Cluster cluster = read(file).getStaticResources().getClusters(0);
    assertEquals("/" + value, cluster.getHealthChecks(0).getHttpHealthCheck().getPath());
    assertEquals(
        "/" + value,
        cluster
            .getTransportSocketMatches(0)
            .getTransportSocket()
            .getTypedConfig()
            .unpack(UpstreamTlsContext.class)
            .getCommonTlsContext()
            .getValidationContext()
            .getTrustedCa()
            .getFilename());
    var endpoint = cluster.getLoadAssignment().getEndpoints(0).getLbEndpoints(0).getEndpoint();
    assertEquals(value, endpoint.getAddress().getSocketAddress().getAddress());
  }

  private static List<Struct> sockets(Cluster cluster) {
    return cluster.getTransportSocketMatchesList().stream()
        .map(Cluster.TransportSocketMatch::getMatch)
        .toList();
  }

  private static List<Struct> criteria(HealthCheck check) {
    return check.hasTransportSocketMatchCriteria()
        ? List.of(check.getTransportSocketMatchCriteria())
        : List.of();
  }

  private Bootstrap read(String yaml) throws InvalidProtocolBufferException {
    Object document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    Bootstrap.Builder bootstrap = Bootstrap.newBuilder();
    JsonFormat.parser().usingTypeRegistry(types).merge(new Gson().toJson(document), bootstrap);
    return bootstrap.build();
  }

  /** What is tried with one artifact. */
  private interface Check {
    void of(Artifact artifact) throws InvalidProtocolBufferException;
  }

  private static Stream<DynamicTest> each(Check check) {
    return EmitCase.buildable()
        .flatMap(
            each ->
                each.build().artifacts().orElseThrow().artifacts().stream()
                    .filter(artifact -> artifact.name().endsWith("/envoy/envoy.yaml"))
                    .map(
                        artifact ->
                            dynamicTest(
                                each.name() + " " + artifact.name(), () -> check.of(artifact))));
  }
}
