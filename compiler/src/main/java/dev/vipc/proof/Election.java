package dev.vipc.proof;

import dev.vipc.model.IpAddress;
import dev.vipc.model.VirtualRouter.Track;
import dev.vipc.model.VrrpTracker;
import dev.vipc.proof.World.State;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who holds the address of a virtual router once everything has settled, and how it came to that:
 * the state machine of RFC 9568 section 6.4 with keepalived's weights, one transition at a time in
 * the order of the timers.
 */
final class Election {
  /** A virtual router that has been whole and heard for this many moves goes round in circles. */
  private static final int MOST_MOVES = 64;

  /**
   * Everything that one speaker is and counts with under some faults.
   *
   * @param priority in force
   * @param added what each tracker adds to the base priority
   * @param failing the checks that fail, with what they say
   * @param fault a failing check of weight 0, or the interface: it gives the address up
   */
  record Standing(
      Speaker speaker,
      boolean talks,
      int priority,
      List<Integer> added,
      List<Failure> failing,
      Optional<String> fault,
      List<String> assumptions) {
    boolean mayHold() {
      return talks && fault.isEmpty();
    }

    /** {@code 100 + 20 - 30 = 90}. */
    String sum() {
      StringBuilder shown = new StringBuilder().append(speaker.base());
      for (int one : added)
        if (one != 0) shown.append(one > 0 ? " + " : " - ").append(Math.abs(one));
      boolean same = shown.toString().equals(Integer.toString(priority));
      return same ? shown.toString() : shown.append(" = ").append(priority).toString();
    }

    private BitSet failingPlaces() {
      BitSet places = new BitSet();
      failing.forEach(failure -> places.set(failure.place()));
      return places;
    }
  }

  /** Of each speaker, in their order. */
  record Standings(Map<Speaker, Standing> all) {
    /** One of the service's own speakers, which all have one. */
    Standing of(Speaker speaker) {
      return Objects.requireNonNull(all.get(speaker));
    }

    Collection<Standing> values() {
      return all.values();
    }

    Set<Speaker> speakers() {
      return all.keySet();
    }
  }

  /**
   * A check that fails.
   *
   * @param place of the tracker among its speaker's
   */
  record Failure(int place, VrrpTracker tracker, Reading reading) {}

  /**
   * One change of holder.
   *
   * @param took who took the address; absent where one only let it go
   * @param alike who waited as long as the one that took it, and could have been first
   * @param time from what made it possible until it held the address
   */
  record Move(Optional<Speaker> took, List<Speaker> alike, Optional<Speaker> left, Bounds time) {
    static Move letGo(Speaker holder) {
      return new Move(Optional.empty(), List.of(), Optional.of(holder), Bounds.NONE);
    }
  }

  /**
   * @param stuck speakers that hang since they held it: once they go on they hold it still
   * @param circles whether it never settles
   */
  record Settled(
      List<Speaker> holders,
      List<Speaker> stuck,
      Standings standings,
      List<Move> moves,
      boolean circles) {
    Settled with(List<Speaker> hanging) {
      return new Settled(holders, hanging, standings, moves, circles);
    }

    /** Who could as well hold it: the first whose timer ends, of those that wait equally long. */
    List<Speaker> alike() {
      return moves.stream()
          .filter(move -> move.took().filter(holders::contains).isPresent())
          .flatMap(move -> move.alike().stream())
          .filter(other -> !holders.contains(other))
          .distinct()
          .toList();
    }

    /** All that hold it once nobody hangs any more. */
    List<Speaker> claimants() {
      return Stream.concat(holders.stream(), stuck.stream()).distinct().toList();
    }
  }

  private final List<Speaker> speakers;
  private final Checks checks;

  /** Of each speaker those whose advertisements it obeys where they reach it. */
  private final Map<Speaker, Set<Speaker>> obeyed = new HashMap<>();

  Election(List<Speaker> speakers, Checks checks) {
    this.speakers = speakers;
    this.checks = checks;
    for (Speaker speaker : speakers)
      obeyed.put(speaker, speakers.stream().filter(speaker::accepts).collect(Collectors.toSet()));
  }

