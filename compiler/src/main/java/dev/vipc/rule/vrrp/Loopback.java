package dev.vipc.rule.vrrp;

import dev.vipc.model.IpAddress;
import dev.vipc.model.Proxy;
import java.util.Optional;
import java.util.Set;

/** Of which families a loopback address is meant, or bound. */
enum Loopback {
  NEITHER(false, false),
  V4(true, false),
  V6(false, true),
  BOTH(true, true);

  private static final Set<String> EVERY_V4 = Set.of("", "*", "0.0.0.0");

  private final boolean v4;
  private final boolean v6;

  Loopback(boolean v4, boolean v6) {
    this.v4 = v4;
    this.v6 = v6;
  }

  /** What a probe's host asks for; absent where it is no loopback address. */
  static Optional<Loopback> of(String host) {
    if (host.equals("localhost")) return Optional.of(BOTH);
    return IpAddress.parse(host)
        .filter(ip -> ip.address().isLoopbackAddress())
        .map(ip -> ip.isV6() ? V6 : V4);
  }

  /** Where a listener answers; a name may be any address. */
  static Loopback of(Proxy.Listener listener) {
    String host = listener.address().value().map(address -> address.host()).orElse("localhost");
    if (EVERY_V4.contains(host)) return V4;
    Optional<IpAddress> address = IpAddress.parse(host);
    if (address.isEmpty()) return BOTH;
    if (address.get().address().isAnyLocalAddress())
      return listener.span().text().contains("v6only") ? V6 : BOTH;
    return address.get().address().isLoopbackAddress() ? of(host).orElse(NEITHER) : NEITHER;
  }

  boolean covers(Loopback wanted) {
    return (v4 || !wanted.v4) && (v6 || !wanted.v6);
  }

  /** Where one of two listeners answers. */
  static Loopback and(Loopback one, Loopback other) {
    boolean four = one.v4 || other.v4;
    boolean six = one.v6 || other.v6;
    return four ? six ? BOTH : V4 : six ? V6 : NEITHER;
  }
}
