package dev.vipc.agent.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A TCP proxy.
 *
 * @param maxConnections the most at one time; more wait in the kernel's backlog
 * @param retries how often a failed connection to a server is tried again
 * @param redispatch whether a retry may go to another server
 * @param slowStart how long a server that came back gets less than its share; zero: not at all
 * @param closeOnDown whether the sessions of a server marked down are closed
 */
public record Proxy(
    String name,
    Mode mode,
    List<Listen> listen,
    boolean acceptProxy,
    Balance balance,
    List<Server> servers,
    ServerCheck check,
    Timeouts timeouts,
    int maxConnections,
    int retries,
    boolean redispatch,
    Duration slowStart,
    boolean closeOnDown,
    Optional<KeepAlive> keepAlive) {
  /**
   * Where the agent itself accepts connections: everywhere, or in kernel mode on loopback alone,
   * from which the kernel lets nothing leave the machine (Linux, ip-sysctl: route_localnet).
   */
  public List<Listen> sockets() {
    return mode == Mode.SPLICE ? listen : listen.stream().filter(Listen::isLoopback).toList();
  }

  /** Who carries the bytes. */
  public enum Mode {
    SPLICE("splice"),
    /** nftables; the agent only judges the servers, and carries what comes over loopback. */
    KERNEL("kernel");

    private final String word;

    Mode(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** Which server gets the next connection. */
  public enum Balance {
    ROUND_ROBIN("roundrobin"),
    LEAST_CONNECTIONS("leastconn"),
    SOURCE("source"),
    FIRST("first"),
    RANDOM("random");

    private final String word;

    Balance(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** What is sent to a server before the client's bytes (the PROXY protocol). */
  public enum Preface {
    NONE("none"),
    V1("v1"),
    V2("v2");

    private final String word;

    Preface(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * A server.
   *
   * @param address an IP address or a host name
   * @param port 1..65535
   * @param weight 0..256; 0 takes no new connections
   * @param backup whether it serves only while no other does
   * @param maxConnections more wait in a queue
   */
  public record Server(
      String name,
      String address,
      int port,
      int weight,
      boolean backup,
      OptionalInt maxConnections,
      Preface preface) {}

  /** How every server is judged. */
  public record ServerCheck(
      Kind kind,
      String path,
      int status,
      List<String> command,
      Duration interval,
      Duration fastInterval,
      Duration downInterval,
      Duration timeout,
      int rise,
      int fall) {
    /** What is asked of a server. */
    public enum Kind {
      TCP("tcp"),
      TLS("tls"),
      HTTP("http"),
      HTTPS("https"),
      SCRIPT("script");

      private final String word;

      Kind(String word) {
        this.word = word;
      }

      public String word() {
        return word;
      }
    }
  }

  /**
   * How long something may last.
   *
   * @param client how long the client may be silent
   * @param server how long the server may be silent
   * @param tunnel what replaces both once bytes flow; zero: nothing does
   * @param halfClose how long one side may stay open after the other is closed; zero: as before
   */
  public record Timeouts(
      Duration connect,
      Duration client,
      Duration server,
      Duration queue,
      Duration tunnel,
      Duration halfClose) {}

  /** TCP keep-alive towards both sides, and how long unacknowledged bytes may wait. */
  public record KeepAlive(Duration idle, Duration interval, int count, Duration userTimeout) {}
}
