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

  private record Key(String process, Optional<IpAddress> address, int port) {}

  private record PortKey(String process, int port) {}

  private final Map<Key, PortOwner> exact = new HashMap<>();
  private final Map<PortKey, PortOwner> anywhere = new HashMap<>();

  /** Adds a listener; gives the earlier one of this process on the same port and address. */
  Optional<PortOwner> add(PortOwner owner) {
    Optional<PortOwner> earlier = Optional.empty();
    for (int i = 0; i < Math.min(owner.ports(), MOST_PORTS); i++) {
      int port = owner.firstPort() + i;
      PortOwner same = exact.putIfAbsent(new Key(owner.process(), owner.address(), port), owner);
      anywhere.putIfAbsent(new PortKey(owner.process(), port), owner);
      if (earlier.isEmpty()) earlier = Optional.ofNullable(same);
    }
    return earlier;
  }

  /** A listener of another process that keeps this one from its port. */
  Optional<PortOwner> clash(PortOwner owner, String process) {
    int port = owner.firstPort();
    if (owner.address().isEmpty())
      return Optional.ofNullable(anywhere.get(new PortKey(process, port)));
    return Optional.ofNullable(exact.get(new Key(process, owner.address(), port)))
        .or(() -> Optional.ofNullable(exact.get(new Key(process, Optional.empty(), port))));
  }
}
