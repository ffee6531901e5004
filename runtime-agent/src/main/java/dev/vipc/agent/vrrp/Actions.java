package dev.vipc.agent.vrrp;

/** What a virtual router does to the world; called in the order in which it must happen. */
public interface Actions {
  /**
   * Sends one advertisement to every destination.
   *
   * @param priority 0..255
   */
  void advertise(int priority);

  /** Puts the virtual addresses on the interface. */
  void hold();

  /** Takes the virtual addresses off the interface. */
  void release();

  /** Sends one burst of gratuitous ARP requests or neighbour advertisements for every address. */
  void announce();

  /** Tells of a change, after all that follows from it was done. */
  void changed(State from, State to, Cause cause);
}
