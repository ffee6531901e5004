package dev.vipc.golden;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Label;
import dev.vipc.golden.YamlValues.Value;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Accounts for every value of imported files of YAML: what the built files say again, what they
 * need not say because it goes without saying, what a note names, and what went silently. It knows
 * nothing of how import decides.
 */
final class YamlLedger {
  /** What became of a value. */
  enum Fate {
    /** The built files mean the same. */
    CARRIED,
    /** The program does the same without it. */
    UNASKED,
    /** A note at it, or at a key around it, says what became of it. */
    NOTED,
    /** A note of its document or its file as a whole says so. */
    NOTED_AS_WHOLE,
    LOST
  }

  /** Notes that speak of all that stands below their place. */
  private static final Set<String> OF_ALL_BELOW = Set.of("IMP001", "IMP002", "IMP005");

  /** One right of a rule of a role. */
  private static final Pattern RIGHT =
      Pattern.compile("rules\\[\\{(.*)}]\\.(apiGroups|resources|verbs)\\[]");

  private static final Pattern LISTS = Pattern.compile("(apiGroups|resources|verbs):\\[([^\\]]*)]");

  /** What kubeadm up to 1.11 called its documents. */
  private static final Map<String, String> SUCCESSORS =
      Map.of("MasterConfiguration", "InitConfiguration", "NodeConfiguration", "JoinConfiguration");

  /** Documents of kubeadm that say where images come from. */
  private static final Set<String> WITH_IMAGES =
      Set.of("ClusterConfiguration", "MasterConfiguration");

  /** What kubeadm and KubeKey do where nothing is written, whichever their version. */
  private static final Set<String> UNASKED =
      Set.of(
          "ClusterConfiguration networking.dnsDomain=cluster.local",
          "ClusterConfiguration certificatesDir=/etc/kubernetes/pki",
          "ClusterConfiguration etcd.local.dataDir=/var/lib/etcd",
          "ClusterConfiguration dns.type=CoreDNS",
          "Cluster spec.controlPlaneEndpoint.externalDNS=false",
          "Cluster spec.kubernetes.clusterName=cluster.local",
          "Cluster spec.kubernetes.masqueradeAll=false",
          "Cluster spec.kubernetes.maxPods=110",
          "Cluster spec.kubernetes.nodeCidrMaskSize=24",
          "Cluster spec.kubernetes.podPidsLimit=10000",
          "Cluster spec.kubernetes.proxyMode=ipvs",
          "Cluster spec.network.calico.ipipMode=Always",
          "Cluster spec.network.calico.vethMTU=0",
          "Cluster spec.network.calico.vxlanMode=Never",
          "Cluster spec.network.multusCNI.enabled=false");

  /** The length of an address that is all of it, which kube-vip takes unasked. */
  private static final Set<String> LENGTHS = Set.of("vip_cidr", "vip_subnet");

  private static final Set<String> WHOLE = Set.of("32", "128");

  private static final Set<String> EMPTY = Set.of("", "[]", "{}");

  /** Without one in its list kubeadm leaves the node without a taint. */
  private static final String TAINTS = "nodeRegistration.taints";

  private static final Pattern VARIABLE = Pattern.compile(".*env\\[(\\w+)]\\.(?:name|value)");

  /** Switches of kube-vip that are on where nothing is written. */
  private static final Set<String> ON = Set.of("lb_class_legacy_handling", "egress_withnftables");

  private final List<Value> values;
  private final ClusterMeaning before;
  private final ClusterMeaning after;
  private final Set<String> built = new HashSet<>();
  private final List<Diagnostic> notes;

  YamlLedger(List<SourceFile> files, List<SourceFile> built, List<Diagnostic> notes) {
    this.values = files.stream().flatMap(file -> YamlValues.of(file).stream()).toList();
    this.before = ClusterMeaning.of(files);
    this.after = ClusterMeaning.of(built);
    for (SourceFile file : built)
      YamlValues.of(file).forEach(value -> this.built.add(plain(value)));
    this.notes = notes;
  }

  Map<Fate, List<Value>> fates() {
    Map<Fate, List<Value>> fates = new EnumMap<>(Fate.class);
    for (Fate fate : Fate.values()) fates.put(fate, new ArrayList<>());
    for (Value value : values) Objects.requireNonNull(fates.get(fate(value))).add(value);
    return fates;
  }

  List<Value> lost() {
    return Objects.requireNonNull(fates().get(Fate.LOST));
  }

  private Fate fate(Value value) {
    if (isSaidAgain(value)) return Fate.CARRIED;
    if (isUnasked(value)) return Fate.UNASKED;
    if (notes.stream().anyMatch(note -> speaksOf(note, value))) return Fate.NOTED;
    return notes.stream().anyMatch(note -> speaksOfWhole(note, value))
        ? Fate.NOTED_AS_WHOLE
        : Fate.LOST;
  }

  private boolean isSaidAgain(Value value) {
    List<ClusterMeaning.Claim> claims = before.at(value.place());
    if (!claims.isEmpty()) return claims.stream().allMatch(claim -> after.says(claim, before));
    Matcher right = RIGHT.matcher(value.path());
    if (right.matches()) return isGiven(right.group(1), right.group(2), value.text());
    return built.contains(plain(value));
  }

