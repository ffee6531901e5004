package dev.vipc.agent.proxy;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Of two servers drawn by their shares, the one with fewer connections for its share. */
final class RandomOfTwo implements Balancer {
  private final List<Server> servers;
  private final RandomGenerator random;

  RandomOfTwo(List<Server> servers, RandomGenerator random) {
    this.servers = List.copyOf(servers);
    this.random = random;
  }

  @Override
  public Optional<Server> next(int source, Optional<Server> avoided, long nowMillis) {
    Optional<Server> one = draw(avoided, nowMillis);
    if (one.isEmpty()) return avoided.filter(s -> servers.contains(s) && isFree(s, nowMillis));
    Server other = draw(avoided, nowMillis).orElseThrow();
    return (long) other.served() * one.get().share(nowMillis)
            < (long) one.get().served() * other.share(nowMillis)
        ? Optional.of(other)
        : one;
  }

  private Optional<Server> draw(Optional<Server> avoided, long nowMillis) {
    List<Server> free =
        servers.stream()
            .filter(s -> isFree(s, nowMillis) && (avoided.isEmpty() || avoided.get() != s))
            .toList();
    int total = free.stream().mapToInt(s -> s.share(nowMillis)).sum();
    if (total == 0) return Optional.empty();
    int left = random.nextInt(total);
    for (Server server : free) {
      left -= server.share(nowMillis);
      if (left < 0) return Optional.of(server);
    }
    throw new IllegalStateException("the shares do not add up");
  }

  private static boolean isFree(Server server, long nowMillis) {
    return server.isUsable() && server.hasRoom(nowMillis);
  }

  @Override
  public void shareChanged(Server server, long nowMillis) {}
}
