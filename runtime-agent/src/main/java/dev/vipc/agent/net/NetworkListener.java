package dev.vipc.agent.net;

import java.nio.ByteBuffer;

/**
 * What {@link NetworkMonitor} tells; the message is valid during the call alone. Who compares
 * nothing with what was told before needs neither {@link #complete} nor {@link #lacksSomething}.
 */
public interface NetworkListener {
  /** All that there is follows; what was told before holds until {@link #complete}. */
  void reset();

  /** All was told: what was told before {@link #reset} and not again is not there any more. */
  default void complete() {}

  /** Whether it has to be told all that there is, since it learns the addresses of a link late. */
  default boolean lacksSomething() {
    return false;
  }

  /**
   * A link is there, or has changed.
   *
   * @param running whether it is up and has a carrier
   * @param nameAt where its name begins in the message
   * @param macAt where its six bytes of MAC address begin, or -1
   */
  void link(int index, boolean running, ByteBuffer message, int nameAt, int nameBytes, int macAt);

  /** A link is gone, with its addresses. */
  void linkGone(int index);

  /**
   * An address is there, or has changed.
   *
   * @param usable whether it is the node's own and can be sent from: neither secondary, nor waiting
   *     for duplicate address detection, nor found to be a duplicate
   * @param mark IFA_PROTO; 0 where the kernel does not know it
   */
  void address(
      int index, boolean v6, long high, long low, int prefixLength, boolean usable, int mark);

  /** An address is gone. */
  void addressGone(int index, boolean v6, long high, long low, int prefixLength);
}