  /**
   * @param before who held the address when this world began
   */
  Settled settle(World world, List<Speaker> before) {
    List<Speaker> holders = new ArrayList<>(before);
    List<Move> moves = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    Standings standings = standings(world, holders);
    for (int round = 0; round < MOST_MOVES; round++) {
      List<Speaker> was = List.copyOf(holders);
      if (!seen.add(List.of(was, failing(standings))))
        return new Settled(was, List.of(), standings, moves, true);
      elect(world, standings, holders, moves);
      // what is checked depends on the holders alone
      if (was.equals(holders)) return new Settled(was, List.of(), standings, moves, false);
      standings = standings(world, holders);
    }
    return new Settled(List.copyOf(holders), List.of(), standings, moves, true);
  }

  /**
   * Who of several holders is left when they hear each other again, by the priorities that they
   * still have: an advertisement comes sooner than a check has risen.
   */
  List<Speaker> yielded(World world, Settled broken) {
    List<Speaker> holders = new ArrayList<>(broken.claimants());
    while (holders.removeIf(h -> yields(world, broken.standings(), h, List.copyOf(holders)))) {
      // each that goes may have been the only better one
    }
    return holders;
  }

  private static List<BitSet> failing(Standings standings) {
    return standings.values().stream().map(Standing::failingPlaces).toList();
  }

  private Standings standings(World world, List<Speaker> holders) {
    Map<Speaker, Standing> made = new LinkedHashMap<>();
    List<Speaker> held = List.copyOf(holders);
    for (Speaker speaker : speakers) made.put(speaker, standing(speaker, world, held));
    return new Standings(made);
  }

  private Standing standing(Speaker speaker, World world, List<Speaker> holders) {
    List<Failure> failing = new ArrayList<>();
    List<Integer> added = new ArrayList<>();
    List<String> assumptions = new ArrayList<>();
    Optional<String> fault =
        world.isLinked(speaker.host()) ? Optional.empty() : Optional.of("its link is down");
    int sum = speaker.base();
    for (int place = 0; place < speaker.trackers().size(); place++) {
      VrrpTracker tracker = speaker.trackers().get(place);
      Reading reading = checks.read(speaker, tracker, world, holders);
      assumptions.addAll(reading.assumptions());
      if (!reading.well()) failing.add(new Failure(place, tracker, reading));
      int weight = tracker.weight().orElse(0);
      boolean well = reading.well() != tracker.reverse();
      if (weight == 0 && !well && fault.isEmpty()) fault = Optional.of(reading.why());
      int change = weight > 0 ? (well ? weight : 0) : well ? 0 : weight;
      if (tracker.track().kind() == Track.Kind.FILE) change = 0;
      sum += change;
      added.add(change);
    }
    boolean talks = world.isUp(speaker.component(), speaker.host());
    return new Standing(speaker, talks, speaker.inForce(sum), added, failing, fault, assumptions);
  }

  /** Moves the address until nobody takes or yields any more. */
  private void elect(World world, Standings all, List<Speaker> holders, List<Move> moves) {
    Map<Speaker, Bounds> silent = new HashMap<>();
    for (Speaker holder : List.copyOf(holders)) {
      if (all.of(holder).mayHold()) continue;
      holders.remove(holder);
      moves.add(Move.letGo(holder));
      for (Speaker other : speakers) silent.put(other, wait(all.of(other), all.of(holder), world));
    }
    for (int move = 0; move < MOST_MOVES; move++) {
      Optional<Speaker> yields =
          holders.stream().filter(h -> yields(world, all, h, holders)).findFirst();
      if (yields.isPresent()) {
        holders.remove(yields.get());
        moves.add(Move.letGo(yields.get()));
        continue;
      }
      List<Speaker> may =
          speakers.stream()
              .filter(s -> !holders.contains(s) && takes(world, all, s, holders))
              .toList();
      Comparator<Speaker> byTime =
          Comparator.comparing(s -> silent.getOrDefault(s, patience(all.of(s), holders)).worst());
      Optional<Speaker> next =
          may.stream().min(byTime.thenComparing(Speaker::address, Election::higherFirst));
      if (next.isEmpty()) return;
      Speaker taker = next.get();
      Bounds time = silent.getOrDefault(taker, patience(all.of(taker), holders));
      List<Speaker> alike =
          may.stream().filter(s -> s != taker && byTime.compare(s, taker) == 0).toList();
      holders.add(taker);
      moves.add(new Move(next, alike, Optional.empty(), time));
    }
  }

