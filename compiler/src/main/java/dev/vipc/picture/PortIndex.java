package dev.vipc.picture;

import dev.vipc.model.IpAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The first listener on each port of each address, so that a clash is found without comparing every
 * pair. Of a range of ports the first {@value #MOST_PORTS} are known here.
 */
final class PortIndex {
  private static final int MOST_PORTS = 64;

  /** The listeners of one process on one port, by their addresses. */
  private static final class AtPort {
    private final PortOwner first;
    private final Map<Optional<IpAddress>, PortOwner> byAddress = new HashMap<>();

    AtPort(PortOwner first) {
      this.first = first;
    }
  }

  private final Map<String, Map<Integer, AtPort>> byProcess = new HashMap<>();

  /** Adds a listener; gives the earlier one of this process on the same port and address. */
  Optional<PortOwner> add(PortOwner owner) {
    Optional<PortOwner> earlier = Optional.empty();
    Map<Integer, AtPort> ports = byProcess.computeIfAbsent(owner.process(), _ -> new HashMap<>());
    for (int i = 0; i < Math.min(owner.ports(), MOST_PORTS); i++) {
      AtPort here = ports.computeIfAbsent(owner.firstPort() + i, _ -> new AtPort(owner));
      PortOwner same = here.byAddress.putIfAbsent(owner.address(), owner);
      if (earlier.isEmpty()) earlier = Optional.ofNullable(same);
    }
    return earlier;
  }

  /** A listener of another process that keeps this one from its port. */
  Optional<PortOwner> clash(PortOwner owner, String process) {
    AtPort there = byProcess.getOrDefault(process, Map.of()).get(owner.firstPort());
    if (there == null) return Optional.empty();
    if (owner.address().isEmpty()) return Optional.of(there.first);
    PortOwner same = there.byAddress.get(owner.address());
    return Optional.ofNullable(same != null ? same : there.byAddress.get(Optional.empty()));
  }
}
