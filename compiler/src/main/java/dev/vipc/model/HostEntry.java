package dev.vipc.model;

import dev.vipc.source.Located;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A line of a host list or an inventory: this name has this address.
 *
 * @param groups what the inventory says the machine is for, in its own words ({@code master},
 *     {@code etcd}, {@code worker}); empty where it says nothing
 */
public record HostEntry(Located<String> name, Located<IpAddress> address, Set<String> groups)
    implements NamesMachines {
  public HostEntry {
    groups = Set.copyOf(groups);
  }

  public HostEntry(Located<String> name, Located<IpAddress> address) {
    this(name, address, Set.of());
  }

  /** Whether an installer's inventory or a spec gives the machine its work. */
  public boolean isInstalled() {
    return !groups.isEmpty();
  }

  /** The same machine by its work alone. */
  public InstalledHost work() {
    return new InstalledHost(name, groups);
  }

  @Override
  public Stream<Inventory.Entry> machines(Inventory.Known known) {
    if (!isInstalled() && known.virtual().contains(address.value())) return Stream.empty();
    return Stream.of(
        new Inventory.Entry(
            Optional.of(name),
            address,
            isInstalled() ? Inventory.Source.INSTALLER : Inventory.Source.HOST_LIST,
            work().isMaster() || work().isEtcd() && !known.etcdElsewhere()));
  }
}
