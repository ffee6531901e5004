package dev.vipc.diff;

import dev.vipc.model.Deployment;
import dev.vipc.model.HostEntry;
import dev.vipc.model.Inventory;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Node;
import dev.vipc.source.Located;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which machine of one deployment is which of another: the one with its name, else one that shares
 * an address, else the only one that is left.
 */
public final class NodePairs {
  /** A machine of both sides, or of one of them. */
  public record Pair(Optional<Node> before, Optional<Node> after) {
    /** What reports call it: as the old side does. */
    public Optional<String> name() {
      return before.flatMap(Node::name).or(() -> after.flatMap(Node::name));
    }
  }

  private NodePairs() {}

  /** In the order of the old side, then what only the new side has. */
  public static List<Pair> of(Deployment before, Deployment after) {
    List<Node> left = new ArrayList<>(after.nodes());
    List<Optional<Node>> found = new ArrayList<>();
    for (Node node : before.nodes())
      found.add(take(left, other -> node.name().isPresent() && node.name().equals(other.name())));
    for (int i = 0; i < found.size(); i++) {
      Set<IpAddress> own = addresses(before, before.nodes().get(i));
      if (found.get(i).isEmpty())
        found.set(i, take(left, other -> addresses(after, other).stream().anyMatch(own::contains)));
    }
    long alone = found.stream().filter(Optional::isEmpty).count();
    if (alone == 1 && left.size() == 1)
      found.replaceAll(pair -> pair.isEmpty() ? take(left, _ -> true) : pair);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < found.size(); i++)
      pairs.add(new Pair(Optional.of(before.nodes().get(i)), found.get(i)));
    left.forEach(node -> pairs.add(new Pair(Optional.empty(), Optional.of(node))));
    return pairs;
  }

  private static Optional<Node> take(List<Node> from, java.util.function.Predicate<Node> wanted) {
    Optional<Node> found = from.stream().filter(wanted).findFirst();
    found.ifPresent(from::remove);
    return found;
  }

  private static Set<IpAddress> addresses(Deployment deployment, Node node) {
    Set<IpAddress> own = new HashSet<>(VrrpThings.sources(node));
    for (KubeadmFile file : node.parts().all(KubeadmFile.class))
      Stream.concat(
              file.inits().stream().map(KubeadmFile.Init::advertiseAddress),
              file.joins().stream().map(KubeadmFile.Join::advertiseAddress))
          .flatMap(text -> text.value().flatMap(IpAddress::parse).stream())
          .forEach(own::add);
    for (Inventory.Entry entry : Inventory.of(deployment).entries())
      if (entry.name().map(Located::value).equals(node.name())) own.add(entry.address().value());
    deployment
        .all(HostEntry.class)
        .filter(entry -> Optional.of(entry.name().value()).equals(node.name()))
        .forEach(entry -> own.add(entry.address().value()));
    return own;
  }
}
