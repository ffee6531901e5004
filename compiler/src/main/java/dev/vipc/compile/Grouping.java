package dev.vipc.compile;

import dev.vipc.lower.Format;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts files into nodes and nodes into deployments, by their folders alone.
 *
 * <p>A folder that holds an {@code etc/} tree is a node; otherwise the shallowest folders that
 * directly hold a node's kind of file are. Folders that are named after what they hold, such as
 * {@code manifests}, belong to the folder around them. Node folders of different parents below one
 * PATH are different deployments.
 */
final class Grouping {
  private static final Set<String> NEVER_A_NODE =
      Set.of(
          "etc",
          "manifests",
          "static-pods",
          "kube-vip",
          "keepalived",
          "haproxy",
          "nginx",
          "envoy",
          "kubernetes",
          "kubeadm",
          "scripts",
          "conf.d",
          "conf",
          "config",
          "pki",
          "certs",
          "etcd",
          "ssl",
          "systemd",
          "system");

  private static final String OF_NO_NODE = "cluster";

  /** The files of one node; {@code name} is absent for files in no node folder. */
  record NodeFiles(Optional<String> name, List<Input> files) {}

  /** The files of one deployment. */
  record DeploymentFiles(List<NodeFiles> nodes, List<Input> shared) {}

  private record Place(int root, String folder) {
    Place parent() {
      int slash = folder.lastIndexOf('/');
      return new Place(root, slash < 0 ? "" : folder.substring(0, slash));
    }

    String lastName() {
      return folder.substring(folder.lastIndexOf('/') + 1);
    }

    // written out: a record's own need classes that the JVM makes anew in every run
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Place place && root == place.root && folder.equals(place.folder);
    }

