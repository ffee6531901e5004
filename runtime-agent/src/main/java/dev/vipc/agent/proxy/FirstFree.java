package dev.vipc.agent.proxy;

import java.util.List;
import java.util.Optional;

/** The first server of the plan's order that has room, so that the last ones stay idle. */
final class FirstFree implements Balancer {
  private final List<Server> servers;

  FirstFree(List<Server> servers) {
    this.servers = List.copyOf(servers);
  }

  @Override
  public Optional<Server> next(int source, Optional<Server> avoided, long nowMillis) {
    List<Server> free =
        servers.stream().filter(s -> s.isUsable() && s.hasRoom(nowMillis)).limit(2).toList();
    boolean another = free.size() > 1 && avoided.isPresent() && free.getFirst() == avoided.get();
    return another ? Optional.of(free.get(1)) : free.stream().findFirst();
  }

  @Override
  public void shareChanged(Server server, long nowMillis) {}
}
