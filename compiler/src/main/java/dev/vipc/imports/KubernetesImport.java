package dev.vipc.imports;

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
import dev.vipc.source.Span;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** kubeadm's configuration as the cluster of the spec. */
final class KubernetesImport {
  private static final Optional<RuleMeta> FIELD = Optional.empty();
  private static final Optional<RuleMeta> ANEW = Optional.of(WRITTEN_ANEW);
  private static final Map<String, Optional<RuleMeta>> DECISIONS = decisions();
  private static final Map<String, Optional<RuleMeta>> OF_MEMBER = ofMember();

  private final List<KubeadmFile> files;
  private final List<EtcdMemberFile> members;
  private final Notes notes;

  KubernetesImport(Deployment deployment, Notes notes) {
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

  /** Absent where no file describes a cluster whose version is known. */
  Optional<Fields> fields() {
    noteKeys();
    if (cluster().isEmpty()) return Optional.empty();
    Cluster cluster = cluster().get();
    Optional<Version> version = cluster.kubernetesVersion().value().flatMap(Version::parse);
    if (version.isEmpty()) {
      Span place = cluster.kubernetesVersion().span().orElse(cluster.api().document());
      notes.add(
          GUESSED,
          place,
          "the file does not say which Kubernetes it is for; the spec has no `kubernetes`",
          "add `kubernetes: { version: \"X.Y.Z\" }` with the release that you run");
      return Optional.empty();
    }
    Fields fields = new Fields().put("version", version.get().toString());
    fields.putIfPresent("endpoint", cluster.controlPlaneEndpoint().value().map(Object::toString));
    fields.put("apiServerPort", apiServerPort());
    row(fields, "podSubnets", cluster.podSubnets());
    row(fields, "serviceSubnets", cluster.serviceSubnets());
    externalEtcd(cluster)
        .ifPresent(external -> fields.put("etcd", new Fields().put("external", external)));
    return Optional.of(fields);
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

  private static Optional<YamlNode> child(YamlNode node, String key) {
    return node instanceof YamlNode.Mapping mapping ? mapping.get(key) : Optional.empty();
  }

  private static Stream<String> text(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar ? Stream.of(scalar.value()) : Stream.empty();
  }

  private void noteKeys() {
    boolean etcd = cluster().flatMap(this::externalEtcd).isPresent();
    Map<String, Optional<RuleMeta>> decisions = new HashMap<>(DECISIONS);
    for (String key : List.of("endpoints", "caFile", "certFile", "keyFile"))
      if (etcd) decisions.put("etcd.external." + key, FIELD);
    for (KubeadmFile file : files)
      for (YamlNode document : YamlSyntax.parse(file.file(), _ -> {})) {
        String kind =
            document instanceof YamlNode.Mapping mapping
                ? mapping.scalar("kind").map(YamlNode.Scalar::value).orElse("document")
                : "document";
        new YamlKeys("the " + kind, decisions, NOT_CARRIED, notes).decide(document);
      }
    for (EtcdMemberFile file : members)
      for (YamlNode document : YamlSyntax.parse(file.whole().file(), _ -> {}))
        new YamlKeys("the etcd member's file", OF_MEMBER, NOT_CARRIED, notes).decide(document);
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
