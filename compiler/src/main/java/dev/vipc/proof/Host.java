package dev.vipc.proof;

import dev.vipc.model.IpAddress;
import dev.vipc.model.Node;
import java.util.Optional;
import java.util.Set;

/**
 * A machine of the deployment.
 *
 * @param index its place among all machines, from 0
 * @param node its files, where some were read
 */
public record Host(int index, String name, Optional<Node> node, Set<IpAddress> addresses) {
  public Host {
    addresses = Set.copyOf(addresses);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Host host && host.index == index;
  }

  @Override
  public int hashCode() {
    return index;
  }

  @Override
  public String toString() {
    return name;
  }
}
