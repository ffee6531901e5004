package dev.vipc.emit.verify;

import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Probe;
import dev.vipc.spec.Role;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.VirtualAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What curl is asked to get.
 *
 * @param what whose answer it is, for people
 * @param status the status that means health; {@code -} where a connection that opens is enough
 */
record Question(String what, String url, String status) {

  /** A proxy's own listener, asked on its node. */
  static Question own(SpecProxy proxy) {
    return of(proxy, HaSpec.probe(proxy).at());
  }

  /**
   * What answers through a virtual address: every proxy of its holders that listens on it; where
   * there is none, the holders' own API servers. A link-local address is nothing that another
   * machine could ask without knowing the interface.
   */
  static List<Question> through(HaSpec spec, VirtualAddress address, IpAddress ip) {
    if (ip.address().isLinkLocalAddress()) return List.of();
    List<Question> all = new ArrayList<>();
    for (SpecProxy proxy : spec.proxies())
      if (address.holders().stream().anyMatch(proxy::runsOn))
        listener(proxy, ip).ifPresent(at -> all.add(of(proxy, at)));
    boolean serves =
        !address.holders().isEmpty()
            && address.holders().stream().allMatch(node -> node.is(Role.CONTROL_PLANE));
    if (all.isEmpty() && serves)
      all.add(
          new Question(
              "the API", "https://" + at(ip.toString(), spec.apiServerPort()) + "/readyz", "200"));
    return all;
  }

  private static Optional<HostPort> listener(SpecProxy proxy, IpAddress ip) {
    return proxy.listen().value().stream()
        .filter(at -> accepts(at.host(), ip))
        .findFirst()
        .map(at -> new HostPort(ip.toString(), at.port()));
  }

  private static boolean accepts(String host, IpAddress ip) {
    return switch (host) {
      case "", "*", "0.0.0.0" -> !ip.isV6();
      case "::" -> true;
      default -> IpAddress.parse(host).equals(Optional.of(ip));
    };
  }

  private static HostPort at(String host, int port) {
    return new HostPort(host, OptionalInt.of(port));
  }

  private static Question of(SpecProxy proxy, HostPort at) {
    SpecProxy.Check check = proxy.check();
    Probe probe = HaSpec.probe(proxy);
    String what = "the proxy " + proxy.name().value();
    Optional<String> url = new Probe(probe.tls(), at, probe.path()).url();
    return url.map(shown -> new Question(what, shown, String.valueOf(check.expect().value())))
        .orElseGet(() -> new Question(what, "telnet://" + at, "-"));
  }
}
