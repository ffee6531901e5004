package dev.vipc.proof;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
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

  private record Broken(Component component, Host host, State state) {}

  /** A handful at the most, so that looking through them is faster than any index. */
  private final List<Broken> broken = new ArrayList<>();

  private final BitSet apart = new BitSet();

  World(Collection<Fault> faults) {
    for (Fault fault : faults)
      for (Host host : fault.hosts())
        switch (fault.kind()) {
          case PARTITION -> apart.set(host.index());
          case HUNG -> broken.add(new Broken(fault.component(), host, State.HUNG));
          case DOWN -> broken.add(new Broken(fault.component(), host, State.DOWN));
        }
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
    return isLinked(from) && isLinked(to) && apart.get(from.index()) == apart.get(to.index());
  }

  /** Whether the segment is in two parts. */
  boolean isParted() {
    return !apart.isEmpty();
  }

  private State own(Component component, Host host) {
    State worst = State.UP;
    for (Broken one : broken)
      if (one.component == component && one.host.equals(host) && one.state.compareTo(worst) > 0)
        worst = one.state;
    return worst;
  }
}
