package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.DIFFERS;
import static dev.vipc.imports.ImportNotes.GUESSED;
import static dev.vipc.imports.ImportNotes.NOT_CARRIED;
import static dev.vipc.imports.ImportNotes.WRITTEN_ANEW;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.EtcdMemberFile;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.Setting;
import dev.vipc.model.Version;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** kubeadm's configuration as the cluster of the spec. */
final class KubernetesImport {
  private static final Optional<RuleMeta> FIELD = Optional.empty();
  private static final Optional<RuleMeta> ANEW = Optional.of(WRITTEN_ANEW);
  private static final Map<String, Optional<RuleMeta>> DECISIONS = decisions();
  private static final Map<String, Optional<RuleMeta>> OF_MEMBER = ofMember();

  /** kubeadm's own documents, {@code MasterConfiguration} and its pair up to 1.11. */
  private static final Set<String> KINDS =
      Set.of(
          "ClusterConfiguration",
          "InitConfiguration",
          "JoinConfiguration",
          "MasterConfiguration",
          "NodeConfiguration",
          "document");

  /** What kubeadm of every version takes where nothing is written, see {@link #unasked}. */
  private static final Set<String> UNASKED =
      Set.of(
          "networking.dnsDomain=cluster.local",
          "certificatesDir=/etc/kubernetes/pki",
          "etcd.local.dataDir=/var/lib/etcd",
          "dns.type=CoreDNS");

  /**
   * The first patches of 1.22 to 1.24 that pull from registry.k8s.io where nothing is written; 1.25
   * and later all do (kubeadm's CHANGELOG, "registry.k8s.io: faster, cheaper and Generally
   * Available", November 2022).
   */
  private static final Map<Integer, Integer> MOVED = Map.of(22, 17, 23, 15, 24, 9);

  /** The first whose files build writes. */
  private static final Version OLDEST = new Version(1, 15, 0);

  private final List<KubeadmFile> files;
  private final List<EtcdMemberFile> members;
  private final Version newest;
  private final Notes notes;

  KubernetesImport(Deployment deployment, Notes notes) {
    this.newest = deployment.targets().versionFor("kubernetes");
    this.files = deployment.all(KubeadmFile.class).toList();
    this.members = deployment.all(EtcdMemberFile.class).toList();
    this.notes = notes;
  }

  /** The port that the API servers listen on, 6443 where nothing else is written. */
  int apiServerPort() {
    return files.stream()
        .flatMap(
            file ->
                Stream.concat(
                    file.inits().stream().map(KubeadmFile.Init::bindPort),
                    file.joins().stream().map(KubeadmFile.Join::bindPort)))
        .flatMap(port -> port.value().stream())
        .findFirst()
        .orElse(6443);
  }

  /** Every name that the API certificate is asked to hold. */
  List<String> certificateSans() {
    return cluster().stream()
        .flatMap(cluster -> cluster.certSans().stream())
        .flatMap(san -> san.value().stream())
        .toList();
  }

  /** Absent where there is no file of kubeadm. */
  Optional<Fields> fields() {
    noteKeys();
    if (files.isEmpty()) return Optional.empty();
    Fields fields = new Fields().put("version", version().toString());
    List<Cluster> clusters = files.stream().flatMap(file -> file.clusters().stream()).toList();
    Optional<Cluster> cluster = cluster();
    fields.putIfPresent(
        "endpoint", cluster.flatMap(KubernetesImport::endpoint).or(this::endpointOfJoins));
    fields.put("apiServerPort", apiServerPort());
    cluster.ifPresent(one -> network(one).fields().forEach(fields::put));
    clusters.stream().skip(1).forEach(other -> differs(clusters.getFirst(), other));
    return Optional.of(fields);
  }

  private static Optional<String> endpoint(Cluster cluster) {
    return cluster.controlPlaneEndpoint().value().map(Object::toString);
  }

  private Fields network(Cluster cluster) {
    Fields fields = new Fields();
    row(fields, "podSubnets", cluster.podSubnets());
    row(fields, "serviceSubnets", cluster.serviceSubnets());
    externalEtcd(cluster)
        .ifPresent(external -> fields.put("etcd", new Fields().put("external", external)));
    return fields;
  }

  /** A machine that joins asks there for what the cluster is. */
  private Optional<String> endpointOfJoins() {
    return files.stream()
        .flatMap(file -> file.joins().stream())
        .flatMap(join -> join.apiServerEndpoint().value().stream())
        .map(Object::toString)
        .findFirst();
  }