  /** Every right that the word is a part of. */
  private boolean isGiven(String rule, String list, String word) {
    List<String> groups = List.of();
    List<String> resources = List.of();
    List<String> verbs = List.of();
    Matcher lists = LISTS.matcher(rule);
    while (lists.find()) {
      List<String> words =
          lists.group(1).equals(list) ? List.of(word) : List.of(lists.group(2).split(", ", -1));
      switch (lists.group(1)) {
        case "apiGroups" -> groups = words;
        case "resources" -> resources = words;
        default -> verbs = words;
      }
    }
    for (String group : groups)
      for (String resource : resources)
        for (String verb : verbs) if (!after.may(group, resource, verb)) return false;
    return true;
  }

  /**
   * A document's version is the form that it is written in, a workload's pod is a pod, and each has
   * one container.
   */
  private static String plain(Value value) {
    String path =
        value
            .path()
            .replaceFirst("^spec\\.template\\.spec\\.", "spec.")
            .replaceFirst("containers\\[[^\\]]*]", "containers[]");
    String kind = SUCCESSORS.getOrDefault(value.kind(), value.kind());
    if (path.equals("apiVersion"))
      return kind + " of " + value.text().replaceFirst("/?v\\d\\w*$", "");
    if (path.equals("kind")) return kind;
    return kind + " " + path + "=" + value.text();
  }

  private boolean isUnasked(Value value) {
    boolean telling = value.path().equals(TAINTS) && value.text().equals("[]");
    if (EMPTY.contains(value.text()) && !telling) return true;
    if (UNASKED.contains(value.name()))
      return built.stream().noneMatch(at -> at.startsWith(value.kind() + " " + value.path() + "="));
    if (value.path().equals("imageRepository") && WITH_IMAGES.contains(value.kind()))
      return isTakenAnyway(value, "kubernetesVersion", YamlLedger::registry);
    if (value.kind().equals("Cluster") && value.path().equals("spec.kubernetes.containerManager"))
      return isTakenAnyway(value, "spec.kubernetes.version", YamlLedger::runtime);
    Matcher variable = VARIABLE.matcher(value.path());
    if (!variable.matches() || ON.contains(variable.group(1))) return false;
    String item = "env[" + variable.group(1) + "].value";
    List<String> said =
        values.stream()
            .filter(other -> other.path().contains(item))
            .map(Value::text)
            .filter(text -> !text.isEmpty())
            .toList();
    boolean length = LENGTHS.contains(variable.group(1)) && WHOLE.containsAll(said);
    return length || said.stream().allMatch("false"::equals);
  }

  /** Whether the program takes it by itself, for the release that was built for. */
  private boolean isTakenAnyway(Value value, String version, Function<Version, String> taken) {
    List<String> versions = built("ClusterConfiguration " + version, "Cluster " + version);
    return !versions.isEmpty()
        && built("ClusterConfiguration " + value.path(), "Cluster " + value.path()).isEmpty()
        && versions.stream()
            .allMatch(
                release ->
                    Version.parse(release).map(taken).filter(value.text()::equals).isPresent());
  }

  /** What the built documents have at paths, the kind of document before each. */
  private List<String> built(String... paths) {
    return Stream.of(paths)
        .map(path -> path + "=")
        .flatMap(
            path ->
                built.stream()
                    .filter(at -> at.startsWith(path))
                    .map(at -> at.substring(path.length())))
        .toList();
  }

  /** What KubeKey installs unasked: Kubernetes lost its shim for Docker with 1.24. */
  private static String runtime(Version release) {
    return release.compareTo(new Version(1, 24, 0)) < 0 ? "docker" : "containerd";
  }

  /** Where kubeadm of a release pulls from unasked; it moved with 1.25 and the patches then due. */
  private static String registry(Version release) {
    Version first =
        switch (release.minor()) {
          case 22 -> new Version(1, 22, 17);
          case 23 -> new Version(1, 23, 15);
          case 24 -> new Version(1, 24, 9);
          default -> new Version(1, 25, 0);
        };
    return release.compareTo(first) < 0 ? "k8s.gcr.io" : "registry.k8s.io";
  }

  /** At the value or its key, or at what it stands in. */
  private static boolean speaksOf(Diagnostic note, Value value) {
    boolean below = OF_ALL_BELOW.contains(note.rule().code());
    List<Span> keys = value.keys();
    Span own = keys.isEmpty() ? value.place() : keys.getLast();
    return places(note, value)
        .anyMatch(
            span ->
                meet(span, value.place())
                    || meet(span, own) && !own.equals(value.place())
                    || below && keys.stream().anyMatch(key -> meet(span, key)));
  }

  /** At the document's kind, or at the file's start. */
  private static boolean speaksOfWhole(Diagnostic note, Value value) {
    return OF_ALL_BELOW.contains(note.rule().code())
        && places(note, value)
            .anyMatch(
                span ->
                    span.end() == 0 || value.kindAt().filter(kind -> meet(span, kind)).isPresent());
  }

  private static Stream<Span> places(Diagnostic note, Value value) {
    return Stream.concat(Stream.of(note.span()), note.labels().stream().map(Label::span))
        .filter(span -> span.file().path().equals(value.place().file().path()));
  }

  private static boolean meet(Span one, Span other) {
    return one.start() < other.end() && other.start() < one.end();
  }
}
