package dev.vipc.agent.proxy;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections the whole process has room for; shared by all loops. */
final class Room {
  private final AtomicInteger connections = new AtomicInteger();
  private volatile int limit;
  private volatile boolean shortOfMemory;

  Room(int limit) {
    this.limit = limit;
  }

  /** Takes a place, or says why there is none. */
  Optional<Refusal> enter() {
    if (shortOfMemory) return Optional.of(Refusal.MEMORY_LIMIT);
    if (connections.incrementAndGet() <= limit) return Optional.empty();
    connections.decrementAndGet();
    return Optional.of(Refusal.CONNECTION_LIMIT);
  }

  void leave() {
    connections.decrementAndGet();
  }

  int connections() {
    return connections.get();
  }

  int limit() {
    return limit;
  }

  void limit(int newLimit) {
    limit = newLimit;
  }

  void shortOfMemory(boolean isShort) {
    shortOfMemory = isShort;
  }
}
