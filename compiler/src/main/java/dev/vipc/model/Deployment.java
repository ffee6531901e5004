package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that one set of files says about one control plane. */
public final class Deployment {
  private final List<Node> nodes;
  private final Parts shared;
  private final Facts facts;
  private final Targets targets;
  private final Thresholds thresholds;
  private final Map<Class<?>, Derived<?>> derived = new ConcurrentHashMap<>();
  private final Map<Class<?>, List<?>> byKind = new ConcurrentHashMap<>();

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
   * What several rules ask of a deployment, worked out for the first that asks; another that asks
   * meanwhile waits for it.
   *
   * @param what whose work it is; one answer is kept for each
   */
  @SuppressWarnings("unchecked") // the same class always stores the same type
  public <T> T once(Class<?> what, Function<Deployment, T> how) {
    return ((Derived<T>) derived.computeIfAbsent(what, _ -> new Derived<T>())).get(this, how);
  }

  /** An answer, from when it is worked out. */
  private static final class Derived<T> {
    private @Nullable T answer;

    synchronized T get(Deployment deployment, Function<Deployment, T> how) {
      T known = answer;
      if (known == null) answer = known = how.apply(deployment);
      return known;
    }
  }

  /** The parts of every node, then the shared ones. */
  public Stream<Parts> parts() {
    return Stream.concat(nodes.stream().map(Node::parts), Stream.of(shared));
  }

  /** Everything of one kind, the nodes' first. */
  @SuppressWarnings("unchecked") // a kind's list holds what its class let through
  public <T extends Part> Stream<T> all(Class<T> kind) {
    List<T> known = (List<T>) byKind.computeIfAbsent(kind, this::gathered);
    return known.stream();
  }

  @SuppressWarnings("unchecked") // the kind is asked for with its type by the caller
  private List<?> gathered(Class<?> kind) {
    return parts().flatMap(parts -> parts.all((Class<? extends Part>) kind).stream()).toList();
  }

  /** The addresses that a program moves between machines, wherever written. */
  public List<Located<IpAddress>> virtualAddresses() {
    return once(
        MovesAddresses.class,
        all -> all.all(MovesAddresses.class).flatMap(MovesAddresses::virtualAddresses).toList());
  }

  /** Where a program that moves this address first names it. */
  public Optional<Span> virtualAddressAt(IpAddress address) {
    Map<IpAddress, Span> places =
        once(
                VirtualAddressPlaces.class,
                all -> {
                  Map<IpAddress, Span> first = new HashMap<>();
                  for (Located<IpAddress> moved : all.virtualAddresses())
                    first.putIfAbsent(moved.value(), moved.span());
                  return new VirtualAddressPlaces(first);
                })
            .first();
    return Optional.ofNullable(places.get(address));
  }

  private record VirtualAddressPlaces(Map<IpAddress, Span> first) {}

  /** Every kubeadm ClusterConfiguration. */
  public List<KubeadmFile.Cluster> clusters() {
    return once(
        KubeadmFile.Cluster.class,
        all -> all.all(KubeadmFile.class).flatMap(file -> file.clusters().stream()).toList());
  }

  /**
   * Whether the files are those of several clusters side by side: two endpoints or more of which
   * each is stated more than once. What is one cluster's control plane is not known then.
   */
  public boolean holdsSeveralClusters() {
    return once(SeveralClusters.class, SeveralClusters::of).answer();
  }

  /** The answer for one deployment. */
  private record SeveralClusters(boolean answer) {
    static SeveralClusters of(Deployment deployment) {
      Map<HostPort, Integer> stated = new HashMap<>();
      for (KubeadmFile.Cluster cluster : deployment.clusters())
        cluster
            .controlPlaneEndpoint()
            .value()
            .ifPresent(endpoint -> stated.merge(endpoint, 1, Integer::sum));
      return new SeveralClusters(stated.values().stream().filter(times -> times > 1).count() > 1);
    }
  }
}
