package dev.vipc.agent.vrrp;

/** What an accepted packet says; one object is filled anew for each. */
public final class Advertisement {
  private int priority;
  private long intervalNanos;
  private long sourceHigh;
  private long sourceLow;
  private boolean sameAddresses;

  void set(int priority, long intervalNanos, Envelope envelope, boolean sameAddresses) {
    this.priority = priority;
    this.intervalNanos = intervalNanos;
    this.sourceHigh = envelope.sourceHigh();
    this.sourceLow = envelope.sourceLow();
    this.sameAddresses = sameAddresses;
  }

  /** 0..255; 0 says that the sender stops. */
  public int priority() {
    return priority;
  }

  public long intervalNanos() {
    return intervalNanos;
  }

  public long sourceHigh() {
    return sourceHigh;
  }

  public long sourceLow() {
    return sourceLow;
  }

  /**
   * Whether it lists the addresses of the receiver, in order; keepalived before 2.3.3 asks for
   * that.
   */
  public boolean sameAddresses() {
    return sameAddresses;
  }
}
