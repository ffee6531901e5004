package dev.vipc.agent.vrrp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * How one node takes part in a virtual router.
 *
 * @param routerId 1..255
 * @param version 2 or 3
 * @param priority 1..255; 255 is the address owner's and never changes
 * @param intervalNanos the advertisement interval
 * @param source what advertisements come from; the greater of two equal priorities wins
 * @param destinations the group alone, or each unicast peer
 * @param password of version 2, at most 8 bytes are used
 * @param addresses of one family, in the order that they are advertised
 * @param secondAnnouncementNanos how long after the first burst of announcements the second
 *     follows; 0: never
 * @param refreshNanos how often announcements are repeated; 0: never
 */
public record RouterSettings(
    int routerId,
    int version,
    int priority,
    long intervalNanos,
    IpAddress source,
    List<IpAddress> destinations,
    Optional<String> password,
    boolean preempt,
    long preemptDelayNanos,
    long startDelayNanos,
    List<IpAddress> addresses,
    long secondAnnouncementNanos,
    long refreshNanos) {
  /** The priority of an address owner (RFC 9568, section 5.2.4). */
  public static final int OWNER = 255;

  private static final long SECOND = 1_000_000_000;

  public RouterSettings {
    if (destinations.isEmpty() || addresses.isEmpty())
      throw new IllegalArgumentException("a virtual router has a destination and an address");
    destinations = List.copyOf(destinations);
    addresses = List.copyOf(addresses);
  }

  public boolean v6() {
    return source.v6();
  }

  public boolean isMulticast() {
    return destinations.getFirst().isMulticast();
  }

  public boolean isOwner() {
    return priority == OWNER;
  }

  /**
   * The authentication field of version 2: the password, filled with zeros (RFC 2338, section
   * 5.3.10).
   */
  byte[] authentication() {
    byte[] field = new byte[8];
    byte[] written = password.orElse("").getBytes(StandardCharsets.UTF_8);
    System.arraycopy(written, 0, field, 0, Math.min(written.length, field.length));
    return field;
  }

  /**
   * The skew time: the higher the priority, the sooner a backup steps in.
   *
   * @param priority the effective one
   * @param masterIntervalNanos of the master's advertisements; version 2 counts seconds instead
   *     (RFC 3768, section 6.1; RFC 9568, section 6.1)
   */
  public long skewNanos(int priority, long masterIntervalNanos) {
    return (256L - priority) * (version == 2 ? SECOND : masterIntervalNanos) / 256;
  }

  /** How long a backup waits for an advertisement before it becomes active. */
  public long activeDownNanos(int priority, long masterIntervalNanos) {
    return 3 * masterIntervalNanos + skewNanos(priority, masterIntervalNanos);
  }
}