  /** What a file states, or what kubeadm takes unasked: the newest. */
  private Version version() {
    Optional<Located<Version>> stated = stated();
    for (KubeadmFile file : files)
      for (Cluster cluster : file.clusters())
        cluster
            .kubernetesVersion()
            .located()
            .filter(text -> Version.parse(text.value()).isEmpty())
            .ifPresent(text -> guessed(text.span(), stated));
    if (stated.isEmpty())
      cluster()
          .filter(cluster -> cluster.kubernetesVersion().isUnset())
          .map(Cluster::api)
          .or(() -> files.getFirst().apis().stream().findFirst())
          .filter(_ -> cluster().map(cluster -> cluster.kubernetesVersion().isUnset()).orElse(true))
          .ifPresent(api -> guessed(api.document(), stated));
    stated
        .filter(version -> version.value().compareTo(OLDEST) < 0)
        .ifPresent(
            version ->
                notes.add(
                    WRITTEN_ANEW,
                    version.span(),
                    "build refuses Kubernetes %s: it writes kubeadm's files for 1.15 and later"
                        .formatted(version.value()),
                    "write the release that you go to"));
    return stated.map(Located::value).orElse(newest);
  }

  private Optional<Located<Version>> stated() {
    return files.stream()
        .flatMap(file -> file.clusters().stream())
        .flatMap(cluster -> cluster.kubernetesVersion().located().stream())
        .flatMap(
            text -> Version.parse(text.value()).map(v -> new Located<>(v, text.span())).stream())
        .findFirst();
  }

  private void guessed(Span place, Optional<Located<Version>> stated) {
    notes.add(
        GUESSED,
        place,
        "the file does not say which Kubernetes it is for; the spec has %s"
            .formatted(stated.map(Located::value).orElse(newest)),
        "write the release that you run as `kubernetes.version`");
  }

  /** The cluster is one, whatever each machine's file says of it. */
  private void differs(Cluster first, Cluster other) {
    Fields one = stated(first);
    Fields two = stated(other);
    List<String> fields =
        Stream.concat(one.fields().keySet().stream(), two.fields().keySet().stream())
            .distinct()
            .filter(key -> !text(one.fields().get(key)).equals(text(two.fields().get(key))))
            .map(key -> "`" + key + "`")
            .toList();
    if (!fields.isEmpty())
      notes.add(
          DIFFERS,
          other.api().document(),
          "this is not the cluster of the file before in %s; the spec has the first one's"
              .formatted(String.join(", ", fields)));
  }

  private Fields stated(Cluster cluster) {
    Fields fields = network(cluster);
    fields.putIfPresent("version", cluster.kubernetesVersion().value());
    fields.putIfPresent("endpoint", endpoint(cluster));
    return fields;
  }

  private static String text(@Nullable YamlText value) {
    return value == null ? "" : new Fields().put("value", value).render();
  }

  private Optional<Cluster> cluster() {
    return files.stream().flatMap(file -> file.clusters().stream()).findFirst();
  }

  private static void row(Fields fields, String key, List<? extends Setting<?>> values) {
    List<String> known =
        values.stream().flatMap(v -> v.value().stream()).map(Object::toString).toList();
    if (!known.isEmpty()) fields.put(key, YamlText.row(known));
  }

  /** Absent where it lacks a part that the spec cannot do without. */
  private Optional<Fields> externalEtcd(Cluster cluster) {
    if (cluster.externalEtcd().isEmpty()) return Optional.empty();
    return YamlSyntax.parse(cluster.api().document().file(), _ -> {}).stream()
        .flatMap(document -> child(document, "etcd").stream())
        .flatMap(etcd -> child(etcd, "external").stream())
        .findFirst()
        .flatMap(KubernetesImport::externalEtcd);
  }

  /** Absent where it lacks a part that the spec cannot do without. */
  static Optional<Fields> externalEtcd(YamlNode external) {
    Fields fields = new Fields();
    if (child(external, "endpoints").orElse(external) instanceof YamlNode.Sequence list)
      fields.put(
          "endpoints",
          YamlText.row(list.items().stream().flatMap(KubernetesImport::text).toList()));
    for (String file : List.of("caFile", "certFile", "keyFile"))
      fields.putIfPresent(
          file, child(external, file).stream().flatMap(KubernetesImport::text).findFirst());
    return Optional.of(fields).filter(all -> all.fields().size() == 4);
  }

  static Optional<YamlNode> child(YamlNode node, String key) {
    return node instanceof YamlNode.Mapping mapping ? mapping.get(key) : Optional.empty();
  }

