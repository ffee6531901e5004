package dev.vipc.model;

import dev.vipc.source.Located;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Everything that one set of files says about one control plane. */
public final class Deployment {
  private final List<Node> nodes;
  private final Parts shared;
  private final Facts facts;
  private final Targets targets;
  private final Thresholds thresholds;
  private final Map<Class<?>, Object> derived = new HashMap<>();

  /**
   * @param nodes machines, in the order of their folders; a node's kind of file that lies in no
   *     node folder belongs to a node without a name
   * @param shared what belongs to no machine: host lists, inventories, a spec
   */
  public Deployment(
      List<Node> nodes, Parts shared, Facts facts, Targets targets, Thresholds thresholds) {
    this.nodes = List.copyOf(nodes);
    this.shared = shared;
    this.facts = facts;
    this.targets = targets;
    this.thresholds = thresholds;
  }

  /** A deployment whose environment states no thresholds. */
  public Deployment(List<Node> nodes, Parts shared, Facts facts, Targets targets) {
    this(nodes, shared, facts, targets, Thresholds.NONE);
  }

  public List<Node> nodes() {
    return nodes;
  }

  public Parts shared() {
    return shared;
  }

  public Facts facts() {
    return facts;
  }

  public Targets targets() {
    return targets;
  }

  public Thresholds thresholds() {
    return thresholds;
  }

  /**
   * What several rules ask of a deployment, worked out for the first that asks. Not safe for use by
   * several threads.
   *
   * @param what whose work it is; one answer is kept for each
   */
  @SuppressWarnings("unchecked") // the same class always stores the same type
  public <T> T once(Class<?> what, Function<Deployment, T> how) {
    Object known = derived.get(what);
    if (known != null) return (T) known;
    T made = how.apply(this);
    derived.put(what, made);
    return made;
  }

  /** The parts of every node, then the shared ones. */
  public Stream<Parts> parts() {
    return Stream.concat(nodes.stream().map(Node::parts), Stream.of(shared));
  }

  /** Everything of one kind, the nodes' first. */
  public <T extends Part> Stream<T> all(Class<T> kind) {
    return parts().flatMap(parts -> parts.all(kind).stream());
  }

  /** The addresses that a program moves between machines, wherever written. */
  public List<Located<IpAddress>> virtualAddresses() {
    return all(MovesAddresses.class).flatMap(MovesAddresses::virtualAddresses).toList();
  }

  /** Every kubeadm ClusterConfiguration. */
  public List<KubeadmFile.Cluster> clusters() {
    return all(KubeadmFile.class).flatMap(file -> file.clusters().stream()).toList();
  }
}
