package dev.vipc.picture;

import dev.vipc.model.Firewall;
import dev.vipc.model.Firewall.Opening;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Node;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the firewalls of one machine let in together. Several files may be alternatives or layers;
 * what any of them opens counts as open, so that nothing is called shut that may not be.
 */
public record Firewalls(Firewall first, Span refusal, boolean complete, List<Opening> openings) {
  /** Absent where no file of the machine refuses anything. */
  public static Optional<Firewalls> of(Node node) {
    List<Firewall> all = node.parts().all(Firewall.class);
    Optional<Firewall> refusing =
        all.stream().filter(firewall -> firewall.refusal().isPresent()).findFirst();
    List<Opening> openings = new ArrayList<>();
    all.forEach(firewall -> openings.addAll(firewall.openings()));
    return refusing.map(
        first ->
            new Firewalls(
                first,
                first.refusal().orElseThrow(),
                all.stream().allMatch(Firewall::complete),
                openings));
  }

  /** What becomes of a flow. */
  public sealed interface Answer {
    record Passed() implements Answer {}

    /** No line speaks of such packets. */
    record Refused() implements Answer {}

    /** The lines that speak of them leave a sender out, or the group that they go to. */
    record LeftOut(IpAddress address, Opening nearest) implements Answer {}
  }

  public Answer answer(Flow flow) {
    for (int port = flow.firstPort(); port <= flow.lastPort(); port++) {
      Answer answer = answer(flow, port);
      if (!(answer instanceof Answer.Passed)) return answer;
    }
    return new Answer.Passed();
  }

  private Answer answer(Flow flow, int port) {
    List<Opening> speaking =
        openings.stream().filter(opening -> opening.speaksOf(flow.protocol(), port)).toList();
    if (speaking.isEmpty()) return new Answer.Refused();
    Opening nearest = speaking.getFirst();
    Optional<IpAddress> group =
        flow.destination()
            .filter(to -> speaking.stream().noneMatch(opening -> opening.acceptsTo(to)));
    if (group.isPresent()) return new Answer.LeftOut(group.get(), nearest);
    boolean unicast = flow.destination().isEmpty();
    return flow.sources().stream()
        .filter(
            source ->
                speaking.stream()
                    .noneMatch(
                        opening ->
                            opening.acceptsFrom(source) && (!unicast || !isForGroupsOnly(opening))))
        .findFirst()
        .<Answer>map(source -> new Answer.LeftOut(source, nearest))
        .orElse(new Answer.Passed());
  }

  private static boolean isForGroupsOnly(Opening opening) {
    return !opening.destinations().isEmpty()
        && opening.destinations().stream()
            .allMatch(to -> to.address().address().isMulticastAddress());
  }
}
