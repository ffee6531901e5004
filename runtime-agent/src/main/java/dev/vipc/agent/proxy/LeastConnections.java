package dev.vipc.agent.proxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The server that would have the fewest connections for its share, and an idle one before all
 * others; among equals the one whose load has been the same for longest, so that idle servers take
 * turns (as HAProxy's src/lb_fwlc.c).
 */
final class LeastConnections implements Balancer {
  /** The largest share that a server may have: loads are compared in parts of it. */
  private static final long MOST_SHARE = 256L * Server.WEIGHT_SCALE;

  /** One server's load. */
  private static final class Load {
    final Server server;
    int share;
    long key;
    long since;

    Load(Server server) {
      this.server = server;
    }
  }

  private final List<Load> loads = new ArrayList<>();
  private final Map<Server, Load> loadOf = new HashMap<>();
  private long changes;

  LeastConnections(List<Server> servers, long nowMillis) {
    for (Server server : servers) {
      Load load = new Load(server);
      loads.add(load);
      loadOf.put(server, load);
      weigh(load, server.share(nowMillis));
    }
  }

  @Override
  public Optional<Server> next(int source, Optional<Server> avoided, long nowMillis) {
    Load least = null;
    Load leastAvoided = null;
    for (Load load : loads) {
      if (load.share == 0 || !load.server.hasRoom(nowMillis)) continue;
      if (avoided.isPresent() && avoided.get() == load.server) leastAvoided = load;
      else if (least == null || isBefore(load, least)) least = load;
    }
    return Optional.ofNullable(least == null ? leastAvoided : least).map(load -> load.server);
  }

  private static boolean isBefore(Load one, Load other) {
    return one.key < other.key || (one.key == other.key && one.since < other.since);
  }

  @Override
  public void shareChanged(Server server, long nowMillis) {
    Load load = loadOf.get(server);
    int share = server.share(nowMillis);
    if (load != null && load.share != share) weigh(load, share);
  }

  @Override
  public void loadChanged(Server server, long nowMillis) {
    Load load = loadOf.get(server);
    if (load != null) weigh(load, load.share);
  }

  private void weigh(Load load, int share) {
    load.share = share;
    long connections = (long) load.server.served() + load.server.waiting();
    boolean idle = share == 0 || connections == 0;
    load.key = idle ? 0 : (connections + 1) * MOST_SHARE / share;
    load.since = changes++;
  }
}
