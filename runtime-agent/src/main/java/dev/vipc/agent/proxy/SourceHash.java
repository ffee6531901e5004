package dev.vipc.agent.proxy;

import java.util.List;
import java.util.Optional;

/**
 * The same server for the same client, as long as the same servers are usable: the client's address
 * modulo the length of a list in which every server stands as often as its weight says (as
 * HAProxy's map-based source hash, src/lb_map.c).
 */
final class SourceHash implements Balancer {
  private final List<Server> servers;

  /** Every weight is a multiple of it. */
  private final int unit;

  private Server[] map = {};

  SourceHash(List<Server> servers) {
    this.servers = List.copyOf(servers);
    unit =
        Math.max(1, servers.stream().mapToInt(s -> s.plan().weight()).reduce(0, SourceHash::gcd));
    draw();
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** Writes the list anew: in each place the server that is furthest behind its share. */
  private void draw() {
    List<Server> usable = servers.stream().filter(Server::isUsable).toList();
    int total = usable.stream().mapToInt(this::share).sum();
    int[] credit = new int[usable.size()];
    map = new Server[total];
    for (int place = 0; place < total; place++) {
      int best = -1;
      int most = 0;
      for (int i = 0; i < credit.length; i++) {
        credit[i] += share(usable.get(i));
        int whole = (credit[i] + total) / total;
        if (best < 0 || whole > most) {
          best = i;
          most = whole;
        }
      }
      credit[best] -= total;
      map[place] = usable.get(best);
    }
  }

  private int share(Server server) {
    return server.plan().weight() / unit;
  }

  /** Whether the server has room does not matter: the client waits for this one. */
  @Override
  public Optional<Server> next(int source, Optional<Server> avoided, long nowMillis) {
    return map.length == 0
        ? Optional.empty()
        : Optional.of(map[Integer.remainderUnsigned(source, map.length)]);
  }

  @Override
  public void shareChanged(Server server, long nowMillis) {
    draw();
  }

  @Override
  public boolean isDeterministic() {
    return true;
  }
}
