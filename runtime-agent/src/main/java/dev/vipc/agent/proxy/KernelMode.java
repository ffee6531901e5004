package dev.vipc.agent.proxy;

import dev.vipc.agent.log.Log;
import dev.vipc.agent.net.ConnectionTable;
import dev.vipc.agent.net.NativeAddress;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.SystemCallException;
import dev.vipc.agent.plan.Proxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies that the kernel carries out: nftables translates, and this keeps its table in step
 * with the plan and with the servers' checks. One thread at a time.
 */
final class KernelMode {
  private final Log log;
  private Optional<String> loaded = Optional.empty();

  KernelMode(Log log) {
    this.log = log;
  }

  /** Brings the table up to date; where there is no such proxy there is no table. */
  synchronized void update(List<Service> services) throws IOException {
    Map<Proxy, List<NftablesRules.Target>> proxies = new LinkedHashMap<>();
    for (Service service : services)
      if (service.plan().mode() == Proxy.Mode.KERNEL)
        proxies.put(service.plan(), targets(service.dispatcher()));
    if (proxies.isEmpty()) {
      remove();
      return;
    }
    String rules = NftablesRules.of(proxies);
    if (loaded.filter(rules::equals).isPresent()) return;
    load(rules);
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

  /** Ends the connections of a server that went down: they would go on to it for ever. */
  synchronized void forget(Server server) {
    Optional<InetSocketAddress> address = server.address().map(NativeAddress::inet);
    if (address.isEmpty()) return;
    try (ConnectionTable table = new ConnectionTable(new Syscall())) {
      log.line()
          .info("connections-forgotten")
          .field("server", server.plan().name())
          .field("count", table.forget(address.get()))
          .send();
    } catch (SystemCallException e) {
      log.line()
          .error("connections-not-forgotten")
          .field("why", String.valueOf(e.getMessage()))
          .send();
    }
  }

  /** Takes the table away, if it is there. */
  synchronized void remove() {
    if (loaded.isEmpty()) return;
    try {
      load(NftablesRules.none());
    } catch (IOException e) {
      log.line().error("nftables-not-removed").field("why", String.valueOf(e.getMessage())).send();
    }
    loaded = Optional.empty();
  }

  private static void load(String rules) throws IOException {
    Process nft = new ProcessBuilder("nft", "-j", "-f", "-").redirectErrorStream(true).start();
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
