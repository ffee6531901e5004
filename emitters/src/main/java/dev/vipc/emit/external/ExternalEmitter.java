package dev.vipc.emit.external;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.YamlText;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.spec.Durations;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Role;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.SpecProxy.Check;
import dev.vipc.spec.VirtualAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says which listener, servers and health check an external load balancer needs. */
@AutoService(Emitter.class)
public final class ExternalEmitter implements Emitter {
  private static final String READY = "/readyz";
  private static final Duration IDLE = Duration.ofHours(1);

  @Override
  public String name() {
    return "external";
  }

  @Override
  public ArtifactSet emit(Build build) {
    return new ArtifactSet(
        build.spec().virtualAddresses().stream()
            .filter(address -> address.engine().value() == VirtualAddress.Engine.EXTERNAL)
            .filter(address -> !servers(build.spec(), address).isEmpty())
            .map(address -> file(build, address))
            .toList());
  }

  private static Artifact file(Build build, VirtualAddress address) {
    Optional<SpecProxy> proxy = proxy(build.spec(), address);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("header", build.origin().comment());
    values.put(
        "addresses",
        address.addresses().stream()
            .map(ip -> YamlText.of(ip.address().value().toString()))
            .toList());
    values.put("port", port(build.spec(), address));
    values.put("servers", servers(build.spec(), address));
    values.put("check", check(proxy.map(SpecProxy::check)));
    values.put(
        "idle", Durations.format(proxy.map(p -> p.timeouts().client().value()).orElse(IDLE)));
    return new Artifact(
        Path.of(Build.CLUSTER, "load-balancer-" + address.name().value() + ".yaml"),
        build.render(ExternalEmitter.class, "load-balancer.yaml.j2", values),
        FileMode.PLAIN);
  }

  /** The proxy of the same name stands behind it; a local one on every node does not. */
  private static Optional<SpecProxy> proxy(HaSpec spec, VirtualAddress address) {
    return spec.proxy(address.name().value())
        .filter(
            proxy ->
                proxy.listen().value().stream()
                    .noneMatch(at -> at.host().equals("127.0.0.1") || at.host().equals("::1")));
  }

  /** Clients come to the endpoint's port where it is this address's, and else to the servers'. */
  private static int port(HaSpec spec, VirtualAddress address) {
    Optional<HostPort> endpoint = spec.kubernetes().map(cluster -> cluster.endpoint().value());
    return endpoint
        .filter(_ -> spec.leadsToApi(address))
        .flatMap(at -> at.port().stream().boxed().findFirst())
        .orElseGet(() -> serverPort(spec, address));
  }

  private static int serverPort(HaSpec spec, VirtualAddress address) {
    return proxy(spec, address).map(SpecProxy::port).orElse(spec.apiServerPort());
  }

  private static List<Map<String, Object>> servers(HaSpec spec, VirtualAddress address) {
    int port = serverPort(spec, address);
    List<SpecNode> nodes =
        proxy(spec, address)
            .map(SpecProxy::nodes)
            .orElseGet(
                () ->
                    address.holders().isEmpty()
                        ? spec.nodesWith(Role.CONTROL_PLANE)
                        : address.holders());
    boolean v6 = address.has(true) && !address.has(false);
    return nodes.stream()
        .flatMap(
            node -> node.address(v6).or(node::address).map(own -> server(node, own, port)).stream())
        .toList();
  }

  private static Map<String, Object> server(SpecNode node, IpAddress address, int port) {
    return Map.of(
        "name", YamlText.of(node.name().value()),
        "address", YamlText.of(address.toString()),
        "port", port);
  }

  private static Map<String, Object> check(Optional<Check> written) {
    Check.Type type = written.map(check -> check.type().value()).orElse(Check.Type.HTTPS);
    Map<String, Object> check = new LinkedHashMap<>();
    check.put("protocol", type.isHttp() ? type.name() : "TCP");
    check.put(
        "path", type.isHttp() ? YamlText.of(written.map(c -> c.path().value()).orElse(READY)) : "");
    check.put("expect", written.map(c -> c.expect().value()).orElse(200));
    check.put("interval", time(written.map(c -> c.interval().value()), 5));
    check.put("timeout", time(written.map(c -> c.timeout().value()), 3));
    check.put("rise", written.map(c -> c.rise().value()).orElse(2));
    check.put("fall", written.map(c -> c.fall().value()).orElse(3));
    return check;
  }

  private static String time(Optional<Duration> written, int seconds) {
    return Durations.format(written.orElse(Duration.ofSeconds(seconds)));
  }
}
