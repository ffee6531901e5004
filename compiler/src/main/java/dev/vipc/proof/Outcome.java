package dev.vipc.proof;

/** What becomes of a service, from best to worst, with the word that reports use. */
public enum Outcome {
  /** The holder is the same, and serves. */
  NO_CHANGE("no-change"),
  /** Another machine holds the address, and serves. */
  TAKEOVER("takeover"),
  /** The address moves back and forth and does not settle. */
  FLAPPING("flapping"),
  /** Two machines hold the address. */
  SPLIT("split"),
  /** A machine that cannot serve holds the address. */
  BLACK_HOLE("black-hole"),
  /** Nobody holds the address. */
  OUTAGE("outage");

  private final String word;

  Outcome(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /** Whether clients are served all the same. */
  public boolean serves() {
    return this == NO_CHANGE || this == TAKEOVER;
  }
}
