package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.GUESSED;
import static dev.vipc.imports.ImportNotes.NOT_CARRIED;
import static dev.vipc.imports.ImportNotes.WRITTEN_ANEW;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeKeyCluster;
import dev.vipc.model.ManagementAddress;
import dev.vipc.model.Setting;
import dev.vipc.model.Version;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.spec.Role;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** KubeKey's cluster file as the cluster of the spec. */
final class KubeKeyImport {
  private static final int PORT = 6443;

  /**
   * What KubeKey 1 to 3 take where nothing is written, by the comments of their sample file; its
   * {@code clusterName} is the cluster's domain.
   */
  private static final Set<String> UNASKED =
      Set.of(
          "spec.controlPlaneEndpoint.externalDNS=false",
          "spec.kubernetes.autoRenewCerts=false",
          "spec.kubernetes.clusterName=cluster.local",
          "spec.kubernetes.masqueradeAll=false",
          "spec.kubernetes.maxPods=110",
          "spec.kubernetes.nodeCidrMaskSize=24",
          "spec.kubernetes.podPidsLimit=10000",
          "spec.kubernetes.proxyMode=ipvs",
          "spec.network.calico.ipipMode=Always",
          "spec.network.calico.vethMTU=0",
          "spec.network.calico.vxlanMode=Never",
          "spec.network.multusCNI.enabled=false");

  /** The first that KubeKey installs with containerd unasked; with Docker before. */
  private static final Version CONTAINERD = new Version(1, 24, 0);

  /** Beside those of masters and workers. */
  private static final Set<String> GROUPS = Set.of("etcd", "k8s_cluster");

  private static final Set<String> PLUGINS = Set.of("calico", "flannel", "cilium");

  private final List<KubeKeyCluster> clusters;
  private final List<ManagementAddress> logins;
  private final Machines machines;
  private final Version newest;
  private final Notes notes;
  private final Map<SourceFile, List<YamlNode>> documents = new HashMap<>();

  KubeKeyImport(Deployment deployment, Machines machines, Notes notes) {
    this.clusters = deployment.all(KubeKeyCluster.class).toList();
    this.logins = deployment.all(ManagementAddress.class).toList();
    this.machines = machines;
    this.newest = deployment.targets().versionFor("kubernetes");
    this.notes = notes;
  }

  /** Names of the API certificate that the file asks for. */
  List<String> certificateSans() {
    return clusters.stream()
        .flatMap(cluster -> cluster.certificateNames().stream())
        .flatMap(name -> name.value().stream())
        .toList();
  }

  /** Absent where no file of KubeKey's installs a cluster. */
  Optional<Fields> fields() {
    if (clusters.stream().noneMatch(KubeKeyImport::installs)) {
      for (KubeKeyCluster cluster : clusters)
        for (YamlNode document : documents(cluster))
          if (document instanceof YamlNode.Mapping mapping)
            YamlKeys.whole(
                mapping,
                NOT_CARRIED,
                "nothing but its hosts is carried over: it installs no cluster",
                notes);
      return Optional.empty();
    }
    for (KubeKeyCluster cluster : clusters) noteKeys(cluster);
    logins.forEach(this::loggedIn);
    Optional<KubeKeyCluster> stated =
        clusters.stream().filter(cluster -> version(cluster).isPresent()).findFirst();
    if (stated.isPresent())
      return stated.map(cluster -> fields(cluster, version(cluster).orElseThrow()));
    KubeKeyCluster first =
        clusters.stream()
            .filter(cluster -> cluster.endpoint().isPresent())
            .findFirst()
            .orElse(clusters.getFirst());
    notes.add(
        GUESSED,
        first.kubernetesVersion().span().orElse(first.file().startOfFile()),
        "no file of KubeKey's says which Kubernetes it installs; the spec has %s".formatted(newest),
        "write the release that you run as `kubernetes.version`");
    return Optional.of(fields(first, newest));
  }

  private void loggedIn(ManagementAddress login) {
    notes.add(
        NOT_CARRIED,
        login.address().span(),
        "`%s`, where KubeKey logs in to `%s`, is not carried over: build writes the node's first address"
            .formatted(login.address().value(), login.host().value()),
        "write it into what build writes for KubeKey");
  }

  private static boolean installs(KubeKeyCluster cluster) {
    return cluster.endpoint().isPresent()
        || !cluster.kubernetesVersion().isUnset()
        || cluster.members().stream()
            .anyMatch(
                member ->
                    KubeKeyCluster.isMaster(member)
                        && cluster.hosts().stream()
                            .anyMatch(host -> host.value().equals(member.name())));
  }

