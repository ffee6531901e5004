package dev.vipc.agent.vrrp;

/** Why a virtual router changed its state. */
public enum Cause {
  STARTED("started"),
  STOPPED("stopped"),
  /** The address owner needs no election. */
  OWNER("address owner"),
  /** The active router was not heard for the active-down interval. */
  SILENCE("no advertisement heard"),
  /** The active router said with priority 0 that it stops. */
  RELEASED("released by the active router"),
  /** Another router has a higher priority, or the same and a greater address. */
  OUTRANKED("higher priority heard"),
  FAULT("fault"),
  RECOVERED("fault cleared"),
  SYNC_GROUP("sync group");

  private final String words;

  Cause(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }
}
