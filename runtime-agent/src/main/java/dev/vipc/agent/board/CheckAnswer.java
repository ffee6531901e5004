package dev.vipc.agent.board;

/** What is known of a check. */
public enum CheckAnswer {
  /** The proxy process has not judged it yet. */
  NONE,
  GOOD,
  BAD,
  /** There was an answer, and it is too old: who asks is not there any more. A failure. */
  STALE
}
