package dev.vipc.agent.proxy;

import dev.vipc.agent.log.Log;
import dev.vipc.agent.net.ConnectionTable;
import dev.vipc.agent.net.NativeAddress;
import dev.vipc.agent.net.NftablesSocket;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.SystemCallException;
import dev.vipc.agent.plan.Listen;
import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.Proxy;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The proxies that the kernel carries out: nftables translates, and this keeps its table in step
 * with the plan and with the servers' checks. One thread at a time.
 */
final class KernelMode {
  private final Log log;
  private Optional<String> loaded = Optional.empty();

  /** Whose the table is: the path of the control socket, which two on one machine cannot share. */
  private String owner = "";

  private boolean draining;

  KernelMode(Log log) {
    this.log = log;
  }

  /** The way from where clients connect to, to a server. */
  record Way(Listen listen, InetSocketAddress server) {
    boolean isTakenBy(InetSocketAddress madeTo) {
      boolean v6 = madeTo.getAddress() instanceof Inet6Address;
      return madeTo.getPort() == listen.port()
          && (listen.isAny()
              ? v6 == listen.isV6() && !madeTo.getAddress().isLoopbackAddress()
              : listen.address().filter(madeTo.getAddress()::equals).isPresent());
    }
  }

  /** All ways of a proxy's servers, whether they are up or not; none where the agent carries. */
  static Set<Way> ways(Collection<Service> services) {
    Set<Way> ways = new HashSet<>();
    for (Service service : services)
      if (service.plan().mode() == Proxy.Mode.KERNEL)
        for (Server server : service.dispatcher().servers()) ways.addAll(ways(service, server));
    return ways;
  }

  private static List<Way> ways(Service service, Server server) {
    return server.address().stream()
        .flatMap(
            address ->
                service.plan().listen().stream()
                    .filter(listen -> !listen.isLoopback())
                    .map(listen -> new Way(listen, address.inet())))
        .toList();
  }

  /**
   * Asks nftables whether it would take the proxies of a plan; nothing changes.
   *
   * @throws IOException says why it would not
   */
  synchronized void verify(Plan plan) throws IOException {
    owner = plan.status().controlSocket();
    Map<Proxy, List<NftablesRules.Target>> proxies = new LinkedHashMap<>();
    for (Proxy proxy : plan.proxies())
      if (proxy.mode() == Proxy.Mode.KERNEL)
        proxies.put(
            proxy,
            proxy.servers().stream()
                .filter(server -> server.weight() > 0)
                .flatMap(
                    server ->
                        WatchedServer.literal(server).stream()
                            .map(
                                address ->
                                    new NftablesRules.Target(
                                        server.name(), address, server.weight())))
                .toList());
    if (!proxies.isEmpty()) nft(NftablesRules.of(owner, proxies), "--check");
  }

  /**
   * Brings the table up to date; where there is no such proxy there is no table.
   *
   * @param services asked for when it is this caller's turn, so that none loads what was before
   */
  synchronized void update(Supplier<Collection<Service>> services) throws IOException {
    if (draining) return;
    Map<Proxy, List<NftablesRules.Target>> proxies = targets(services.get());
    if (proxies.isEmpty()) remove();
    else load(NftablesRules.of(owner, proxies));
  }

  private static Map<Proxy, List<NftablesRules.Target>> targets(Collection<Service> services) {
    Map<Proxy, List<NftablesRules.Target>> proxies = new LinkedHashMap<>();
    for (Service service : services)
      if (service.plan().mode() == Proxy.Mode.KERNEL)
        proxies.put(service.plan(), targets(service.dispatcher()));
    return proxies;
  }

  private void load(String rules) throws IOException {
    if (loaded.filter(rules::equals).isPresent()) return;
    // whatever becomes of this, the table is not known to be the one before
    loaded = Optional.of("");
    nft(rules);
    loaded = Optional.of(rules);
  }

