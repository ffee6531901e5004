package dev.vipc.agent.board;

/** What a virtual router is at the moment (RFC 9568 section 6.4, and a fault beside it). */
public enum RouterState {
  /** Nobody wrote anything, or the writer died in the middle of it. */
  UNKNOWN,
  INITIALIZE,
  BACKUP,
  ACTIVE,
  /** Something that it tracks, or its interface, failed. */
  FAULT;

  private static final RouterState[] ALL = values();

  static RouterState of(int ordinal) {
    return ordinal >= 0 && ordinal < ALL.length ? ALL[ordinal] : UNKNOWN;
  }
}
