package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.NOT_CARRIED;
import static dev.vipc.imports.ImportNotes.WITHOUT_EFFECT;
import static dev.vipc.imports.ImportNotes.WRITTEN_ANEW;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.InputFile;
import dev.vipc.model.KubeVip;
import dev.vipc.source.SourceFile;
import dev.vipc.spec.KubeVipGrant;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides for every document of kube-vip's manifests what becomes of what the environment does not
 * say: the workload around it, its rights, the pools of its cloud provider.
 */
final class KubeVipDocuments {
  private static final Set<String> MANIFESTS =
      Set.of("kube-vip", "kube-vip-workload", "kube-vip-objects");

  private static final Set<String> RIGHTS =
      Set.of("ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding");

  private static final String POD = "spec.";
  private static final String TEMPLATE = "spec.template.spec.";

  private static final Map<String, Optional<RuleMeta>> OF_POD = ofWorkload(POD);
  private static final Map<String, Optional<RuleMeta>> OF_DAEMON_SET = ofWorkload(TEMPLATE);

  /** What build writes for every release. */
  private static final Set<String> OURS_IN_POD = ours(POD, Stream.of("metadata.name=kube-vip"));

  private static final Set<String> OURS_IN_DAEMON_SET =
      ours(
          TEMPLATE,
          Stream.of(
              "metadata.name=kube-vip-ds",
              "metadata.labels.app.kubernetes.io/name=kube-vip-ds",
              "spec.selector.matchLabels.app.kubernetes.io/name=kube-vip-ds",
              "spec.template.metadata.labels.app.kubernetes.io/name=kube-vip-ds",
              TEMPLATE + "serviceAccountName=kube-vip",
              TEMPLATE + "tolerations.effect=NoSchedule",
              TEMPLATE + "tolerations.effect=NoExecute",
              TEMPLATE + "tolerations.operator=Exists"));

  private static final Set<String> OURS_IN_RIGHTS =
      Set.of(
          "metadata.namespace=kube-system",
          "roleRef.apiGroup=rbac.authorization.k8s.io",
          "roleRef.kind=ClusterRole",
          "roleRef.name=system:kube-vip-role",
          "subjects.kind=ServiceAccount",
          "subjects.name=kube-vip",
          "subjects.namespace=kube-system");

  private final Deployment deployment;
  private final KubeVipImport kubeVip;
  private final Notes notes;

  KubeVipDocuments(Deployment deployment, KubeVipImport kubeVip, Notes notes) {
    this.deployment = deployment;
    this.kubeVip = kubeVip;
    this.notes = notes;
  }

  void decide() {
    deployment
        .all(InputFile.class)
        .filter(file -> MANIFESTS.contains(file.kind()))
        .map(InputFile::file)
        .distinct()
        .forEach(this::decide);
  }

  private void decide(SourceFile file) {
    for (YamlNode document : YamlSyntax.parse(file, _ -> {}))
      if (document instanceof YamlNode.Mapping mapping)
        switch (YamlKeys.kind(document)) {
          case "Pod" -> workload(mapping, "kube-vip's pod", OF_POD, OURS_IN_POD);
          case "DaemonSet" ->
              workload(mapping, "kube-vip's DaemonSet", OF_DAEMON_SET, OURS_IN_DAEMON_SET);
          case "ConfigMap" -> pools(mapping);
          case String kind when RIGHTS.contains(kind) -> rights(mapping, kind);
          default -> YamlKeys.whole(mapping, NOT_CARRIED, "it is not carried over", notes);
        }
  }

  private void workload(
      YamlNode.Mapping document,
      String what,
      Map<String, Optional<RuleMeta>> decisions,
      Set<String> ours) {
    List<KubeVip> within =
        deployment.all(KubeVip.class).filter(each -> encloses(document, each)).toList();
    if (within.isEmpty()) YamlKeys.whole(document, NOT_CARRIED, "it is not carried over", notes);
    else if (within.stream().anyMatch(kubeVip::carries)) {
      new YamlKeys(what, decisions, ours, NOT_CARRIED, notes).decide(document);
      if (decisions == OF_DAEMON_SET) selector(document, ours);
    } else {
      String why =
          within.stream()
              .flatMap(each -> kubeVip.whyNot(each).stream())
              .map(reason -> ": " + reason)
              .findFirst()
              .orElse("");
      YamlKeys.whole(document, NOT_CARRIED, "it is not carried over" + why, notes);
    }
  }

  /** What Kubernetes does not let anybody change. */
  private void selector(YamlNode.Mapping document, Set<String> ours) {
    document
        .mapping("spec")
        .flatMap(spec -> spec.entry("selector"))
        .filter(entry -> !YamlKeys.isOurs(entry.value(), "spec.selector", ours))
        .ifPresent(
            entry ->
                notes.add(
                    WRITTEN_ANEW,
                    entry.key().span(),
                    "build's DaemonSet selects its pods by other labels",
                    "nobody can change that of one that runs: `kubectl -n kube-system delete"
                        + " daemonset NAME --cascade=orphan` before you apply build's, and then the"
                        + " old pods one by one"));
  }

  private static boolean encloses(YamlNode.Mapping document, KubeVip kubeVip) {
    return document.span().file().equals(kubeVip.file())
        && document.span().start() <= kubeVip.span().start()
        && kubeVip.span().end() <= document.span().end();
  }

