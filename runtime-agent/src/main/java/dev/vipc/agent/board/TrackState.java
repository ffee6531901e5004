package dev.vipc.agent.board;

/** How something that a virtual router tracks is. */
public enum TrackState {
  /** It has not answered yet. */
  UNKNOWN,
  GOOD,
  BAD;

  private static final TrackState[] ALL = values();

  static TrackState of(int ordinal) {
    return ordinal >= 0 && ordinal < ALL.length ? ALL[ordinal] : UNKNOWN;
  }
}
