package dev.vipc.agent.vip;

import dev.vipc.agent.board.TrackState;
import dev.vipc.agent.plan.Check;
import java.util.Optional;

/** A check of the plan, asked from the loop or read from the board. */
abstract sealed class Probe permits TcpProbe, ProcessProbe, BoardProbe {
  private final Check check;

  Probe(Check check) {
    this.check = check;
  }

  final Check check() {
    return check;
  }

  final boolean isOf(String name) {
    return check.name().equals(name);
  }

  abstract TrackState state();

  /** What was answered last, in a word for the log. */
  String answer() {
    return switch (state()) {
      case UNKNOWN -> "none-yet";
      case GOOD -> "good";
      case BAD -> "bad";
    };
  }

  /** What rise and fall have counted, where that is done here. */
  Optional<Judgement> judgement() {
    return Optional.empty();
  }

  /** When {@link #tick} is due, in nanoseconds as everywhere in the loop. */
  abstract long deadline();

  abstract void tick(long now);

  /** Gives back what it holds. */
  void close() {}
}
