package dev.vipc.proof;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which components work, and which machines hear each other, under some faults. */
final class World {
  /** How a component is. */
  enum State {
    UP,
    HUNG,
    DOWN
  }

  static final World WHOLE = new World(Set.of());

  private final Map<Component, Map<Host, State>> broken = new EnumMap<>(Component.class);
  private final Set<Host> apart = new HashSet<>();

  World(Collection<Fault> faults) {
    for (Fault fault : faults)
      if (fault.kind() == Fault.Kind.PARTITION) apart.addAll(fault.hosts());
      else fault.hosts().forEach(host -> take(fault, host));
  }

  private void take(Fault fault, Host host) {
    State state = fault.kind() == Fault.Kind.HUNG ? State.HUNG : State.DOWN;
    broken
        .computeIfAbsent(fault.component(), _ -> new HashMap<>())
        .merge(host, state, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  /** A component of a machine; what runs on a machine that does not run is down. */
  State of(Component component, Host host) {
    if (own(Component.NODE, host) != State.UP) return State.DOWN;
    return own(component, host);
  }

  boolean isUp(Component component, Host host) {
    return of(component, host) == State.UP;
  }

  boolean runs(Host host) {
    return own(Component.NODE, host) == State.UP;
  }

  /** Whether the machine's way onto the segment works. */
  boolean isLinked(Host host) {
    return runs(host) && own(Component.LINK, host) == State.UP;
  }

  /** Whether a packet of one machine reaches another; a machine always reaches itself. */
  boolean reaches(Host from, Host to) {
    if (from.equals(to)) return runs(from);
    return isLinked(from) && isLinked(to) && apart.contains(from) == apart.contains(to);
  }

  /** Whether the segment is in two parts. */
  boolean isParted() {
    return !apart.isEmpty();
  }

  private State own(Component component, Host host) {
    return broken.getOrDefault(component, Map.of()).getOrDefault(host, State.UP);
  }
}
