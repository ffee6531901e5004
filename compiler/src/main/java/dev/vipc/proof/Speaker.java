package dev.vipc.proof;

import dev.vipc.model.IpAddress;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpGroup.Member;
import dev.vipc.model.VrrpTracker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One machine's part of a virtual router, with its numbers worked out.
 *
 * @param component keepalived, or the agent where the configuration is a plan's
 * @param address that its advertisements come from
 * @param interval seconds between its advertisements
 * @param v3 whether it speaks VRRP 3
 * @param preemptDelay seconds
 */
record Speaker(
    Host host,
    Member member,
    int base,
    List<VrrpTracker> trackers,
    Component component,
    Optional<IpAddress> address,
    double interval,
    boolean v3,
    double preemptDelay) {
  static final int OWNER = 255;
  private static final int HIGHEST = 254;
  private static final int DOWN_ADVERTISEMENTS = 3;

  /** Absent where a number of it is not known. */
  static Optional<Speaker> of(Host host, Member member) {
    VirtualRouter router = member.router();
    Optional<Integer> base = router.basePriority();
    Optional<Duration> interval = router.advertisementInterval().orDefault(Duration.ofSeconds(1));
    Optional<Integer> version = member.version();
    List<VrrpTracker> trackers = VrrpTracker.of(member);
    boolean known = trackers.stream().allMatch(tracker -> tracker.weight().isPresent());
    if (base.isEmpty() || interval.isEmpty() || version.isEmpty() || !known)
      return Optional.empty();
    return Optional.of(
        new Speaker(
            host,
            member,
            base.get(),
            trackers,
            component(host),
            address(host, member),
            interval.get().toNanos() / 1e9,
            version.get() == 3,
            router.preemptDelay().value().map(d -> d.toNanos() / 1e9).orElse(0.0)));
  }

  VirtualRouter router() {
    return member.router();
  }

  private static Component component(Host host) {
    boolean agent =
        Site.proxies(host).stream().anyMatch(p -> p.engine() == ProxyDaemon.Engine.VIPD);
    return agent ? Component.VIPD : Component.KEEPALIVED;
  }

  /** A sum of priority and weights as it is advertised (vrrp_track.c). */
  int inForce(int sum) {
    return base == OWNER ? OWNER : Math.clamp(sum, 1, HIGHEST);
  }

  /** Seconds (RFC 9568 section 6.1; version 2 counts the skew in parts of one second). */
  double skew(int priority) {
    return (256 - priority) / 256.0 * (v3 ? interval : 1);
  }

  /** How long it waits for an advertisement before it takes the address, in seconds. */
  double masterDown(int priority) {
    return DOWN_ADVERTISEMENTS * interval + skew(priority);
  }

  private static Optional<IpAddress> address(Host host, Member member) {
    return member
        .router()
        .sourceAddress()
        .value()
        .or(
            () ->
                host.addresses().stream()
                    .filter(own -> member.isV6().map(v6 -> v6 == own.isV6()).orElse(true))
                    .min(IpAddress::compareTo));
  }

  /**
   * Whether it takes the other's advertisements for word of its own virtual router, as keepalived
   * 2.2.7 does (vrrp_check_packet): VRID, version, transport, and in version 2 the interval, the
   * authentication; and the list of addresses.
   */
  boolean accepts(Speaker sender) {
    return vrid(this).equals(vrid(sender))
        && v3 == sender.v3
        && (v3 || interval == sender.interval && sameAuthentication(sender))
        && sameTransport(sender)
        && advertised(this).equals(advertised(sender));
  }

  private static Optional<Integer> vrid(Speaker speaker) {
    return speaker.router().validVrid();
  }

  private boolean sameTransport(Speaker sender) {
    if (router().isUnicast() != sender.router().isUnicast()) return false;
    if (!router().isUnicast())
      return member.multicastGroup().equals(sender.member.multicastGroup());
    List<Setting<IpAddress>> peers = sender.router().unicastPeers();
    return address().map(own -> peers.stream().anyMatch(peer -> peer.is(own))).orElse(true);
  }

  private boolean sameAuthentication(Speaker other) {
    return Arrays.equals(authentication(this), authentication(other));
  }

  /** Type and the first eight octets. */
  private static byte[] authentication(Speaker speaker) {
    VirtualRouter router = speaker.router();
    String type = Site.or(router.authenticationType(), "");
    if (!type.equals("PASS")) return type.getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(Site.or(router.password(), "").getBytes(StandardCharsets.UTF_8), 8);
  }

  private static Set<Optional<IpAddress>> advertised(Speaker speaker) {
    return speaker.router().addresses().stream()
        .map(address -> address.value().map(VirtualRouter.VirtualAddress::address))
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return host.name();
  }
}
