package dev.vipc.agent.board;

/** Why a virtual router may not hold its addresses, or is not even in the election. */
public enum RouterFault {
  NONE(""),
  NO_INTERFACE("there is no such interface"),
  NO_SOURCE("the interface has no address to advertise from"),
  SOURCE_ELSEWHERE("no interface of this node has the source address that the plan names"),
  NOT_BOUND("the kernel refused it a socket, and the log says why"),
  INTERFACE("the interface is not there, not up, or without a carrier"),
  VIRTUAL_MAC("the interface with the virtual MAC address is not up"),
  SOURCE("the interface does not have the source address"),
  GROUP("another of the sync group is in fault, or has no interface or no source address"),
  TRACK("what it tracks is not good");

  private static final RouterFault[] ALL = values();

  private final String words;

  RouterFault(String words) {
    this.words = words;
  }

  /** For people; empty where nothing is wrong. */
  public String words() {
    return words;
  }

  static RouterFault of(int ordinal) {
    return ordinal >= 0 && ordinal < ALL.length ? ALL[ordinal] : NONE;
  }
}
