package dev.vipc.spec;

import static dev.vipc.spec.SpecRules.ANSWER_BYPASSES_TRANSLATION;
import static dev.vipc.spec.SpecRules.MISSING_VALUE;
import static dev.vipc.spec.SpecRules.UNREADABLE_VALUE;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.source.Span;
import dev.vipc.spec.SpecProxy.Server;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks whether LVS can do what the proxies of a spec want of it, once all of the spec is read. */
final class LvsCheck {
  private final Scope scope;
  private final List<VirtualAddress> addresses;
  private final VirtualServers virtualServers;

  LvsCheck(Scope scope, List<VirtualAddress> addresses) {
    this.scope = scope;
    this.addresses = addresses;
    this.virtualServers = new VirtualServers(scope.nodes(), addresses);
  }

  void check(List<SpecProxy> proxies) {
    Map<String, SpecProxy> taken = new HashMap<>();
    for (SpecProxy proxy : proxies) {
      if (proxy.lvs().isEmpty()) continue;
      checkListeners(proxy);
      proxy.nodes().forEach(node -> checkHolder(proxy, node, taken));
      proxy.servers().forEach(server -> checkServer(proxy, server));
      checkBalance(proxy);
      checkBackups(proxy);
      checkQuorum(proxy);
    }
  }

  /** Whether the servers' own machines would be clients of a service that translates. */
  void checkEndpoint(HaSpec spec) {
    Optional<IpAddress> endpoint =
        spec.kubernetes().flatMap(cluster -> cluster.endpoint().value().address());
    if (endpoint.isEmpty()) return;
    for (SpecProxy proxy : spec.proxies()) {
      boolean translates =
          proxy.lvs().filter(lvs -> !lvs.forwarding().value().answersDirectly()).isPresent();
      boolean leads =
          proxy.listen().value().stream().anyMatch(at -> VirtualServers.means(at, endpoint.get()));
      boolean own = proxy.servers().stream().anyMatch(server -> isControlPlane(spec, server));
      if (translates && leads && own)
        report(
            ANSWER_BYPASSES_TRANSLATION,
            proxy.lvs().orElseThrow().forwarding().span(),
            "the API servers' machines reach the endpoint %s through this translation"
                .formatted(endpoint.get()),
            "write `forwarding: dr`, or an `endpoint` that they reach in another way");
    }
  }

  private static boolean isControlPlane(HaSpec spec, Server server) {
    return spec.nodesWith(Role.CONTROL_PLANE).stream()
        .flatMap(node -> node.addresses().stream())
        .anyMatch(own -> own.value().toString().equals(server.address().value()));
  }

  private void checkListeners(SpecProxy proxy) {
    for (HostPort listen : proxy.listen().value())
      if (addresses.stream()
          .flatMap(address -> address.addresses().stream())
          .noneMatch(ip -> VirtualServers.means(listen, ip.address().value())))
        report(
            UNREADABLE_VALUE,
            proxy.listen().span(),
            "`%s` is no virtual address, and LVS listens on nothing else".formatted(listen),
            "write a virtual address with its port, or *:PORT for all of IPv4");
  }

  private void checkHolder(SpecProxy proxy, SpecNode node, Map<String, SpecProxy> taken) {
    List<VirtualServer> services = virtualServers.of(proxy, node).toList();
    if (services.isEmpty())
      report(
          MISSING_VALUE,
          proxy.name().span(),
          "`%s` balances on `%s`, which holds none of its addresses with keepalived"
              .formatted(proxy.name().value(), node.name().value()),
          "let `on` name the holders of a virtual address whose engine is keepalived");
    for (VirtualServer service : services)
      for (HostPort listener : service.listeners()) {
        SpecProxy other = taken.putIfAbsent(node.name().value() + " " + listener, proxy);
        if (other != null && other != proxy)
          report(
              UNREADABLE_VALUE,
              proxy.listen().span(),
              "`%s` balances %s already".formatted(other.name().value(), listener),
              "give the two proxies different addresses or ports");
      }
  }

  private void checkServer(SpecProxy proxy, Server server) {
    for (SpecNode node : proxy.nodes())
      for (VirtualServer service : virtualServers.of(proxy, node).toList()) {
        Optional<IpAddress> own = virtualServers.address(server, service.v6());
        if (own.isEmpty()) missingAddress(server, service.v6());
        checkPort(proxy, service, server);
        if (own.isPresent() && isBalancer(proxy, own.get())) {
          report(
              UNREADABLE_VALUE,
              server.address().span(),
              "`%s` is a server on a node that balances".formatted(server.name().value()),
              "LVS hands connections to other machines: balance on nodes that are no servers, or"
                  + " write the engine haproxy");
          return;
        }
        if (own.isEmpty()) return;
      }
  }

  private void missingAddress(Server server, boolean v6) {
    report(
        MISSING_VALUE,
        server.address().span(),
        "the server `%s` has no %s address, and LVS does not translate between the families"
            .formatted(server.name().value(), v6 ? "IPv6" : "IPv4"),
        "write an address of that family, or let the proxy listen on the other family alone");
  }

  private static boolean isBalancer(SpecProxy proxy, IpAddress address) {
    return proxy.nodes().stream()
        .flatMap(node -> node.addresses().stream())
        .anyMatch(own -> own.value().equals(address));
  }

  /** Without translation the packet arrives with the port that the client wrote. */
  private void checkPort(SpecProxy proxy, VirtualServer service, Server server) {
    if (!service.lvs().forwarding().value().answersDirectly()) return;
    for (HostPort listener : service.listeners())
      if (listener.port().orElseThrow() != server.port().value()) {
        Span place = server.port().isWritten() ? server.port().span() : proxy.listen().span();
        report(
            UNREADABLE_VALUE,
            place,
            "the proxy listens on port %d and `%s` on %d: the forwarding `%s` changes no port"
                .formatted(
                    listener.port().orElseThrow(),
                    server.name().value(),
                    server.port().value(),
                    service.lvs().forwarding().value().word()),
            "write one port for both, or `lvs: { forwarding: nat }`");
        return;
      }
  }

  private void checkBalance(SpecProxy proxy) {
    if (proxy.balance().value() == SpecProxy.Balance.FIRST)
      report(
          UNREADABLE_VALUE,
          proxy.balance().span(),
          "LVS does not fill one server after the other",
          "write roundrobin, leastconn, source or random");
  }

  private void checkBackups(SpecProxy proxy) {
    proxy.servers().stream()
        .filter(server -> server.backup().value())
        .skip(1)
        .forEach(
            second ->
                report(
                    UNREADABLE_VALUE,
                    second.backup().span(),
                    "LVS has one backup server, and `%s` is a second"
                        .formatted(second.name().value()),
                    "keep one, or let it serve with the others"));
  }

  private void checkQuorum(SpecProxy proxy) {
    Lvs lvs = proxy.lvs().orElseThrow();
    int all =
        proxy.servers().stream()
            .filter(server -> !server.backup().value())
            .mapToInt(server -> server.weight().map(weight -> weight.value()).orElse(1))
            .sum();
    if (lvs.quorum().value() > Math.max(1, all))
      report(
          UNREADABLE_VALUE,
          lvs.quorum().span(),
          "the quorum %d is more than the servers weigh together, %d"
              .formatted(lvs.quorum().value(), all),
          "write 1 to %d".formatted(Math.max(1, all)));
  }

  private void report(RuleMeta rule, Span place, String message, String help) {
    scope.out().report(Diagnostic.of(rule, place, message).help(help));
  }
}