    @Override
    public int hashCode() {
      return 31 * root + folder.hashCode();
    }
  }

  /** The root of machines that are stated: no PATH, since their files may lie anywhere. */
  private static final int STATED = -1;

  private final Map<Input, Place> nodeOf = new IdentityHashMap<>();

  /** How many files of each kind a node has; those of no node count together. */
  private final Map<Optional<Place>, Map<Format, Integer>> ofAKind = new HashMap<>();

  private final List<Input> inputs;

  Grouping(List<Input> inputs) {
    this(inputs, new RunSettings.StatedNodes(Map.of()));
  }

  /**
   * @param stated whose files are said to be a machine's, whatever their folders
   */
  Grouping(List<Input> inputs, RunSettings.StatedNodes stated) {
    this.inputs = inputs;
    List<Input> ofNodes = new ArrayList<>();
    for (Input input : inputs) {
      if (!input.format().belongsToNode()) continue;
      Optional<String> name = stated.of(input);
      if (name.isPresent()) nodeOf.put(input, new Place(STATED, name.get()));
      else if (!isOfNoNode(input)) ofNodes.add(input);
    }
    Set<Place> holding = new HashSet<>();
    for (Input input : ofNodes) holding.add(new Place(input.root(), home(input)));
    for (Input input : ofNodes) nodeOf.put(input, shallowest(input, holding));
    for (Input input : inputs) besides(input).merge(input.format(), 1, Integer::sum);
  }

  /** Build writes into this folder, beside those of the nodes, what belongs to none of them. */
  private boolean isOfNoNode(Input input) {
    Place place = new Place(input.root(), input.folder());
    return place.lastName().equals(OF_NO_NODE)
        && inputs.stream()
            .filter(other -> other.root() == input.root() && isBelowEtc(other))
            .anyMatch(
                other -> new Place(other.root(), home(other)).parent().equals(place.parent()));
  }

  private static boolean isBelowEtc(Input input) {
    return ("/" + input.folder() + "/").contains("/etc/");
  }

  List<DeploymentFiles> deployments() {
    Map<Object, TreeMap<String, List<Input>>> groups = new LinkedHashMap<>();
    boolean several = parentsWithinOnePath() > 1;
    List<Input> unnamed = new ArrayList<>();
    List<Input> shared = new ArrayList<>();
    for (Input input : inputs) {
      Place node = nodeOf.get(input);
      if (node == null) shared.add(input);
      else if (node.folder().isEmpty()) unnamed.add(input);
      else
        groups
            .computeIfAbsent(several ? node.parent() : "all", _ -> new TreeMap<>())
            .computeIfAbsent(node.root() + "/" + node.folder(), _ -> new ArrayList<>())
            .add(input);
    }
    if (!several) return List.of(new DeploymentFiles(nodes(unnamed, groups.values()), shared));
    List<DeploymentFiles> all = new ArrayList<>();
    if (!unnamed.isEmpty()) all.add(new DeploymentFiles(nodes(unnamed, List.of()), shared));
    groups
        .values()
        .forEach(
            group ->
                all.add(
                    new DeploymentFiles(
                        nodes(List.of(), List.of(group)), sharedFor(shared, group))));
    all.addAll(withoutNodes(shared, all));
    return all;
  }

  /** Shared files beside no node: an inventory in a folder of its own is a cluster too. */
  private static List<DeploymentFiles> withoutNodes(
      List<Input> shared, List<DeploymentFiles> others) {
    Set<Input> used = Collections.newSetFromMap(new IdentityHashMap<>());
    others.forEach(deployment -> used.addAll(deployment.shared()));
    List<Input> left = shared.stream().filter(input -> !used.contains(input)).toList();
    Set<Place> holding = new HashSet<>();
    for (Input input : left) holding.add(new Place(input.root(), home(input)));
    Map<Place, List<Input>> byFolder = new LinkedHashMap<>();
    for (Input input : left)
      byFolder.computeIfAbsent(shallowest(input, holding), _ -> new ArrayList<>()).add(input);
    return byFolder.values().stream().map(files -> new DeploymentFiles(List.of(), files)).toList();
  }

  /**
   * The folder's name of the node that a file belongs to; absent for a shared file or an unnamed
   * node.
   */
  Optional<String> nodeName(Input input) {
    return Optional.ofNullable(nodeOf.get(input))
        .filter(place -> !place.folder().isEmpty())
        .map(Place::lastName);
  }

  /** Whether another file of its kind belongs to the same node. */
  boolean hasTwin(Input input) {
    return besides(input).getOrDefault(input.format(), 0) > 1;
  }

  private Map<Format, Integer> besides(Input input) {
    return ofAKind.computeIfAbsent(
        Optional.ofNullable(nodeOf.get(input)), _ -> new IdentityHashMap<>());
  }

  /** A host list deep in one cluster's folder says nothing of the cluster beside it. */
  private List<Input> sharedFor(List<Input> shared, TreeMap<String, List<Input>> group) {
    Place parent = node(group.firstEntry().getValue().getFirst()).parent();
    return shared.stream()
        .filter(
            input ->
                input.root() != parent.root()
                    || input.folder().isEmpty()
                    || (parent.folder() + "/").startsWith(input.folder() + "/")
                    || (input.folder() + "/").startsWith(parent.folder() + "/")
                    || isWithinOneOf(group, input))
        .toList();
  }

  /** Whether a shared file lies in one of the nodes' own folders, as a script may. */
  private boolean isWithinOneOf(TreeMap<String, List<Input>> group, Input shared) {
    return group.values().stream()
        .map(files -> node(files.getFirst()).folder())
        .anyMatch(folder -> (shared.folder() + "/").startsWith(folder + "/"));
  }

  private Place node(Input input) {
    return Objects.requireNonNull(nodeOf.get(input));
  }

  private List<NodeFiles> nodes(
      List<Input> unnamed, Iterable<TreeMap<String, List<Input>>> groups) {
    List<NodeFiles> nodes = new ArrayList<>();
    if (!unnamed.isEmpty()) nodes.add(new NodeFiles(Optional.empty(), unnamed));
    for (TreeMap<String, List<Input>> group : groups)
      group.values().forEach(files -> nodes.add(new NodeFiles(nodeName(files.getFirst()), files)));
    return nodes;
  }

  /** The most node-folder parents that any one PATH has. */
  private long parentsWithinOnePath() {
    Map<Integer, Set<Place>> parents = new HashMap<>();
    for (Place node : nodeOf.values())
      if (!node.folder().isEmpty() && node.root() != STATED)
        parents.computeIfAbsent(node.root(), _ -> new HashSet<>()).add(node.parent());
    return parents.values().stream().mapToInt(Set::size).max().orElse(0);
  }

  private static Place shallowest(Input input, Set<Place> holding) {
    String home = home(input);
    List<String> names = home.isEmpty() ? List.of() : Arrays.asList(home.split("/"));
    for (int depth = 1; depth < names.size(); depth++) {
      Place place = new Place(input.root(), String.join("/", names.subList(0, depth)));
      if (holding.contains(place)) return place;
    }
    return new Place(input.root(), home);
  }

  /**
   * The folder around an {@code etc/} tree, or the nearest folder that is not named after its
   * contents.
   */
  private static String home(Input input) {
    List<String> names =
        input.folder().isEmpty() ? List.of() : Arrays.asList(input.folder().split("/"));
    int etc = names.indexOf("etc");
    int end = etc >= 0 ? etc : names.size();
    while (end > 0 && isNeverANode(names.get(end - 1))) end--;
    return String.join("/", names.subList(0, end));
  }

  /** Folders of drop-ins are named after the unit. */
  private static boolean isNeverANode(String folder) {
    return NEVER_A_NODE.contains(folder) || folder.endsWith(".service.d");
  }
}