  private static List<NftablesRules.Target> targets(Dispatcher dispatcher) {
    return dispatcher.candidates().stream()
        .flatMap(
            server ->
                server.address().stream()
                    .map(
                        address ->
                            new NftablesRules.Target(
                                server.plan().name(), address.inet(), server.plan().weight())))
        .toList();
  }

  /** Takes away what a process of the same control socket left behind when it was killed. */
  synchronized void removeLeftBehind() {
    if (loaded.isPresent()) return;
    try (NftablesSocket socket = new NftablesSocket(new Syscall())) {
      if (socket.delete(NftablesRules.TABLE_NAME, NftablesRules.owner(owner)))
        log.line().info("nftables-left-behind-removed").send();
    } catch (SystemCallException _) {
      // without netlink there is no table either
    }
  }

  /** Ends the connections of a server that went down: they would go on to it for ever. */
  void forget(Service service, Server server) {
    boolean stillServes =
        service.dispatcher().candidates().stream()
            .anyMatch(other -> inet(other).equals(inet(server)));
    if (!stillServes) forget(server.plan().name(), Set.copyOf(ways(service, server)));
  }

  private static Optional<InetSocketAddress> inet(Server server) {
    return server.address().map(NativeAddress::inet);
  }

  /**
   * Ends the connections on some ways.
   *
   * @param whose for the log
   */
  synchronized void forget(String whose, Set<Way> ways) {
    if (ways.isEmpty()) return;
    try (ConnectionTable table = new ConnectionTable(new Syscall())) {
      int count = 0;
      for (ConnectionTable.Connection found : connections(table, ways)) {
        table.forget(found);
        count++;
      }
      log.line().info("connections-forgotten").field("server", whose).field("count", count).send();
    } catch (SystemCallException e) {
      log.line()
          .error("connections-not-forgotten")
          .field("why", String.valueOf(e.getMessage()))
          .send();
    }
  }

  private static List<ConnectionTable.Connection> connections(
      ConnectionTable table, Set<Way> ways) {
    List<ConnectionTable.Connection> found = new ArrayList<>();
    for (boolean v6 : new boolean[] {false, true})
      if (ways.stream().anyMatch(way -> v6 == way.server().getAddress() instanceof Inet6Address))
        for (ConnectionTable.Connection connection : table.all(v6))
          if (ways.stream()
              .anyMatch(
                  way ->
                      way.server().equals(connection.server())
                          && way.isTakenBy(connection.madeTo()))) found.add(connection);
    return found;
  }

  /** How many connections on these ways have not ended. */
  synchronized int open(Set<Way> ways) {
    if (ways.isEmpty()) return 0;
    try (ConnectionTable table = new ConnectionTable(new Syscall())) {
      return (int)
          connections(table, ways).stream().filter(ConnectionTable.Connection::isOpen).count();
    } catch (SystemCallException _) {
      return 0;
    }
  }

  /** Lets nobody new in; who is in stays. */
  synchronized void drain(Collection<Service> services) {
    draining = true;
    if (loaded.isEmpty()) return;
    try {
      load(NftablesRules.closed(owner, targets(services)));
    } catch (IOException e) {
      log.line().error("nftables-not-changed").field("why", String.valueOf(e.getMessage())).send();
    }
  }

  /** Takes the table away, if it is there. */
  synchronized void remove() {
    if (loaded.isEmpty()) return;
    try {
      nft(NftablesRules.none());
    } catch (IOException e) {
      log.line().error("nftables-not-removed").field("why", String.valueOf(e.getMessage())).send();
    }
    loaded = Optional.empty();
  }

  private static void nft(String rules, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("nft", "-j", "-f", "-"));
    command.addAll(List.of(options));
    Process nft = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = nft.getOutputStream()) {
      in.write(rules.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (nft.waitFor() != 0) throw new IOException("nft refuses the table: " + said.strip());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
