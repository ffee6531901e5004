package dev.vipc.migrate;

import dev.vipc.model.HostPort;
import dev.vipc.spec.HaSpec;
import java.util.Optional;
import java.util.OptionalInt;

/** Where a cluster's machines ask for the API. */
public final class WayIn {
  private WayIn() {}

  /**
   * What the spec says of its cluster; without one the virtual address, or each machine itself, and
   * the proxies' port. Absent where there is neither.
   */
  public static Optional<HostPort> of(HaSpec spec) {
    return spec.kubernetes()
        .map(cluster -> cluster.endpoint().value())
        .or(() -> virtual(spec))
        .or(() -> local(spec));
  }

  private static Optional<HostPort> virtual(HaSpec spec) {
    return spec.virtualAddresses().stream()
        .filter(spec::leadsToApi)
        .flatMap(address -> address.addresses().stream())
        .findFirst()
        .map(ip -> new HostPort(ip.address().value().toString(), OptionalInt.of(port(spec))));
  }

  private static Optional<HostPort> local(HaSpec spec) {
    return spec.proxies().isEmpty() || !spec.virtualAddresses().isEmpty()
        ? Optional.empty()
        : Optional.of(new HostPort("127.0.0.1", OptionalInt.of(port(spec))));
  }

  /** Of the first proxy, or without one of the API servers. */
  private static int port(HaSpec spec) {
    return spec.proxies().stream()
        .flatMap(proxy -> proxy.listen().value().stream())
        .flatMap(at -> at.port().stream().boxed())
        .findFirst()
        .orElse(spec.apiServerPort());
  }
}
