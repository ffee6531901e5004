package dev.vipc.lower.firewall;

import dev.vipc.source.Span;

/**
 * One rule of a chain.
 *
 * @param target the chain that a {@code jump} goes to; empty else
 */
record FilterRule(Condition condition, Verdict verdict, String target, Span span) {
  enum Verdict {
    ACCEPT,
    REFUSE,
    JUMP,
    RETURN,
    /** Nothing that decides over a new connection: counts, logs, packets of known connections. */
    NOTHING,
    /** Not understood. */
    UNKNOWN
  }
}
