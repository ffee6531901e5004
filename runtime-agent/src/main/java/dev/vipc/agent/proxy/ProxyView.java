package dev.vipc.agent.proxy;

import dev.vipc.agent.plan.Listen;
import dev.vipc.agent.plan.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the proxies are doing, at one moment; for the status page, the metrics and the control
 * socket.
 *
 * @param connections open now, of all proxies
 * @param connectionLimit the most there may be: the plan's limit, or less where the process has no
 *     room for as many
 * @param memoryBytes memory of the process in use: resident, less what is free to be used again
 * @param memoryLimitBytes the plan's limit
 * @param draining whether no new connection is accepted any more
 */
public record ProxyView(
    List<ProxyState> proxies,
    int connections,
    int connectionLimit,
    long memoryBytes,
    long memoryLimitBytes,
    boolean draining) {
  public ProxyView {
    proxies = List.copyOf(proxies);
  }

  /** What is there before the first plan runs. */
  public static ProxyView empty() {
    return new ProxyView(List.of(), 0, 0, 0, 0, false);
  }

  /**
   * One proxy.
   *
   * @param connections open now
   * @param waiting of them, those that wait for any server
   * @param accepted since the start
   * @param refusals since the start, by reason; every reason is there
   * @param endings since the start, by how a connection ended; every way is there
   */
  public record ProxyState(
      String name,
      Proxy.Mode mode,
      List<Listen> listen,
      Proxy.Balance balance,
      int connections,
      int connectionLimit,
      int waiting,
      long accepted,
      Map<Refusal, Long> refusals,
      Map<Ending, Long> endings,
      List<ServerState> servers) {
    public ProxyState {
      listen = List.copyOf(listen);
      refusals = Map.copyOf(refusals);
      endings = Map.copyOf(endings);
      servers = List.copyOf(servers);
    }

    /**
     * Whether its bytes pass this process. Otherwise nothing is known of its connections: the
     * numbers of them are all zero, and are to be shown to nobody.
     */
    public boolean isCarried() {
      return mode == Proxy.Mode.SPLICE;
    }
  }

  /**
   * One server.
   *
   * @param since when it came into this state
   * @param weight the plan's
   * @param lastCheck absent before the first has ended
   * @param connections open now
   * @param waiting those that wait for this server and no other
   * @param connectionLimit absent: no limit
   * @param sessions connections that it was given, since the start
   * @param bytesIn from clients to this server, since the start
   * @param bytesOut from this server to clients, since the start
   * @param failedConnections tries to connect to it that failed, since the start
   */
  public record ServerState(
      String name,
      String address,
      int port,
      State state,
      Instant since,
      int weight,
      boolean backup,
      Optional<CheckState> lastCheck,
      int connections,
      int waiting,
      OptionalInt connectionLimit,
      long sessions,
      long bytesIn,
      long bytesOut,
      long failedConnections,
      long retries,
      long redispatches) {}

  /** Whether a server gets connections. */
  public enum State {
    UP("up"),
    /** Up, with its share still growing. */
    STARTING("starting"),
    /** Up, and its last checks failed, but fewer than it takes. */
    FAILING("failing"),
    DOWN("down"),
    /** Down, and its last checks passed, but fewer than it takes. */
    RECOVERING("recovering");

    private final String word;

    State(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    /** Whether the server gets new connections in this state. */
    public boolean isUp() {
      return this == UP || this == STARTING || this == FAILING;
    }
  }

  /**
   * How a check ended.
   *
   * @param detail what was seen, such as {@code status 200} or {@code connection refused}
   * @param inARow how many ended the same way, up to the one that decides
   * @param needed how many it takes to change the verdict: rise or fall
   */
  public record CheckState(
      Instant at, boolean passed, String detail, Duration took, int inARow, int needed) {}
}
