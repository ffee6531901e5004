package dev.vipc.agent.firewall;

/** What becomes of a packet. */
public sealed interface Fate {
  /** It reaches the program that waits for it. */
  record Passes() implements Fate {}

  record Dropped(Place by) implements Fate {}

  /** It depends on what cannot be known from the rules. */
  record MayBeDropped(Place by) implements Fate {}
}
