package dev.vipc.agent.firewall;

import java.util.Collection;

/** Whether something holds of a packet of which not all is known. */
enum Answer {
  NO,
  MAYBE,
  YES;

  Answer and(Answer other) {
    return compareTo(other) < 0 ? this : other;
  }

  Answer or(Answer other) {
    return compareTo(other) > 0 ? this : other;
  }

  Answer not() {
    return switch (this) {
      case NO -> YES;
      case MAYBE -> MAYBE;
      case YES -> NO;
    };
  }

  /** What all of them say; {@link #MAYBE} where they differ or there is none. */
  static Answer agreed(Collection<Answer> answers) {
    return answers.stream().distinct().count() == 1 ? answers.iterator().next() : MAYBE;
  }

  static Answer of(boolean holds) {
    return holds ? YES : NO;
  }
}
