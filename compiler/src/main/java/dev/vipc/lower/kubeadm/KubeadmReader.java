package dev.vipc.lower.kubeadm;

import dev.vipc.lower.Pieces;
import dev.vipc.lower.YamlFields;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Api;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.KubeadmFile.Init;
import dev.vipc.model.KubeadmFile.Join;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes in the documents of one file. Fields are read from wherever some version has them, so that
 * a field in another version's place still means what its writer wanted; the schema speaks of the
 * place.
 */
final class KubeadmReader {
  private static final String GROUP = "kubeadm.k8s.io/";

  private final SourceFile file;
  private final List<Cluster> clusters = new ArrayList<>();
  private final List<Init> inits = new ArrayList<>();
  private final List<Join> joins = new ArrayList<>();

  KubeadmReader(SourceFile file) {
    this.file = file;
  }

  KubeadmFile file() {
    return new KubeadmFile(file, List.copyOf(clusters), List.copyOf(inits), List.copyOf(joins));
  }

  /** Documents of other groups (kubelet, kube-proxy) say nothing that the model holds. */
  void add(YamlFields document) {
    Optional<Api> api = api(document);
    if (api.isEmpty()) return;
    switch (document.scalar("kind").map(Located::value).orElse("")) {
      case "ClusterConfiguration" -> clusters.add(cluster(api.get(), document));
      case "InitConfiguration" -> inits.add(init(api.get(), document));
      case "JoinConfiguration", "NodeConfiguration" -> joins.add(join(api.get(), document));
      case "MasterConfiguration" -> {
        clusters.add(cluster(api.get(), document));
        inits.add(init(api.get(), document));
      }
      default -> {}
    }
  }

  private static Optional<Api> api(YamlFields document) {
    Optional<Located<String>> version = document.scalar("apiVersion");
    Optional<Located<String>> kind = document.scalar("kind");
    if (version.isEmpty() || kind.isEmpty() || !version.get().value().startsWith(GROUP))
      return Optional.empty();
    Located<String> written = version.get();
    return Optional.of(
        new Api(Pieces.part(written, GROUP.length(), written.value().length()), kind.get().span()));
  }

  private static Cluster cluster(Api api, YamlFields document) {
    YamlFields networking = document.at("networking");
    YamlFields etcd = document.at("etcd");
    return new Cluster(
        api,
        document.text("kubernetesVersion"),
        either(
            hostPort(document, "controlPlaneEndpoint"),
            hostPort(document.at("api"), "controlPlaneEndpoint")),
        both(
            document.list("apiServerCertSANs", document.values()::host),
            document.at("apiServer").list("certSANs", document.values()::host)),
        networking.commaList("podSubnet", document.values()::cidr),
        networking.commaList("serviceSubnet", document.values()::cidr),
        networking.text("dnsDomain"),
        etcd.mapping().mapping("local").map(local -> EtcdReader.read(etcd.at("local"))),
        etcd.at("external")
            .list("endpoints", url -> document.values().hostPort(Pieces.authority(url))));
  }

  private static Init init(Api api, YamlFields document) {
    YamlFields endpoint = endpoint(document);
    YamlFields registration = document.at("nodeRegistration");
    return new Init(
        api,
        tokens(document),
        endpoint.host("advertiseAddress"),
        endpoint.port("bindPort"),
        either(registration.host("name"), document.host("nodeName")),
        nodeIps(registration),
        either(registration.text("criSocket"), document.text("criSocket")),
        document.host("certificateKey"));
  }

  private static Join join(Api api, YamlFields document) {
    YamlFields discovery = document.at("discovery");
    YamlFields bootstrap = discovery.at("bootstrapToken");
    YamlFields controlPlane = document.at("controlPlane");
    YamlFields endpoint = endpoint(document.isTrue("controlPlane") ? document : controlPlane);
    YamlFields registration = document.at("nodeRegistration");
    return new Join(
        api,
        document.has("controlPlane")
            && (document.isTrue("controlPlane") || document.scalar("controlPlane").isEmpty()),
        either(hostPort(bootstrap, "apiServerEndpoint"), firstServer(document)),
        either(
            bootstrap.host("token"),
            either(document.host("discoveryToken"), document.host("token"))),
        both(
            bootstrap.list("caCertHashes", document.values()::text),
            document.list("discoveryTokenCACertHashes", document.values()::text)),
        endpoint.host("advertiseAddress"),
        endpoint.port("bindPort"),
        either(registration.host("name"), document.host("nodeName")),
        nodeIps(registration),
        either(registration.text("criSocket"), document.text("criSocket")),
        controlPlane.host("certificateKey"));
  }

  private static List<Setting<IpAddress>> nodeIps(YamlFields registration) {
    return ExtraArguments.ofKubelet(registration).get("node-ip").stream()
        .flatMap(text -> Pieces.split(text, ',').stream())
        .map(registration.values()::address)
        .toList();
  }

  /** localAPIEndpoint since v1beta1, apiEndpoint in v1alpha3, api before. */
  private static YamlFields endpoint(YamlFields document) {
    return Stream.of("localAPIEndpoint", "apiEndpoint", "api")
        .filter(document::has)
        .findFirst()
        .map(document::at)
        .orElseGet(() -> document.at("localAPIEndpoint"));
  }

  private static List<Setting<String>> tokens(YamlFields document) {
    Stream<Setting<String>> listed =
        document.mappings("bootstrapTokens").stream().map(token -> token.host("token"));
    return Stream.concat(listed, Stream.of(document.host("token")))
        .filter(token -> !token.isUnset())
        .toList();
  }

  private static Setting<HostPort> firstServer(YamlFields document) {
    List<Setting<HostPort>> servers =
        document.list("discoveryTokenAPIServers", document.values()::hostPort);
    return servers.isEmpty() ? Setting.unset() : servers.getFirst();
  }

  private static Setting<HostPort> hostPort(YamlFields fields, String key) {
    return fields.read(key, fields.values()::hostPort);
  }

  private static <T> Setting<T> either(Setting<T> first, Setting<T> second) {
    return first.isUnset() ? second : first;
  }

  private static <T> List<T> both(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
