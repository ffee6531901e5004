package dev.vipc.proof;

import dev.vipc.model.VrrpTracker;
import dev.vipc.proof.Election.Settled;
import dev.vipc.proof.Election.Standing;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts into words why a case of a virtual router comes out as it does. */
final class Telling {
  /**
   * @param places the lines that decide it
   * @param help what to write instead
   */
  record Told(String why, List<Span> places, Optional<String> help) {
    static Told of(String why, List<Span> places) {
      return new Told(why, places, Optional.empty());
    }
  }

  private final List<Speaker> speakers;

  Telling(List<Speaker> speakers) {
    this.speakers = speakers;
  }

  Told tell(VrrpService service, World world, Outcome outcome, Settled before, Settled now) {
    return switch (outcome) {
      case NO_CHANGE -> stays(service, world, now);
      case TAKEOVER -> Told.of(moves(before, now), priorities());
      case SPLIT -> split(world, now);
      case FLAPPING -> flaps(now);
      case OUTAGE -> Told.of("nobody may hold the address: " + faults(now), service.places());
      case BLACK_HOLE -> blackHole(service, world, before, now);
    };
  }

  private static Told stays(VrrpService service, World world, Settled now) {
    Speaker holder = now.holders().getFirst();
    List<Balancer.Target> sick =
        service.balancerOf(holder.host()).map(proxy -> proxy.sickButUsed(world)).orElse(List.of());
    String stays = "%s holds the address with %s".formatted(holder, sum(now, holder));
    if (sick.isEmpty()) return Told.of(stays, List.of());
    String names =
        sick.stream()
            .map(target -> target.server().name().value())
            .collect(Collectors.joining(", "));
    return Told.of(
        "%s; its proxy goes on using %s, so some requests fail".formatted(stays, names),
        sick.stream().map(target -> target.server().span()).toList());
  }

  private String moves(Settled before, Settled now) {
    Speaker taker = now.holders().getFirst();
    String left =
        before.holders().stream()
            .filter(holder -> holder != taker)
            .map(holder -> lost(now, holder))
            .collect(Collectors.joining("; "));
    String took = "%s has %s and takes the address".formatted(taker, sum(now, taker));
    return left.isEmpty() ? took : left + "; " + took;
  }

  /** Why a former holder holds the address no longer. */
  private static String lost(Settled now, Speaker holder) {
    Standing standing = now.standings().of(holder);
    if (!standing.talks()) return "%s advertises no more".formatted(holder);
    if (standing.fault().isPresent())
      return "%s gives the address up (%s)".formatted(holder, standing.fault().get());
    if (standing.failing().isEmpty()) return "%s has %s".formatted(holder, standing.sum());
    return "%s falls to %s (%s)".formatted(holder, standing.sum(), reasons(standing));
  }

  private static String reasons(Standing standing) {
    return standing.failing().stream()
        .map(failure -> failure.reading().why())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static Told split(World world, Settled now) {
    List<Speaker> holders = now.holders();
    String names = holders.stream().map(Speaker::toString).collect(Collectors.joining(" and "));
    if (world.isParted())
      return Told.of(
          "%s hold the address, each in its part of the segment".formatted(names), List.of());
    List<Span> places = new ArrayList<>();
    for (Speaker holder : holders) places.add(holder.router().name().span());
    return new Told(
        "%s hold the address: they do not take each other's advertisements".formatted(names),
        places,
        Optional.of(
            "let VRID, interval, authentication, addresses and unicast peers agree on all nodes"));
  }

  private static Told flaps(Settled now) {
    List<Span> places =
        now.standings().speakers().stream()
            .flatMap(speaker -> speaker.trackers().stream())
            .map(VrrpTracker::place)
            .toList();
    return new Told(
        "what is checked changes with who holds the address, so it moves for ever",
        places,
        Optional.of("let the check ask the node's own service, not the virtual address"));
  }

  private static String faults(Settled now) {
    return now.standings().values().stream()
        .map(s -> s.speaker() + " " + s.fault().orElse(s.talks() ? "may" : "advertises no more"))
        .collect(Collectors.joining(", "));
  }

  private Told blackHole(VrrpService service, World world, Settled before, Settled now) {
    Speaker holder = now.holders().getFirst();
    Optional<Speaker> unannounced = service.unannounced(world, before, holder);
    if (unannounced.isPresent()) return darkUntilArpExpires(holder, unannounced.get());
    String cannot = service.serves(world, holder).orElse("");
    Standing own = now.standings().of(holder);
    List<Speaker> others = speakers.stream().filter(other -> other != holder).toList();
    boolean elsewhere =
        others.stream()
            .anyMatch(o -> now.standings().of(o).mayHold() && service.serves(world, o).isEmpty());
    if (!elsewhere)
      return Told.of("%s, and no other node could serve".formatted(cannot), service.places());
    String rivals =
        others.stream()
            .map(other -> "%s has %s".formatted(other, sum(now, other)))
            .collect(Collectors.joining(", "));
    if (own.failing().isEmpty()) return unnoticed(holder, own, cannot, rivals);
    List<Span> places =
        new ArrayList<>(own.failing().stream().map(failure -> failure.tracker().place()).toList());
    places.addAll(priorities());
    return new Told(
        "%s; %s falls from %s to %s (%s), and %s: the address stays"
            .formatted(
                cannot,
                holder,
                before.standings().of(holder).sum(),
                own.sum(),
                reasons(own),
                rivals),
        places,
        Optional.of(
            "write a weight larger than the distance of the priorities, or none, so that a failure"
                + " gives the address away"));
  }

  private static Told darkUntilArpExpires(Speaker holder, Speaker other) {
    return new Told(
        ("%s alone holds the address again, but never heard %s and so does not announce it anew:"
                + " clients send to %s until their ARP entries expire")
            .formatted(holder, other, other),
        List.of(holder.router().name().span(), other.router().name().span()),
        Optional.of("let the unicast peers and all that advertisements carry agree on all nodes"));
  }

  private static Told unnoticed(Speaker holder, Standing own, String cannot, String rivals) {
    boolean tracksNothing = holder.trackers().isEmpty();
    String why =
        tracksNothing
            ? "%s tracks nothing".formatted(holder)
            : "no check of %s fails".formatted(holder);
    List<Span> places =
        tracksNothing
            ? List.of(holder.router().name().span())
            : holder.trackers().stream().map(VrrpTracker::place).toList();
    return new Told(
        "%s, but %s: it keeps the address with %s, while %s"
            .formatted(cannot, why, own.sum(), rivals),
        places,
        Optional.of(
            tracksNothing
                ? "add a vrrp_script that asks the service, such as `curl -sfk --max-time 2"
                    + " https://127.0.0.1:PORT/readyz`, and name it in track_script"
                : "let the check ask the service itself: `curl -sfk --max-time 2"
                    + " https://127.0.0.1:PORT/readyz`"));
  }

  private static String sum(Settled now, Speaker speaker) {
    return now.standings().of(speaker).sum();
  }

  private List<Span> priorities() {
    return speakers.stream().map(speaker -> speaker.router().prioritySpan()).toList();
  }
}
