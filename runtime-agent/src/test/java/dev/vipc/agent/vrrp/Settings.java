package dev.vipc.agent.vrrp;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Settings of routers under test. */
final class Settings {
  static final long MILLI = 1_000_000;
  static final long SECOND = 1_000 * MILLI;

  private Settings() {}

  static IpAddress address(String text) {
    return IpAddress.of(InetAddress.ofLiteral(text));
  }

  /** Priority 100, one second, preempting, 10.0.0.1 of the group; one virtual address. */
  static RouterSettings version3() {
    return of(3, 100, SECOND, "10.0.0.1");
  }

  static RouterSettings of(int version, int priority, long interval, String source) {
    boolean v6 = source.indexOf(':') >= 0;
    return new RouterSettings(
        51,
        version,
        priority,
        interval,
        address(source),
        List.of(address(v6 ? "ff02::12" : "224.0.0.18")),
        Optional.empty(),
        true,
        0,
        0,
        List.of(address(v6 ? "fe80::100" : "10.0.0.100")),
        5 * SECOND,
        0);
  }

  static RouterSettings withPreemption(RouterSettings s, boolean preempt, long delay) {
    return new RouterSettings(
        s.routerId(),
        s.version(),
        s.priority(),
        s.intervalNanos(),
        s.source(),
        s.destinations(),
        s.password(),
        preempt,
        delay,
        s.startDelayNanos(),
        s.addresses(),
        s.secondAnnouncementNanos(),
        s.refreshNanos());
  }

  static RouterSettings withStartDelay(RouterSettings s, long delay) {
    return new RouterSettings(
        s.routerId(),
        s.version(),
        s.priority(),
        s.intervalNanos(),
        s.source(),
        s.destinations(),
        s.password(),
        s.preempt(),
        s.preemptDelayNanos(),
        delay,
        s.addresses(),
        s.secondAnnouncementNanos(),
        s.refreshNanos());
  }

  static RouterSettings withDestinations(RouterSettings s, List<String> peers) {
    return new RouterSettings(
        s.routerId(),
        s.version(),
        s.priority(),
        s.intervalNanos(),
        s.source(),
        peers.stream().map(Settings::address).toList(),
        s.password(),
        s.preempt(),
        s.preemptDelayNanos(),
        s.startDelayNanos(),
        s.addresses(),
        s.secondAnnouncementNanos(),
        s.refreshNanos());
  }

  static RouterSettings withPassword(RouterSettings s, String password) {
    return new RouterSettings(
        s.routerId(),
        s.version(),
        s.priority(),
        s.intervalNanos(),
        s.source(),
        s.destinations(),
        Optional.of(password),
        s.preempt(),
        s.preemptDelayNanos(),
        s.startDelayNanos(),
        s.addresses(),
        s.secondAnnouncementNanos(),
        s.refreshNanos());
  }

  static RouterSettings withRefresh(RouterSettings s, long refresh) {
    return new RouterSettings(
        s.routerId(),
        s.version(),
        s.priority(),
        s.intervalNanos(),
        s.source(),
        s.destinations(),
        s.password(),
        s.preempt(),
        s.preemptDelayNanos(),
        s.startDelayNanos(),
        s.addresses(),
        s.secondAnnouncementNanos(),
        refresh);
  }
}
