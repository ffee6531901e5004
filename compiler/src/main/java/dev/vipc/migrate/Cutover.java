package dev.vipc.migrate;

import dev.vipc.migrate.MixedState.Stage;
import dev.vipc.migrate.Step.Kind;
import dev.vipc.model.Deployment;
import dev.vipc.proof.Case;
import dev.vipc.proof.Rollout;
import dev.vipc.proof.Rollout.Held;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Program;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The order in which machines are exchanged, proved over the mixed state after each step: no step
 * may leave two machines that hold an address, or that would in a single fault, and an order that
 * keeps the address all along goes before one that does not.
 */
public final class Cutover {
  /** How the machines follow each other. */
  public enum Order {
    /** One machine after the other, the holder last: somebody holds the address all along. */
    ONE_BY_ONE,
    /** Everywhere the old programs end before anywhere the new ones begin. */
    OLD_OUT_FIRST
  }

  /** What came of planning. */
  public sealed interface Outcome {}

  /**
   * @param tried why the order before it would not do; absent for the first
   */
  public record Planned(Order order, List<Step> steps, Optional<String> tried) implements Outcome {
    public Planned {
      steps = List.copyOf(steps);
    }
  }

  /**
   * No order will do.
   *
   * @param why the step and the counterexample of each order
   */
  public record Refused(List<String> why) implements Outcome {
    public Refused {
      why = List.copyOf(why);
    }
  }

  /** A machine to bring to a stage. */
  private record Turn(String node, Stage stage) {}

  /**
   * What holds addresses: it ends before it begins with other files, since a moment of both is two.
   */
  private static final Set<Program> SPEAKERS =
      Set.of(Program.KEEPALIVED, Program.VIPD, Program.KUBE_VIP);

  private final MixedState state;
  private final Map<String, List<Program>> before;
  private final Map<String, List<Program>> afterwards;
  private final boolean keepsAddress;

  private Cutover(Deployment old, HaSpec oldSpec, Deployment target, HaSpec newSpec) {
    before = Retarget.programs(oldSpec);
    afterwards = Retarget.programs(newSpec);
    Map<String, Set<String>> staying = new HashMap<>();
    before.forEach(
        (node, programs) ->
            staying.put(
                node,
                programs.stream()
                    .filter(afterwards.getOrDefault(node, List.of())::contains)
                    .filter(program -> !SPEAKERS.contains(program))
                    .map(Program::word)
                    .collect(Collectors.toSet())));
    state = new MixedState(old, target, staying);
    keepsAddress = !state.movers(false).isEmpty();
  }

  /**
   * @param old what runs now: files, or what a spec means
   * @param oldSpec the same as a spec
   * @param target what shall run
   * @param newSpec the same as a spec
   */
  public static Outcome plan(Deployment old, HaSpec oldSpec, Deployment target, HaSpec newSpec) {
    return new Cutover(old, oldSpec, target, newSpec).planned();
  }

  private Outcome planned() {
    Optional<String> unknown = unknown();
    if (unknown.isPresent()) return new Refused(List.of(unknown.get()));
    List<Held> now = new Rollout().to(state.at(Map.of()), Set.of());
    List<String> refusals = new ArrayList<>();
    for (Order order : Order.values()) {
      Attempt attempt = new Attempt(order, now);
      Optional<String> fault = attempt.run();
      if (fault.isEmpty()) return new Planned(order, attempt.steps, refusals.stream().findFirst());
      refusals.add(fault.get());
    }
    return new Refused(refusals);
  }

  /** Nothing can end what the spec does not know. */
  private Optional<String> unknown() {
    return state.movers(true).stream()
        .filter(node -> programs(before, node).stream().noneMatch(SPEAKERS::contains))
        .findFirst()
        .map(
            node ->
                "what holds the address on `%s` is not carried over into a spec, so no step can end it: write a spec of what runs, and migrate that"
                    .formatted(node));
  }

  /** The machines that hold or may hold the address, the present holder last. */
  private List<String> inOrder(List<Held> now) {
    Set<String> holders =
        now.stream().flatMap(held -> held.holders().stream()).collect(Collectors.toSet());
    // a stable sort of the reverse: of those who are likely to take over, the likeliest late
    return state.movers(true).reversed().stream()
        .sorted(Comparator.comparing(holders::contains))
        .toList();
  }

  private List<Turn> turns(Order order, List<Held> now) {
    List<String> movers = inOrder(now);
    List<String> others =
        state.machines().stream()
            .filter(node -> !movers.contains(node))
            .filter(
                node ->
                    !programs(afterwards, node).equals(programs(before, node))
                        || before.equals(afterwards) && hasNew(node))
            .toList();
    List<Turn> turns = new ArrayList<>();
    // a proxy for its own machine alone disturbs nobody
    if (!keepsAddress) others.forEach(node -> turns.add(new Turn(node, Stage.NEW)));
    for (String node : movers) {
      turns.add(new Turn(node, Stage.OUT));
      if (order == Order.ONE_BY_ONE && hasNew(node)) turns.add(new Turn(node, Stage.NEW));
    }
    if (order == Order.OLD_OUT_FIRST)
      movers.reversed().stream()
          .filter(this::hasNew)
          .forEach(node -> turns.add(new Turn(node, Stage.NEW)));
    if (keepsAddress) others.forEach(node -> turns.add(new Turn(node, Stage.NEW)));
    return turns;
  }

