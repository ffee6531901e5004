package dev.vipc.agent.proxy;

import java.util.List;
import java.util.Optional;

/**
 * Chooses among the servers that are no backups; guarded by a {@link Dispatcher}. The sequences are
 * those of HAProxy 2.6 for the same servers and the same course of events.
 */
sealed interface Balancer permits RoundRobin, LeastConnections, SourceHash, FirstFree, RandomOfTwo {
  /**
   * The server of the next connection, among those that are usable and have room.
   *
   * @param source the client's address, folded into one word
   * @param avoided taken only where there is no other
   */
  Optional<Server> next(int source, Optional<Server> avoided, long nowMillis);

  /** A server's share has changed; 0 is not usable. */
  void shareChanged(Server server, long nowMillis);

  /** A server was given a connection, or one of its connections has ended. */
  default void loadChanged(Server server, long nowMillis) {}

  /** Whether the choice follows from the client alone, so that a retry has no other. */
  default boolean isDeterministic() {
    return false;
  }

  static Balancer of(dev.vipc.agent.plan.Proxy.Balance kind, List<Server> servers, long now) {
    return switch (kind) {
      case ROUND_ROBIN -> new RoundRobin(servers, now);
      case LEAST_CONNECTIONS -> new LeastConnections(servers, now);
      case SOURCE -> new SourceHash(servers);
      case FIRST -> new FirstFree(servers);
      case RANDOM -> new RandomOfTwo(servers, new java.util.SplittableRandom());
    };
  }
}
