package dev.vipc.agent.firewall;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All that may become of a packet at a statement, a rule or a chain.
 *
 * @param drops where it may be dropped, in the order of the rules
 */
record Ends(Set<Way> ways, List<Place> drops) {
  /** How it goes on where it is not dropped. */
  enum Way {
    /** With the next statement of the rule. */
    STATEMENT,
    /** With the next rule. */
    RULE,
    /** To where the chain was jumped from, or to the policy. */
    RETURN,
    /** Out of this base chain. */
    ACCEPT
  }

  static final Ends NONE = new Ends(Set.of(), List.of());

  static Ends of(Way way) {
    return new Ends(Set.of(way), List.of());
  }

  static Ends drop(Place place) {
    return new Ends(Set.of(), List.of(place));
  }

  /** What a condition does: the next statement where it holds, the next rule where not. */
  static Ends when(Answer answer) {
    return switch (answer) {
      case YES -> of(Way.STATEMENT);
      case NO -> of(Way.RULE);
      case MAYBE -> of(Way.STATEMENT).or(of(Way.RULE));
    };
  }

  Ends or(Ends other) {
    EnumSet<Way> both = EnumSet.noneOf(Way.class);
    both.addAll(ways);
    both.addAll(other.ways);
    return new Ends(both, Stream.concat(drops.stream(), other.drops.stream()).distinct().toList());
  }

  boolean has(Way way) {
    return ways.contains(way);
  }

  Ends without(Way way) {
    EnumSet<Way> rest = EnumSet.noneOf(Way.class);
    rest.addAll(ways);
    rest.remove(way);
    return new Ends(rest, drops);
  }

  /** The same, with something else instead of one way. */
  Ends replaced(Way way, Ends instead) {
    return has(way) ? without(way).or(instead) : this;
  }
}