  private boolean hasNew(String node) {
    return !programs(afterwards, node).isEmpty();
  }

  private static List<Program> programs(Map<String, List<Program>> all, String node) {
    return all.getOrDefault(node, List.of());
  }

  /** One order, step by step. */
  private final class Attempt {
    private final Order order;
    private final List<Held> first;
    private final Set<String> known = new HashSet<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Stage> stages = new HashMap<>();

    /** The machines whose old speakers ended in a step of their own. */
    private final Set<String> taken = new HashSet<>();

    Attempt(Order order, List<Held> now) {
      this.order = order;
      this.first = now;
      for (Held held : now) held.splits().forEach(one -> known.add(text(one)));
    }

    /** Why the order will not do; absent where it will. */
    Optional<String> run() {
      Rollout forward = new Rollout();
      forward.to(state.at(stages), Set.of());
      List<Turn> turns = turns(order, first);
      for (int i = 0; i < turns.size(); i++) {
        Turn turn = turns.get(i);
        Deployment was = state.at(stages);
        stages.put(turn.node(), turn.stage());
        List<Held> held = forward.to(state.at(stages), Set.of(turn.node()));
        List<Held> back = forward.copy().to(was, Set.of(turn.node()));
        steps.add(step(turn, held, back));
        boolean last = i == turns.size() - 1;
        Optional<String> fault = fault(turn, held, back, last);
        if (fault.isPresent()) return fault;
      }
      return turns.isEmpty()
          ? Optional.of("nothing is to be exchanged: no machine begins or ends a program")
          : Optional.empty();
    }

    private Step step(Turn turn, List<Held> held, List<Held> back) {
      List<Program> old = programs(before, turn.node());
      List<Program> now = programs(afterwards, turn.node());
      boolean out = turn.stage() == Stage.OUT;
      if (out) taken.add(turn.node());
      // the address goes before the proxy behind it does
      List<Program> stops =
          out ? old.reversed().stream().filter(p -> !stays(turn, p)).toList() : List.of();
      return new Step(
          out ? Kind.TAKE_OUT : Kind.PUT_IN,
          turn.node(),
          stops,
          out ? List.of() : now.stream().filter(p -> !stays(turn, p)).toList(),
          out ? List.of() : now.stream().filter(p -> stays(turn, p)).toList(),
          held,
          back);
    }

    private boolean stays(Turn turn, Program program) {
      return programs(before, turn.node()).contains(program)
          && programs(afterwards, turn.node()).contains(program)
          && !(taken.contains(turn.node()) && SPEAKERS.contains(program));
    }

    private Optional<String> fault(Turn turn, List<Held> held, List<Held> back, boolean last) {
      String step =
          "%s %s: ".formatted(turn.stage() == Stage.OUT ? "taking out" : "putting in", turn.node());
      for (List<Held> state : List.of(held, back))
        for (Held one : state) {
          if (one.holders().size() > 1)
            return Optional.of(
                step
                    + "%s is held by %s"
                        .formatted(one.address(), String.join(" and ", one.holders())));
          for (Case split : one.splits())
            if (!known.contains(text(split))) return Optional.of(step + text(split));
        }
      for (Held one : held) {
        Optional<String> lost = lost(one, last);
        if (lost.isPresent()) return lost.map(step::concat);
      }
      return Optional.empty();
    }

    private Optional<String> lost(Held held, boolean last) {
      boolean needed = keepsAddress && (order == Order.ONE_BY_ONE || last);
      boolean waits = !keepsAddress && !last && stages.containsValue(Stage.OLD);
      if (held.holders().isEmpty() && (needed || waits) && isHeldAtFirst(held))
        return Optional.of("nobody holds %s then".formatted(held.address()));
      boolean servedBefore =
          first.stream()
              .filter(one -> one.address().equals(held.address()))
              .allMatch(one -> one.serves().isEmpty());
      return held.serves().filter(_ -> servedBefore);
    }

    private boolean isHeldAtFirst(Held held) {
      return first.stream()
          .anyMatch(one -> one.address().equals(held.address()) && !one.holders().isEmpty());
    }
  }

  private static String text(Case one) {
    String faults =
        one.faults().stream().map(Object::toString).collect(Collectors.joining(" and "));
    return "%s%s: %s, %s"
        .formatted(
            faults.isEmpty() ? "with all well" : faults,
            one.repaired() ? ", mended again" : "",
            one.outcome().word(),
            one.why());
  }
}
