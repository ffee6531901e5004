package dev.vipc.spec;

import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A TCP proxy in front of servers.
 *
 * @param nodes the nodes that it runs on
 * @param mode who carries the bytes; only vipd knows another than {@link Mode#SPLICE}
 * @param listen where it accepts connections, always with a port; host {@code *} means every IPv4
 *     address
 * @param serverRole the role that the servers were derived from; absent where they are listed
 * @param passive what is done about a server to which connections fail, by a program that counts
 *     them
 * @param maxConnections the most connections of the listener at one time
 * @param metrics where it serves metrics over HTTP
 * @param lvs present exactly where the engine is LVS
 */
public record SpecProxy(
    Located<String> name,
    Chosen<Selection> selection,
    List<SpecNode> nodes,
    Chosen<Engine> engine,
    Chosen<Mode> mode,
    Chosen<List<HostPort>> listen,
    Chosen<Optional<Role>> serverRole,
    List<Server> servers,
    Chosen<Balance> balance,
    Check check,
    Passive passive,
    Timeouts timeouts,
    Chosen<Integer> maxConnections,
    Optional<Located<HostPort>> metrics,
    Optional<Lvs> lvs,
    Span span) {
  /** What the names of nginx's upstream and Envoy's cluster have behind the proxy's. */
  public static final String SERVERS = "-servers";

  /** The program that does it. */
  public enum Engine {
    HAPROXY("haproxy"),
    NGINX("nginx"),
    ENVOY("envoy"),
    VIPD("vipd"),
    KUBE_VIP("kube-vip"),
    LVS("lvs");

    private final String word;

    Engine(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    /** Whether it leaves a server out because connections of clients to it failed. */
    public boolean countsFailures() {
      return this == NGINX || this == ENVOY;
    }
  }

  /** Who carries the bytes of a proxy of vipd. */
  public enum Mode {
    SPLICE("splice"),
    /** nftables translates connections, and vipd only judges the servers. */
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

  /**
   * A server.
   *
   * @param address an IP address or a host name
   * @param weight 0..256
   * @param backup whether it serves only while no other server does
   */
  public record Server(
      Located<String> name,
      Located<String> address,
      Chosen<Integer> port,
      Optional<Located<Integer>> weight,
      Chosen<Boolean> backup,
      Optional<Located<Integer>> maxConnections) {}

  /**
   * How a server is judged.
   *
   * @param path what is asked for over HTTP or HTTPS
   * @param expect the status that means health, 100..599
   * @param verify a file of certificate authorities, or {@code none}
   */
  public record Check(
      Chosen<Type> type,
      Chosen<String> path,
      Chosen<Integer> expect,
      Chosen<String> verify,
      Chosen<Duration> interval,
      Chosen<Duration> timeout,
      Chosen<Integer> rise,
      Chosen<Integer> fall) {
    public enum Type {
      /** A connection that opens. */
      TCP("tcp"),
      /** A server that answers an SSLv3 hello; it proves only that something speaks TLS. */
      TLS_HELLO("tls-hello"),
      HTTP("http"),
      HTTPS("https");

      private final String word;

      Type(String word) {
        this.word = word;
      }

      public String word() {
        return word;
      }

      public boolean isHttp() {
        return this == HTTP || this == HTTPS;
      }
    }
  }

  /**
   * After how many failed connections a server is left out, and for how long.
   *
   * @param pause whole seconds
   */
  public record Passive(Chosen<Integer> failures, Chosen<Duration> pause) {}

  public record Timeouts(
      Chosen<Duration> connect,
      Chosen<Duration> client,
      Chosen<Duration> server,
      Chosen<Duration> queue) {}

  public boolean runsOn(SpecNode node) {
    return nodes.contains(node);
  }

  /** Whether the kernel translates its connections. */
  public boolean isTranslated() {
    return mode.value() == Mode.KERNEL;
  }

  /**
   * The kernel settings, each to be 1, without which what a node has translated goes no further; a
   * server by name may have an address of either family, and counts as IPv4.
   */
  public List<String> forwardingSettings() {
    if (!isTranslated()) return List.of();
    return servers.stream()
        .map(server -> IpAddress.parse(server.address().value()).filter(IpAddress::isV6))
        .map(v6 -> v6.isPresent() ? "net.ipv6.conf.all.forwarding" : "net.ipv4.ip_forward")
        .distinct()
        .sorted()
        .toList();
  }

  /** The proxy of an upstream or a cluster by its name, which need not end in {@link #SERVERS}. */
  public static String ofServers(String name) {
    return name.endsWith(SERVERS) ? name.substring(0, name.length() - SERVERS.length()) : name;
  }

  static boolean isLoopback(HostPort at) {
    return at.address().filter(ip -> ip.address().isLoopbackAddress()).isPresent();
  }

  /** The listener that its own node's check asks. */
  HostPort asked() {
    List<HostPort> all = listen.value();
    return all.stream().filter(SpecProxy::isLoopback).findFirst().orElse(all.getFirst());
  }

  /**
   * The same, with a listener for its own node where all others move from node to node, or the
   * kernel translates: from loopback it lets nothing leave the machine.
   */
  SpecProxy askableBeside(Set<String> moving) {
    boolean askable =
        isTranslated()
            ? listen.value().stream().anyMatch(SpecProxy::isLoopback)
            : !listen.value().stream().allMatch(at -> moving.contains(at.host()));
    if (askable) return this;
    HostPort first = listen.value().getFirst();
    HostPort own = new HostPort(first.host().contains(":") ? "::1" : "127.0.0.1", first.port());
    return new SpecProxy(
        name,
        selection,
        nodes,
        engine,
        mode,
        listen.map(all -> Stream.concat(all.stream(), Stream.of(own)).toList()),
        serverRole,
        servers,
        balance,
        check,
        passive,
        timeouts,
        maxConnections,
        metrics,
        lvs,
        span);
  }

  /** The port of its first listener. */
  public int port() {
    return listen.value().getFirst().port().orElseThrow();
  }
}