  /** A static pod shows the node's own kubeconfig; only a DaemonSet has rights of its own. */
  private void rights(YamlNode.Mapping document, String kind) {
    if (!kubeVip.isDaemonSet()) {
      YamlKeys.whole(
          document,
          NOT_CARRIED,
          "it is not carried over; build gives rights to a DaemonSet of kube-vip alone",
          notes);
      return;
    }
    String name =
        document
            .mapping("metadata")
            .flatMap(metadata -> metadata.scalar("name"))
            .map(YamlNode.Scalar::value)
            .orElse("");
    boolean ours =
        switch (kind) {
          case "ServiceAccount" -> name.equals("kube-vip");
          case "ClusterRole" -> name.equals("system:kube-vip-role");
          case "ClusterRoleBinding" -> name.equals("system:kube-vip-binding");
          default -> false;
        };
    if (!ours) YamlKeys.whole(document, WRITTEN_ANEW, "build writes its own", notes);
    else if (kind.equals("ClusterRole")) role(document);
    else
      new YamlKeys("the " + kind, ofRights(), OURS_IN_RIGHTS, WRITTEN_ANEW, notes).decide(document);
  }

  private static Map<String, Optional<RuleMeta>> ofRights() {
    Map<String, Optional<RuleMeta>> all = new HashMap<>();
    for (String form : List.of("apiVersion", "kind", "metadata.name"))
      all.put(form, Optional.empty());
    return all;
  }

  /** Names the rights that build's role does not give. */
  private void role(YamlNode.Mapping document) {
    Map<String, Optional<RuleMeta>> decisions = ofRights();
    decisions.put("rules", Optional.empty());
    new YamlKeys("the ClusterRole", decisions, OURS_IN_RIGHTS, WRITTEN_ANEW, notes)
        .decide(document);
    for (YamlNode item : document.items("rules"))
      if (item instanceof YamlNode.Mapping rule) {
        Set<String> more = new LinkedHashSet<>();
        for (String group : words(rule, "apiGroups"))
          for (String resource : words(rule, "resources"))
            for (String verb : words(rule, "verbs"))
              if (!isGiven(group, resource, verb)) more.add(resource + " " + verb);
        if (!more.isEmpty() || rule.entries().size() > 3)
          notes.add(
              WRITTEN_ANEW,
              rule.span(),
              "rights that build does not give to kube-vip: "
                  + more.stream()
                      .map(right -> "`" + right + "`")
                      .collect(Collectors.joining(", ")));
      }
  }

  private static List<String> words(YamlNode.Mapping rule, String key) {
    return rule.items(key).stream()
        .flatMap(item -> item instanceof YamlNode.Scalar s ? Stream.of(s.value()) : Stream.empty())
        .toList();
  }

  private static boolean isGiven(String group, String resource, String verb) {
    return Stream.of(KubeVipGrant.values())
        .anyMatch(
            grant ->
                grant.group().equals(group)
                    && grant.resources().contains(resource)
                    && grant.verbs().contains(verb));
  }

  private void pools(YamlNode.Mapping document) {
    if (!kubeVip.hasPools()) {
      YamlKeys.whole(document, NOT_CARRIED, "it is not carried over", notes);
      return;
    }
    Map<String, Optional<RuleMeta>> decisions = ofRights();
    document
        .mapping("data")
        .ifPresent(
            data ->
                data.entries().stream()
                    .map(entry -> entry.key().value())
                    .filter(key -> key.matches("(?:cidr|range)-.+"))
                    .forEach(key -> decisions.put("data." + key, Optional.empty())));
    Set<String> ours = Set.of("metadata.namespace=kube-system");
    new YamlKeys("kube-vip's pools", decisions, ours, NOT_CARRIED, notes).decide(document);
  }

  /**
   * @param pod where the pod's own keys begin
   */
  private static Map<String, Optional<RuleMeta>> ofWorkload(String pod) {
    Map<String, Optional<RuleMeta>> all = new HashMap<>();
    Stream.of("apiVersion", "kind").forEach(key -> all.put(key, Optional.empty()));
    // they decide key by key below them
    Stream.of("name", "image", "env", "args", "command")
        .forEach(key -> all.put(pod + "containers." + key, Optional.empty()));
    Stream.of("metadata.name", "metadata.namespace", "metadata.labels")
        .forEach(key -> all.put(key, Optional.of(WRITTEN_ANEW)));
    Stream.of(
            "containers.imagePullPolicy",
            "containers.securityContext",
            "containers.volumeMounts",
            "priorityClassName",
            "priority",
            "volumes")
        .forEach(key -> all.put(pod + key, Optional.of(WRITTEN_ANEW)));
    if (pod.equals(POD)) all.put(pod + "hostAliases", Optional.of(WRITTEN_ANEW));
    else
      Stream.of(
              "spec.template.metadata.labels",
              pod + "affinity",
              pod + "serviceAccount",
              pod + "serviceAccountName",
              pod + "tolerations")
          .forEach(key -> all.put(key, Optional.of(WRITTEN_ANEW)));
    // a note of its own
    all.put("spec.selector", Optional.empty());
    all.put("status", Optional.of(WITHOUT_EFFECT));
    return all;
  }

  private static Set<String> ours(String pod, Stream<String> more) {
    return Stream.concat(
            more,
            Stream.of(
                "metadata.namespace=kube-system",
                pod + "hostNetwork=true",
                pod + "containers.imagePullPolicy=IfNotPresent"))
        .collect(Collectors.toUnmodifiableSet());
  }
}
