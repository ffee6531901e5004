package dev.vipc.agent.vrrp;

/**
 * Where a virtual router stands on one node (RFC 9568, section 6.4; Initialize is told apart by its
 * reason).
 */
public enum State {
  /** Not started, or stopped. */
  STOPPED("stopped"),
  /** The start delay runs. */
  WAITING("waiting"),
  /** The interface or a tracked check has failed, here or elsewhere in the sync group. */
  FAULT("fault"),
  BACKUP("backup"),
  ACTIVE("active");

  private final String word;

  State(String word) {
    this.word = word;
  }

  /** The name in metrics, logs and status. */
  public String word() {
    return word;
  }
}