  /** Whether the way in that a file states is one of the spec's fields. */
  boolean carries(SourceFile file) {
    return clusters.stream().anyMatch(cluster -> cluster.file() == file);
  }

  /** The address that leads to the API, where the file names one. */
  Optional<YamlText> address() {
    return clusters.stream()
        .flatMap(cluster -> cluster.endpoint().stream())
        .flatMap(endpoint -> address(endpoint).stream())
        .findFirst();
  }

  /** KubeKey's kube-vip holds it, or somebody else. */
  private Optional<YamlText> address(KubeKeyCluster.Endpoint endpoint) {
    Optional<Located<String>> written =
        endpoint.address().located().filter(text -> IpAddress.parse(text.value()).isPresent());
    boolean kubeVip = endpoint.isBalancedBy("kube-vip");
    if (written.isEmpty() || endpoint.isBalancedBy("haproxy")) return Optional.empty();
    Fields fields =
        new Fields()
            .put("name", "api")
            .put("addresses", YamlText.row(List.of(written.get().value())))
            .put("engine", kubeVip ? "kube-vip" : "external");
    if (kubeVip) {
      boolean bgp =
          endpoint.mode().value().filter(mode -> mode.equalsIgnoreCase("bgp")).isPresent();
      if (bgp)
        notes.add(
            NOT_CARRIED,
            endpoint.place(),
            "KubeKey's kube-vip in BGP mode is not carried over: its file names no router");
      if (bgp) return Optional.empty();
      guessInterfaces(written.get());
    }
    return Optional.of(fields);
  }

  /** kube-vip looks for it by itself; the spec wants it. */
  private void guessInterfaces(Located<String> address) {
    List<Machine> masters = machines.with(Role.CONTROL_PLANE);
    if (masters.stream().allMatch(master -> master.iface().isPresent())) return;
    notes.add(
        GUESSED,
        address.span(),
        "no file names the interface of the control-plane nodes; the spec has `eth0`",
        "correct `interface` of the nodes where it is another");
    masters.forEach(master -> master.iface("eth0"));
  }

  private static Optional<Version> version(KubeKeyCluster cluster) {
    return cluster.kubernetesVersion().value().flatMap(Version::parse);
  }

  private Fields fields(KubeKeyCluster cluster, Version version) {
    Fields fields = new Fields().put("version", version.toString());
    fields.put(
        "installer",
        cluster.dialect() == KubeKeyCluster.Dialect.V1 ? "kubekey-v4" : "kubekey-v1alpha2");
    cluster
        .endpoint()
        .flatMap(KubeKeyImport::endpoint)
        .ifPresent(endpoint -> fields.put("endpoint", endpoint.toString()));
    apiServerPort(cluster).ifPresent(port -> fields.put("apiServerPort", port));
    row(fields, "podSubnets", cluster.ranges().pods().known());
    row(fields, "serviceSubnets", cluster.ranges().services().known());
    plugin(cluster).ifPresent(plugin -> fields.put("cni", plugin));
    text(cluster, "etcd", "external")
        .flatMap(KubernetesImport::externalEtcd)
        .ifPresent(external -> fields.put("etcd", new Fields().put("external", external)));
    furtherAddresses(cluster);
    return fields;
  }

  private Optional<Integer> apiServerPort(KubeKeyCluster cluster) {
    return text(cluster, "kubernetes", "apiserver", "port")
        .flatMap(KubeKeyImport::scalar)
        .filter(port -> port.matches("[1-9]\\d{0,4}"))
        .map(Integer::valueOf);
  }

  /** A second family, which KubeKey writes into one line with the first. */
  private void furtherAddresses(KubeKeyCluster cluster) {
    for (YamlNode host : text(cluster, "hosts").map(KubeKeyImport::items).orElse(List.of())) {
      Optional<Machine> machine =
          KubernetesImport.child(host, "name")
              .flatMap(KubeKeyImport::scalar)
              .flatMap(machines::named);
      Optional<String> list =
          KubernetesImport.child(host, "internalAddress").flatMap(KubeKeyImport::scalar);
      if (machine.isPresent() && list.isPresent())
        for (String address : list.get().split(",", -1))
          IpAddress.parse(address.strip()).ifPresent(machine.get().addresses()::add);
    }
  }