  private static int higherFirst(Optional<IpAddress> one, Optional<IpAddress> other) {
    if (one.isEmpty() || other.isEmpty()) return 0;
    return other.get().compareTo(one.get());
  }

  /** How long a backup waits once the holder is gone: only its skew if the holder said so. */
  private Bounds wait(Standing waiting, Standing gone, World world) {
    Speaker speaker = waiting.speaker();
    boolean heard = hears(world, speaker, gone.speaker());
    if (!heard || !saysGoodbye(gone.speaker(), world)) return patience(waiting, List.of());
    double skew = speaker.skew(waiting.priority());
    return Bounds.of(
        skew,
        skew,
        () ->
            "%s hears priority 0 from %s and waits its skew, (256 - %d)/256%s"
                .formatted(
                    speaker,
                    gone.speaker(),
                    waiting.priority(),
                    speaker.v3() ? " × " + Bounds.seconds(speaker.interval()) + " s" : " s"));
  }

  /**
   * Whether a holder that gives the address up advertises priority 0: in a fault, and also when
   * keepalived is killed, since its children end in good order with it (PR_SET_PDEATHSIG).
   */
  private static boolean saysGoodbye(Speaker gone, World world) {
    State state = world.of(gone.component(), gone.host());
    return state == State.UP || state == State.DOWN && gone.component() == Component.KEEPALIVED;
  }

  /** How long a backup waits that hears nobody, or only someone whom it may replace. */
  private static Bounds patience(Standing waiting, List<Speaker> holders) {
    Speaker speaker = waiting.speaker();
    double down = speaker.masterDown(waiting.priority());
    double delay = holders.isEmpty() ? 0 : speaker.preemptDelay();
    double best = down - speaker.interval() + delay;
    double worst = down + (delay > 0 ? delay + speaker.interval() : 0);
    return Bounds.of(
        best,
        worst,
        () ->
            "%s waits 3 × %s s + (256 - %d)/256%s%s since the last advertisement that it obeyed"
                .formatted(
                    speaker,
                    Bounds.seconds(speaker.interval()),
                    waiting.priority(),
                    speaker.v3() ? " × " + Bounds.seconds(speaker.interval()) + " s" : " s",
                    delay > 0 ? " + preempt delay " + Bounds.seconds(delay) + " s" : ""));
  }

  /** Whether a holder hears another that is better. */
  private boolean yields(World world, Standings all, Speaker holder, List<Speaker> holders) {
    return holders.stream()
        .filter(other -> other != holder && hears(world, holder, other))
        .anyMatch(other -> isBetter(all.of(other), all.of(holder)));
  }

  /** Whether a backup hears no holder, or only such as it may replace. */
  private boolean takes(World world, Standings all, Speaker speaker, List<Speaker> holders) {
    Standing own = all.of(speaker);
    if (!own.mayHold()) return false;
    List<Speaker> heard = holders.stream().filter(holder -> hears(world, speaker, holder)).toList();
    if (heard.isEmpty()) return true;
    return !speaker.router().neverPreempts()
        && heard.stream().allMatch(holder -> all.of(holder).priority() < own.priority());
  }

  private boolean hears(World world, Speaker speaker, Speaker sender) {
    return world.reaches(sender.host(), speaker.host())
        && obeyed.getOrDefault(speaker, Set.of()).contains(sender);
  }

  private static boolean isBetter(Standing other, Standing own) {
    if (other.priority() != own.priority()) return other.priority() > own.priority();
    Optional<IpAddress> theirs = other.speaker().address();
    Optional<IpAddress> mine = own.speaker().address();
    if (theirs.isPresent() && mine.isPresent()) return theirs.get().compareTo(mine.get()) > 0;
    return other.speaker().host().index() < own.speaker().host().index();
  }
}
