package dev.vipc.spec;

import dev.vipc.source.Located;
import java.time.Duration;
import java.util.Optional;

/**
 * How LVS, the kernel's own balancer that keepalived sets up, hands connections to its servers.
 *
 * @param persistence how long a client that comes back gets the same server; absent: each
 *     connection is balanced by itself
 * @param quorum how many servers must be well, or else the backup server serves
 * @param assumeUp whether servers count as well until their first check
 */
public record Lvs(
    Chosen<Forwarding> forwarding,
    Optional<Located<Duration>> persistence,
    Chosen<Integer> quorum,
    Chosen<OnFailure> onFailure,
    Chosen<Boolean> assumeUp) {
  /** How a packet gets to a server. */
  public enum Forwarding {
    /** The address is translated, there and back: the answers come through the balancer. */
    NAT("nat"),
    /** The frame goes to the server's MAC address; the server has the virtual address too. */
    DIRECT("dr"),
    /** The packet goes to the server inside another; the server has the virtual address too. */
    TUNNEL("tun");

    private final String word;

    Forwarding(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    /** Whether the servers hold the virtual address too, and answer clients by themselves. */
    public boolean answersDirectly() {
      return this != NAT;
    }
  }

  /** What becomes of a server that is not well. */
  public enum OnFailure {
    /** It is taken out, with the connections that it has. */
    REMOVE("remove"),
    /** It gets no new connection and keeps those that it has: weight 0. */
    DRAIN("drain");

    private final String word;

    OnFailure(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
