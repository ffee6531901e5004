package dev.vipc.lower.kubeadm;

import dev.vipc.lower.GoDurations;
import dev.vipc.lower.Pieces;
import dev.vipc.lower.YamlFields;
import dev.vipc.lower.component.ConfigurationReader;
import dev.vipc.lower.component.EtcdReader;
import dev.vipc.lower.component.Flags;
import dev.vipc.lower.component.GateReader;
import dev.vipc.model.Component;
import dev.vipc.model.ComponentFlags.Origin;
import dev.vipc.model.EtcdMemberFile;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Api;
import dev.vipc.model.KubeadmFile.BootstrapToken;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.KubeadmFile.Endpoint;
import dev.vipc.model.KubeadmFile.ExternalEtcd;
import dev.vipc.model.KubeadmFile.Init;
import dev.vipc.model.KubeadmFile.Join;
import dev.vipc.model.KubeadmFile.Validity;
import dev.vipc.model.Part;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
  private Parts components = Parts.NONE;

  KubeadmReader(SourceFile file) {
    this.file = file;
  }

  KubeadmFile file() {
    return new KubeadmFile(file, List.copyOf(clusters), List.copyOf(inits), List.copyOf(joins));
  }

  /** The file's documents of kubeadm, then what they and the others say of single components. */
  Parts parts() {
    Part file = EtcdMemberFile.of(file()).<Part>map(member -> member).orElseGet(this::file);
    return Parts.of(file).and(components);
  }

  void add(YamlFields document) {
    components = components.and(ConfigurationReader.read(document));
    Optional<Api> api = api(document);
    if (api.isEmpty()) return;
    switch (document.scalar("kind").map(Located::value).orElse("")) {
      case "ClusterConfiguration" -> addCluster(api.get(), document);
      case "InitConfiguration" -> addInit(api.get(), document);
      case "JoinConfiguration", "NodeConfiguration" -> {
        joins.add(join(api.get(), document));
        addKubelet(document);
      }
      case "MasterConfiguration" -> {
        addCluster(api.get(), document);
        addInit(api.get(), document);
      }
      default -> {}
    }
  }

  private void addCluster(Api api, YamlFields document) {
    clusters.add(cluster(api, document));
    flags(Component.API_SERVER, document, "apiServer");
    flags(Component.CONTROLLER_MANAGER, document, "controllerManager");
    flags(Component.SCHEDULER, document, "scheduler");
    YamlFields etcd = document.at("etcd");
    add(Component.ETCD, Flags.of(etcd.at("local"), "extraArgs"), etcd);
    add(Component.ETCD, Flags.of(etcd, "extraArgs"), etcd);
  }

  /** In an object of its own since v1beta1, in a key of the document before. */
  private void flags(Component component, YamlFields document, String key) {
    add(component, Flags.of(document.at(key), "extraArgs"), document);
    add(component, Flags.of(document, key + "ExtraArgs"), document);
  }

  private void addInit(Api api, YamlFields document) {
    inits.add(init(api, document));
    addKubelet(document);
  }

  private void addKubelet(YamlFields document) {
    YamlFields registration = document.at("nodeRegistration");
    add(Component.KUBELET, Flags.of(registration, "kubeletExtraArgs"), registration);
  }

  private void add(Component component, Flags flags, YamlFields owner) {
    if (flags.isEmpty()) return;
    add(flags.part(component, Origin.KUBEADM, owner.span()));
    GateReader.ofFlags(component, flags).ifPresent(this::add);
  }

  private void add(Part part) {
    components = components.and(Parts.of(part));
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
        external(etcd),
        Stream.of(document, etcd.at("local"), document.at("dns"))
            .map(owner -> owner.text("imageRepository"))
            .filter(repository -> !repository.isUnset())
            .toList(),
        new Validity(
            duration(document, "certificateValidityPeriod"),
            duration(document, "caCertificateValidityPeriod")));
  }

  /** Directly below {@code etcd} before v1alpha2. */
  private static Optional<ExternalEtcd> external(YamlFields etcd) {
    boolean flat = etcd.has("endpoints") && !etcd.has("external");
    if (!flat && etcd.mapping().mapping("external").isEmpty()) return Optional.empty();
    YamlFields external = flat ? etcd : etcd.at("external");
    return Optional.of(
        new ExternalEtcd(
            external.list("endpoints", etcd.values()::host).stream()
                .map(url -> endpoint(url, etcd))
                .toList(),
            external.text("caFile"),
            external.text("certFile"),
            external.text("keyFile"),
            external.span()));
  }

  private static Endpoint endpoint(Setting<String> url, YamlFields etcd) {
    Setting<HostPort> address =
        url.located()
            .map(text -> etcd.values().hostPort(Pieces.authority(text)))
            .orElseGet(() -> url.map(_ -> new HostPort("", OptionalInt.empty())));
    return new Endpoint(url, address);
  }

  private static Setting<Duration> duration(YamlFields fields, String key) {
    return fields.read(key, text -> GoDurations.read(text, fields.values()));
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
        either(
            bootstrap.flag("unsafeSkipCAVerification"),
            document.flag("discoveryTokenUnsafeSkipCAVerification")),
        endpoint.host("advertiseAddress"),
        endpoint.port("bindPort"),
        either(registration.host("name"), document.host("nodeName")),
        nodeIps(registration),
        either(registration.text("criSocket"), document.text("criSocket")),
        controlPlane.host("certificateKey"));
  }

  private static List<Setting<IpAddress>> nodeIps(YamlFields registration) {
    return Flags.of(registration, "kubeletExtraArgs").pieces("node-ip").stream()
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

  /** One in the document itself before v1alpha3. */
  private static List<BootstrapToken> tokens(YamlFields document) {
    Stream<BootstrapToken> listed =
        document.mappings("bootstrapTokens").stream()
            .map(token -> new BootstrapToken(token.host("token"), duration(token, "ttl")));
    BootstrapToken own = new BootstrapToken(document.host("token"), duration(document, "tokenTTL"));
    return Stream.concat(listed, Stream.of(own))
        .filter(token -> !token.token().isUnset() || !token.timeToLive().isUnset())
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
