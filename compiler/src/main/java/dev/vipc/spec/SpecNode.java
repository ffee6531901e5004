package dev.vipc.spec;

import dev.vipc.model.IpAddress;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * A machine of the spec.
 *
 * @param addresses its own addresses, the internal one first; empty where nobody stated one
 * @param iface the network interface that carries them
 * @param span the whole entry
 */
public record SpecNode(
    Located<String> name,
    List<Located<IpAddress>> addresses,
    Optional<Located<String>> iface,
    Chosen<List<Role>> roles,
    Optional<Located<String>> zone,
    Span span) {
  public SpecNode {
    addresses = List.copyOf(addresses);
  }

  public boolean is(Role role) {
    return roles.value().contains(role);
  }

  /** The internal address. */
  public Optional<IpAddress> address() {
    return addresses.stream().findFirst().map(Located::value);
  }

  /** The first address of a family. */
  public Optional<IpAddress> address(boolean v6) {
    return addresses.stream().map(Located::value).filter(a -> a.isV6() == v6).findFirst();
  }
}
