package dev.vipc.agent.plan;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One virtual router of VRRP (RFC 9568, or RFC 3768 for version 2).
 *
 * @param routerId 1..255
 * @param version 2 or 3
 * @param priority 1..255; 255 is the address owner's
 * @param advertisementInterval whole seconds in version 2, hundredths in version 3
 * @param password only version 2 has one
 * @param startDelay how long it stays out of the election after start
 * @param virtualMac whether the addresses move with a MAC address of their own
 * @param addresses of one family, in the order that they are advertised
 */
public record VirtualRouter(
    String name,
    String iface,
    int routerId,
    int version,
    int priority,
    Duration advertisementInterval,
    Transport transport,
    Optional<String> password,
    boolean preempt,
    Duration preemptDelay,
    Duration startDelay,
    boolean virtualMac,
    List<Subnet> addresses,
    List<Track> tracks,
    Announcement announcement) {
  private static final int OWNER = 255;

  /** Whether its addresses are the node's own (RFC 9568, section 5.2.4). */
  public boolean isOwner() {
    return priority == OWNER;
  }

  /** How advertisements reach the others. */
  public sealed interface Transport {
    /** The addresses that advertisements go to; none for VRRP's own group of the family. */
    List<InetAddress> destinations();

    /** The address that they come from, where the plan says so. */
    Optional<InetAddress> source();

    record Unicast(InetAddress from, List<InetAddress> peers) implements Transport {
      @Override
      public List<InetAddress> destinations() {
        return peers;
      }

      @Override
      public Optional<InetAddress> source() {
        return Optional.of(from);
      }
    }

    /**
     * @param group absent: VRRP's own group of the family
     */
    record Multicast(Optional<InetAddress> group) implements Transport {
      @Override
      public List<InetAddress> destinations() {
        return group.stream().toList();
      }

      @Override
      public Optional<InetAddress> source() {
        return Optional.empty();
      }
    }
  }

  /** What moves the address away. */
  public sealed interface Track {
    /** -253..253; 0: a failure is a fault, and the address goes. */
    int weight();

    record OfCheck(String check, int weight) implements Track {}

    record OfInterface(String iface, int weight) implements Track {}
  }

  /**
   * The gratuitous ARP requests or neighbour advertisements of a new master.
   *
   * @param repeat how many for each address in one burst
   * @param secondAfter when the second burst follows; zero: never
   * @param refresh how often they are sent again; zero: never
   */
  public record Announcement(int repeat, Duration secondAfter, Duration refresh) {}
}
