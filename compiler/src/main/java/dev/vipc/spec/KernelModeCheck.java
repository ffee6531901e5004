package dev.vipc.spec;

import static dev.vipc.spec.SpecRules.UNREADABLE_VALUE;
import static dev.vipc.spec.SpecRules.VALUE_WITHOUT_EFFECT;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.source.Span;
import dev.vipc.spec.SpecProxy.Server;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks whether the kernel can do what a proxy in kernel mode wants of it. */
final class KernelModeCheck {
  private final SpecProxy proxy;
  private final List<VirtualAddress> addresses;
  private final Reporter out;

  private KernelModeCheck(SpecProxy proxy, List<VirtualAddress> addresses, Reporter out) {
    this.proxy = proxy;
    this.addresses = addresses;
    this.out = out;
  }

  static void check(SpecProxy proxy, List<VirtualAddress> addresses, Reporter out) {
    if (proxy.isTranslated()) new KernelModeCheck(proxy, addresses, out).check();
  }

  private void check() {
    limits();
    if (proxy.balance().value() == SpecProxy.Balance.LEAST_CONNECTIONS)
      withoutEffect(
          proxy.balance(),
          "the kernel counts no connections: `leastconn` draws servers by weight, as `random` does",
          "write `balance: random`, or `mode: splice`");
    if (translated().isEmpty())
      withoutEffect(
          proxy.mode(),
          "from loopback the kernel lets nothing leave the machine: vipd carries all of it",
          "remove it, or listen on an address that others reach");
    translated().forEach(this::twice);
    families();
  }

  private void limits() {
    SpecProxy.Timeouts timeouts = proxy.timeouts();
    limit("connect", timeouts.connect());
    limit("client", timeouts.client());
    limit("server", timeouts.server());
    limit("queue", timeouts.queue());
    limit("maxConnections", proxy.maxConnections());
    for (Server server : proxy.servers())
      server
          .maxConnections()
          .ifPresent(most -> limit("maxConnections", Chosen.written(most.value(), most.span())));
  }

  private void limit(String name, Chosen<?> value) {
    withoutEffect(
        value,
        "`%s` means nothing to the kernel, which only translates".formatted(name),
        "remove it, or write `mode: splice`");
  }

  private void withoutEffect(Chosen<?> value, String message, String help) {
    if (value.isWritten()) report(VALUE_WITHOUT_EFFECT, value.span(), message, help);
  }

  /** The listeners that the kernel serves. */
  private List<HostPort> translated() {
    return proxy.listen().value().stream().filter(at -> !SpecProxy.isLoopback(at)).toList();
  }

  /** What leads to a server may not lead to the proxy again, there or already on the way. */
  private void twice(HostPort listener) {
    proxy.servers().stream()
        .filter(server -> isMeant(listener, server))
        .findFirst()
        .ifPresent(
            server ->
                report(
                    UNREADABLE_VALUE,
                    proxy.listen().span(),
                    "`%s` means the server `%s` too: what is translated to it would be translated again"
                        .formatted(listener, server.name().value()),
                    "write %s, or another port than the server's"
                        .formatted(virtual(listener).orElse("a virtual address with the port"))));
  }

  private boolean isMeant(HostPort listener, Server server) {
    Optional<IpAddress> address =
        IpAddress.parse(server.address().value()).filter(ip -> VirtualServers.means(listener, ip));
    return server.port().value() == listener.port().orElseThrow()
        && address.filter(ip -> isOwn(ip) || listener.address().equals(address)).isPresent();
  }

  private boolean isOwn(IpAddress address) {
    return proxy.nodes().stream()
        .flatMap(node -> node.addresses().stream())
        .anyMatch(own -> own.value().equals(address));
  }

  /** The virtual addresses that a listener means, as listeners of their own. */
  private Optional<String> virtual(HostPort listener) {
    String all =
        addresses.stream()
            .filter(address -> proxy.nodes().stream().anyMatch(address::isHeldBy))
            .flatMap(address -> address.addresses().stream())
            .map(ip -> ip.address().value())
            .filter(ip -> VirtualServers.means(listener, ip))
            .map(ip -> "\"%s\"".formatted(new HostPort(ip.toString(), listener.port())))
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? Optional.empty() : Optional.of("`listen: [%s]`".formatted(all));
  }

  /** A server by name may have addresses of both. */
  private void families() {
    List<Optional<IpAddress>> servers =
        proxy.servers().stream().map(server -> IpAddress.parse(server.address().value())).toList();
    if (servers.isEmpty() || servers.stream().anyMatch(Optional::isEmpty)) return;
    for (HostPort listener : translated())
      if (servers.stream().flatMap(Optional::stream).noneMatch(ip -> ip.isV6() == isV6(listener)))
        report(
            UNREADABLE_VALUE,
            proxy.listen().span(),
            "`%s` leads to no server: the kernel does not translate between IPv4 and IPv6"
                .formatted(listener),
            "list servers of that family, or write `mode: splice`");
    for (Server server : proxy.servers())
      if (isUnreachable(IpAddress.parse(server.address().value()).orElseThrow()))
        report(
            UNREADABLE_VALUE,
            server.address().span(),
            "no listener leads to `%s`: the kernel does not translate between IPv4 and IPv6"
                .formatted(server.name().value()),
            "listen on an address of that family too, or write `mode: splice`");
  }

  private boolean isUnreachable(IpAddress server) {
    List<HostPort> listeners = translated();
    return !listeners.isEmpty() && listeners.stream().noneMatch(at -> isV6(at) == server.isV6());
  }

  private static boolean isV6(HostPort at) {
    return at.address().filter(IpAddress::isV6).isPresent();
  }

  private void report(RuleMeta rule, Span place, String message, String help) {
    out.report(Diagnostic.of(rule, place, message).help(help));
  }
}
