package dev.vipc.imports;

import dev.vipc.model.IpAddress;
import dev.vipc.spec.Role;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** A node of the spec in the making. */
final class Machine {
  private final String name;
  private final Set<IpAddress> addresses = new LinkedHashSet<>();
  private final Set<Role> roles = EnumSet.noneOf(Role.class);
  private Optional<String> iface = Optional.empty();
  private Optional<String> guess = Optional.empty();

  Machine(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  Set<IpAddress> addresses() {
    return addresses;
  }

  Set<Role> roles() {
    return roles;
  }

  Optional<String> iface() {
    return iface;
  }

  /** Why import believes that there is such a machine, where no file says so. */
  Optional<String> guess() {
    return guess;
  }

  void guess(String why) {
    if (guess.isEmpty()) guess = Optional.of(why);
  }

  /** The first one stays. */
  void iface(String name) {
    if (iface.isEmpty()) iface = Optional.of(name);
  }
}