  private static List<YamlNode> items(YamlNode node) {
    return node instanceof YamlNode.Sequence sequence ? sequence.items() : List.of();
  }

  /** With a balancer of its own the name is its business, and KubeKey's own is the spec's too. */
  private static Optional<HostPort> endpoint(KubeKeyCluster.Endpoint endpoint) {
    Setting<String> domain = endpoint.domain();
    if (endpoint.isBalancedBy("haproxy")) return Optional.empty();
    int port = endpoint.port().value().orElse(PORT);
    return domain.value().map(name -> new HostPort(name, OptionalInt.of(port)));
  }

  private static void row(Fields fields, String key, List<? extends Located<?>> values) {
    if (!values.isEmpty())
      fields.put(key, YamlText.row(values.stream().map(v -> v.value().toString()).toList()));
  }

  private Optional<String> plugin(KubeKeyCluster cluster) {
    return text(cluster, "network", "plugin")
        .or(() -> text(cluster, "cni", "type"))
        .flatMap(KubeKeyImport::scalar)
        .filter(PLUGINS::contains);
  }

  private List<YamlNode> documents(KubeKeyCluster cluster) {
    return documents.computeIfAbsent(cluster.file(), file -> YamlSyntax.parse(file, _ -> {}));
  }

  /** What stands below {@code spec} on a path of keys. */
  private Optional<YamlNode> text(KubeKeyCluster cluster, String... keys) {
    for (YamlNode document : documents(cluster)) {
      Optional<YamlNode> node = KubernetesImport.child(document, "spec");
      for (String key : keys) node = node.flatMap(each -> KubernetesImport.child(each, key));
      if (node.isPresent()) return node;
    }
    return Optional.empty();
  }

  private static Optional<String> scalar(YamlNode node) {
    return node instanceof YamlNode.Scalar text ? Optional.of(text.value()) : Optional.empty();
  }

  private void noteKeys(KubeKeyCluster cluster) {
    Map<String, Optional<RuleMeta>> decisions = new HashMap<>();
    for (String field :
        List.of(
            "apiVersion",
            "kind",
            "spec.hosts.name",
            "spec.hosts.address",
            "spec.hosts.internalAddress",
            "spec.roleGroups",
            "spec.controlPlaneEndpoint.internalLoadbalancer",
            "spec.controlPlaneEndpoint.domain",
            "spec.controlPlaneEndpoint.address",
            "spec.controlPlaneEndpoint.port",
            "spec.kubernetes.version",
            "spec.kubernetes.apiserverCertExtraSans",
            "spec.network.plugin",
            "spec.network.kubePodsCIDR",
            "spec.network.kubeServiceCIDR",
            "spec.kubernetes.kube_version",
            "spec.kubernetes.control_plane_endpoint.host",
            "spec.kubernetes.control_plane_endpoint.port",
            "spec.kubernetes.control_plane_endpoint.type",
            "spec.kubernetes.control_plane_endpoint.local.address",
            "spec.kubernetes.control_plane_endpoint.kube_vip.address",
            "spec.kubernetes.control_plane_endpoint.kube_vip.mode",
            "spec.kubernetes.apiserver.port",
            "spec.kubernetes.apiserver.certSANs",
            "spec.cni.type",
            "spec.cni.pod_cidr",
            "spec.cni.service_cidr")) decisions.put(field, Optional.empty());
    for (String anew :
        List.of("metadata.name", "spec.kubernetes.cluster_name", "spec.etcd.deployment_type"))
      decisions.put(anew, Optional.of(WRITTEN_ANEW));
    for (String key : List.of("endpoints", "caFile", "certFile", "keyFile"))
      decisions.put("spec.etcd.external." + key, Optional.empty());
    cluster
        .endpoint()
        .filter(endpoint -> endpoint.isBalancedBy("haproxy"))
        .flatMap(endpoint -> endpoint.domain().located())
        .filter(domain -> !domain.value().equals(KubeKeyCluster.DEFAULT_DOMAIN))
        .ifPresent(
            domain ->
                notes.add(
                    NOT_CARRIED,
                    domain.span(),
                    "the name `%s` is not carried over: with KubeKey's own haproxy the spec takes `%s`"
                        .formatted(domain.value(), KubeKeyCluster.DEFAULT_DOMAIN)));
    groups(cluster);
    etcd(cluster, decisions);
    for (YamlNode document : documents(cluster))
      if (document instanceof YamlNode.Mapping other && isOfOthers(other))
        YamlKeys.whole(other, NOT_CARRIED, "it is not carried over", notes);
      else
        new YamlKeys("KubeKey's file", decisions, unasked(cluster), NOT_CARRIED, notes)
            .decide(document);
  }

