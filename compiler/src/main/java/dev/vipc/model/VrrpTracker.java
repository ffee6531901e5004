package dev.vipc.model;

import dev.vipc.model.VirtualRouter.Track;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something that a virtual router watches, with the weight in force: the one beside the name in the
 * {@code track_*} block, else the tracked object's own, else 0 (1 for a file).
 *
 * @param weight 0 means that a failure is a fault, which gives the address away whatever the
 *     priorities are; absent where it is unknown
 * @param place where the weight is written, else the name in the {@code track_*} block
 */
public record VrrpTracker(Track track, Optional<Integer> weight, boolean reverse, Span place) {

  /** Those of a member whose definitions are there; the rest keepalived drops. */
  public static List<VrrpTracker> of(VrrpGroup.Member member) {
    List<VrrpTracker> trackers = new ArrayList<>();
    for (Track track : member.tracks())
      definition(member.daemon(), track).map(own -> tracker(track, own)).ifPresent(trackers::add);
    return trackers;
  }

  /** What it adds to the priority while what it watches is well: 0 and more. */
  public int whileWell() {
    return Math.max(0, weight.orElse(0));
  }

  /** What it adds to the priority while what it watches fails: 0 and less. */
  public int whileFailing() {
    return Math.min(0, weight.orElse(0));
  }

  private record Own(Setting<Integer> weight, boolean reverse, int standard) {}

  private static Optional<Own> definition(VrrpDaemon daemon, Track track) {
    String name = track.name().value();
    return switch (track.kind()) {
      case SCRIPT ->
          daemon.scripts().stream()
              .filter(script -> script.name().value().equals(name))
              .findFirst()
              .map(script -> new Own(script.weight(), script.reverse(), 0));
      case PROCESS ->
          daemon.processes().stream()
              .filter(process -> process.name().value().equals(name))
              .findFirst()
              .map(process -> new Own(process.weight(), process.reverse(), 0));
      case INTERFACE, BFD -> Optional.of(new Own(Setting.unset(), false, 0));
      case FILE -> Optional.of(new Own(Setting.unset(), false, 1));
    };
  }

  private static VrrpTracker tracker(Track track, Own own) {
    boolean here = !track.weight().isUnset();
    Setting<Integer> weight = here ? track.weight() : own.weight();
    return new VrrpTracker(
        track,
        weight.orDefault(own.standard()),
        here ? track.reverse() : own.reverse(),
        weight.span().orElse(track.name().span()));
  }
}