  private static Stream<String> text(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar ? Stream.of(scalar.value()) : Stream.empty();
  }

  /** A field that holds something else than such a field can. */
  private void unreadable() {
    for (KubeadmFile file : files) {
      for (Cluster cluster : file.clusters())
        Stream.of(
                Stream.of(cluster.controlPlaneEndpoint()),
                cluster.certSans().stream(),
                cluster.podSubnets().stream(),
                cluster.serviceSubnets().stream())
            .flatMap(settings -> settings)
            .forEach(this::unreadable);
      for (KubeadmFile.Init init : file.inits())
        Stream.of(init.advertiseAddress(), init.bindPort(), init.nodeName())
            .forEach(this::unreadable);
      for (KubeadmFile.Join join : file.joins())
        Stream.of(
                join.advertiseAddress(), join.bindPort(), join.nodeName(), join.apiServerEndpoint())
            .forEach(this::unreadable);
    }
  }

  private void unreadable(Setting<?> setting) {
    if (setting.isUnknown())
      setting
          .span()
          .ifPresent(
              place ->
                  notes.add(
                      NOT_CARRIED,
                      place,
                      "`%s` is not carried over: vipc cannot read it as what it has to be"
                          .formatted(place.text())));
  }

  /**
   * What kubeadm takes where nothing is written. Where the release is a guess, the registry is none
   * of it: the user may write another.
   */
  private Set<String> unasked() {
    Set<String> all = new HashSet<>(UNASKED);
    stated()
        .map(Located::value)
        .ifPresent(version -> all.add("imageRepository=" + imageRepository(version)));
    return all;
  }

  private static String imageRepository(Version version) {
    boolean moved =
        version.atLeast(1, 25)
            || version.patch() >= MOVED.getOrDefault(version.minor(), Integer.MAX_VALUE);
    return moved ? "registry.k8s.io" : "k8s.gcr.io";
  }

  private void noteKeys() {
    unreadable();
    Set<String> unasked = unasked();
    boolean etcd = cluster().flatMap(this::externalEtcd).isPresent();
    Map<String, Optional<RuleMeta>> decisions = new HashMap<>(DECISIONS);
    for (String key : List.of("endpoints", "caFile", "certFile", "keyFile"))
      if (etcd) decisions.put("etcd.external." + key, FIELD);
    for (KubeadmFile file : files)
      for (YamlNode document : YamlSyntax.parse(file.file(), _ -> {})) {
        String kind = YamlKeys.kind(document);
        if (document instanceof YamlNode.Mapping other && !KINDS.contains(kind))
          YamlKeys.whole(
              other,
              NOT_CARRIED,
              "it is not carried over; add it by hand to what build writes for kubeadm",
              notes);
        else new YamlKeys("the " + kind, decisions, unasked, NOT_CARRIED, notes).decide(document);
      }
    for (EtcdMemberFile file : members)
      new YamlKeys("the etcd member's file", OF_MEMBER, unasked, NOT_CARRIED, notes)
          .decide(file.whole().file());
  }

  /** An etcd member's own document: what follows from its node, and what build writes anew. */
  private static Map<String, Optional<RuleMeta>> ofMember() {
    Map<String, Optional<RuleMeta>> all = new HashMap<>();
    for (String field :
        List.of(
            "apiVersion",
            "kind",
            "kubernetesVersion",
            "localAPIEndpoint.advertiseAddress",
            "nodeRegistration.name")) all.put(field, FIELD);
    for (String anew :
        List.of("etcd.local.serverCertSANs", "etcd.local.peerCertSANs", "etcd.local.extraArgs"))
      all.put(anew, ANEW);
    return all;
  }

  private static Map<String, Optional<RuleMeta>> decisions() {
    Map<String, Optional<RuleMeta>> all = new HashMap<>();
    for (String field :
        List.of(
            "apiVersion",
            "kind",
            "kubernetesVersion",
            "controlPlaneEndpoint",
            "networking.podSubnet",
            "networking.serviceSubnet",
            "apiServer.certSANs",
            "apiServerCertSANs",
            "localAPIEndpoint.advertiseAddress",
            "localAPIEndpoint.bindPort",
            "controlPlane.localAPIEndpoint.advertiseAddress",
            "controlPlane.localAPIEndpoint.bindPort",
            "nodeRegistration.name")) all.put(field, FIELD);
    for (String anew :
        List.of(
            "clusterName",
            "discovery",
            "nodeRegistration.kubeletExtraArgs",
            "nodeRegistration.ignorePreflightErrors")) all.put(anew, ANEW);
    return all;
  }
}