  /** KubeSphere's document stands beside the cluster's. */
  private static boolean isOfOthers(YamlNode.Mapping document) {
    return document
        .scalar("apiVersion")
        .filter(version -> !version.value().startsWith("kubekey.kubesphere.io/"))
        .isPresent();
  }

  /** With what follows from the rest of the file. */
  private static Set<String> unasked(KubeKeyCluster cluster) {
    Set<String> all = new HashSet<>(UNASKED);
    boolean old = version(cluster).filter(version -> version.compareTo(CONTAINERD) < 0).isPresent();
    all.add("spec.kubernetes.containerManager=" + (old ? "docker" : "containerd"));
    boolean byName =
        cluster
            .endpoint()
            .filter(endpoint -> endpoint.address().value().filter(ip -> !ip.isEmpty()).isEmpty())
            .isPresent();
    if (byName) all.add("spec.controlPlaneEndpoint.externalDNS=true");
    return all;
  }

  /** Build has KubeKey install etcd's members beside the API servers, or on machines apart. */
  private void etcd(KubeKeyCluster cluster, Map<String, Optional<RuleMeta>> decisions) {
    decisions.put("spec.etcd.type", Optional.empty());
    List<KubeKeyCluster.Member> members =
        cluster.members().stream().filter(one -> one.group().value().equals("etcd")).toList();
    Set<String> own = members.stream().map(KubeKeyCluster.Member::name).collect(Collectors.toSet());
    Set<String> masters =
        cluster.members().stream()
            .filter(KubeKeyCluster::isMaster)
            .map(KubeKeyCluster.Member::name)
            .collect(Collectors.toSet());
    boolean apart = own.stream().noneMatch(masters::contains);
    Optional<YamlNode> type =
        text(cluster, "etcd", "type").or(() -> text(cluster, "etcd", "deployment_type"));
    if (members.isEmpty() || apart) return;
    if (!own.equals(masters))
      notes.add(
          NOT_CARRIED,
          members.getFirst().group().span(),
          "etcd on %s alone is not carried over: build puts a member beside every API server"
              .formatted(few(own.stream().sorted().toList())));
    boolean service =
        cluster.dialect() != KubeKeyCluster.Dialect.V1
            && type.flatMap(KubeKeyImport::scalar).map("kubekey"::equals).orElse(true);
    if (service)
      notes.add(
          NOT_CARRIED,
          type.map(YamlNode::span).orElse(members.getFirst().group().span()),
          "KubeKey's own etcd, a service of the machines, is not carried over: build writes `type:"
              + " kubeadm`, which is static pods with data of their own",
          "for a cluster that runs, write `type: kubekey` into what build writes");
  }

  /** Who is in a group and no host, and groups that the spec has no role for. */
  private void groups(KubeKeyCluster cluster) {
    List<String> hosts = clusters.stream().flatMap(KubeKeyImport::hosts).toList();
    Map<Span, List<KubeKeyCluster.Member>> written = new LinkedHashMap<>();
    for (KubeKeyCluster.Member member : cluster.members())
      written.computeIfAbsent(member.written(), _ -> new ArrayList<>()).add(member);
    written.forEach(
        (item, members) -> {
          List<String> missing =
              members.stream()
                  .map(KubeKeyCluster.Member::name)
                  .filter(name -> !hosts.contains(name))
                  .distinct()
                  .toList();
          if (!missing.isEmpty())
            notes.add(
                NOT_CARRIED,
                item,
                "`hosts` does not list %s of the group `%s`"
                    .formatted(few(missing), members.getFirst().group().value()),
                "KubeKey refuses the file too: list the hosts");
        });
    for (KubeKeyCluster.Member member : cluster.members())
      if (!KubeKeyCluster.isMaster(member)
          && !KubeKeyCluster.isWorker(member)
          && !GROUPS.contains(member.group().value()))
        notes.add(
            NOT_CARRIED,
            member.group().span(),
            "the group `%s` is not carried over".formatted(member.group().value()));
  }

  private static Stream<String> hosts(KubeKeyCluster cluster) {
    return cluster.hosts().stream().map(Located::value);
  }

  private static String few(List<String> names) {
    String first =
        names.stream().limit(3).map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    return names.size() <= 3 ? first : "%s and %d more".formatted(first, names.size() - 3);
  }
}
