package dev.vipc.migrate;

import dev.vipc.diff.NodePairs;
import dev.vipc.diff.NodePairs.Pair;
import dev.vipc.model.CheckScript;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostEntry;
import dev.vipc.model.KubeVip;
import dev.vipc.model.MovesAddresses;
import dev.vipc.model.Node;
import dev.vipc.model.Part;
import dev.vipc.model.Parts;
import dev.vipc.model.ProxyDaemon;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A deployment of which some machines run what they ran, some what they will run, some neither. */
final class MixedState {
  /** How far a machine is. */
  enum Stage {
    OLD,
    /** What goes has ended, and nothing new has begun. */
    OUT,
    NEW
  }

  private final Deployment old;
  private final Deployment target;
  private final List<Pair> pairs;

  /** Of each machine the proxies that run before and afterwards, and so all along. */
  private final Map<String, Set<String>> staying;

  MixedState(Deployment old, Deployment target, Map<String, Set<String>> staying) {
    this.old = old;
    this.target = target;
    this.pairs = NodePairs.of(old, target);
    this.staying = staying;
  }

  /** A machine's name: as the new files call it, where they do. */
  private static String name(Pair pair) {
    return pair.after().flatMap(Node::name).or(pair::name).orElse("this node");
  }

  /** All machines of both sides, by name. */
  List<String> machines() {
    return pairs.stream().map(MixedState::name).toList();
  }

  /** Those that move addresses before, or with {@code false} afterwards. */
  List<String> movers(boolean before) {
    return pairs.stream()
        .filter(
            pair ->
                (before ? pair.before() : pair.after())
                    .filter(node -> !node.parts().all(MovesAddresses.class).isEmpty())
                    .isPresent())
        .map(MixedState::name)
        .toList();
  }

  /** The deployment in which each machine is as far as is said; others are as they were. */
  Deployment at(Map<String, Stage> stages) {
    List<Node> nodes = new ArrayList<>();
    for (Pair pair : pairs) {
      String name = name(pair);
      Stage stage = stages.getOrDefault(name, Stage.OLD);
      nodes.add(new Node(Optional.of(name), parts(pair, name, stage)));
    }
    Parts shared =
        Parts.of(
                old.shared().all(Part.class).stream()
                    .filter(part -> !(part instanceof KubeVip))
                    .toList())
            .and(Parts.of(target.shared().all(HostEntry.class)));
    return new Deployment(nodes, shared, old.facts(), old.targets(), old.thresholds());
  }

  private Parts parts(Pair pair, String name, Stage stage) {
    Parts before = pair.before().map(Node::parts).orElse(Parts.NONE);
    Parts after = pair.after().map(Node::parts).orElse(Parts.NONE);
    Set<String> stays = staying.getOrDefault(name, Set.of());
    return switch (stage) {
      case OLD -> before;
      case OUT ->
          only(
              before,
              part -> !runs(part) || part instanceof ProxyDaemon p && stays.contains(word(p)));
      case NEW ->
          Parts.of(
              Stream.concat(
                      before.all(Part.class).stream().filter(part -> !runs(part)),
                      after.all(Part.class).stream().filter(MixedState::runs))
                  .toList());
    };
  }

  private static Parts only(Parts parts, java.util.function.Predicate<Part> wanted) {
    return Parts.of(parts.all(Part.class).stream().filter(wanted).toList());
  }

  private static boolean runs(Part part) {
    return part instanceof MovesAddresses
        || part instanceof ProxyDaemon
        || part instanceof CheckScript;
  }

  private static String word(ProxyDaemon daemon) {
    return daemon.engine().name().toLowerCase(Locale.ROOT);
  }
}
