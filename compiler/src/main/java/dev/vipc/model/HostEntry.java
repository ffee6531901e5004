package dev.vipc.model;

import dev.vipc.source.Located;
import java.util.Set;

/**
 * A line of a host list or an inventory: this name has this address.
 *
 * @param groups what the inventory says the machine is for, in its own words ({@code master},
 *     {@code etcd}, {@code worker}); empty where it says nothing
 */
public record HostEntry(Located<String> name, Located<IpAddress> address, Set<String> groups)
    implements Part {
  public HostEntry {
    groups = Set.copyOf(groups);
  }

  public HostEntry(Located<String> name, Located<IpAddress> address) {
    this(name, address, Set.of());
  }
}
