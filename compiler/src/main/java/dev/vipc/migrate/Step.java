package dev.vipc.migrate;

import dev.vipc.proof.Rollout.Held;
import dev.vipc.spec.Program;
import java.util.List;

/**
 * One step on one machine.
 *
 * @param kind what is done
 * @param stops the programs that end, in this order
 * @param starts the programs that begin, in this order
 * @param stays programs that go on with other files
 * @param after who holds each address once it has settled, and what single faults would do then
 * @param back the same for who takes the step back
 */
public record Step(
    Kind kind,
    String node,
    List<Program> stops,
    List<Program> starts,
    List<Program> stays,
    List<Held> after,
    List<Held> back) {
  /** What is done. */
  public enum Kind {
    /** The old programs of the machine end. */
    TAKE_OUT,
    /** The new programs of the machine begin. */
    PUT_IN
  }

  public Step {
    stops = List.copyOf(stops);
    starts = List.copyOf(starts);
    stays = List.copyOf(stays);
    after = List.copyOf(after);
    back = List.copyOf(back);
  }
}
