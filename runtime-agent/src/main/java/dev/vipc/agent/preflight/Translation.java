package dev.vipc.agent.preflight;

import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a proxy in kernel mode needs of the machine: nftables, the way from an interface to the
 * servers (Linux, ip-sysctl), and room in the table of the connections that the kernel follows
 * (Linux, nf_conntrack-sysctl).
 */
final class Translation {
  private static final String CONNTRACK = "/proc/sys/net/netfilter/nf_conntrack_";

  private final Machine machine;

  Translation(Machine machine) {
    this.machine = machine;
  }

  List<Finding> look(Plan plan) {
    List<Proxy.Server> servers =
        plan.proxies().stream()
            .filter(proxy -> proxy.mode() == Proxy.Mode.KERNEL)
            .flatMap(proxy -> proxy.servers().stream())
            .toList();
    if (servers.isEmpty()) return List.of();
    List<Finding> findings = new ArrayList<>();
    findings.add(nftables());
    if (servers.stream().anyMatch(server -> !isV6(server)))
      findings.add(forwarding("net.ipv4.ip_forward"));
    if (servers.stream().anyMatch(Translation::isV6))
      findings.add(forwarding("net.ipv6.conf.all.forwarding"));
    newConnections().ifPresent(findings::add);
    return findings;
  }

  private static boolean isV6(Proxy.Server server) {
    return server.address().contains(":");
  }

  private Finding nftables() {
    return machine.run(List.of("nft", "--version")).isPresent()
        ? Finding.ok("nft is there, for the proxies in kernel mode")
        : Finding.failure(
            "there is no nft, and proxies in kernel mode are made by it", "install nftables");
  }

  /** What the kernel translates it then has to pass on from one interface to another. */
  private Finding forwarding(String name) {
    boolean forwards = number("/proc/sys/" + name.replace('.', '/')).filter(n -> n > 0).isPresent();
    return forwards
        ? Finding.ok(name + " is set")
        : Finding.failure(
            name + " is 0: the kernel passes nothing on to the servers of proxies in kernel mode",
            "`sysctl -w %s=1`, and the same in /etc/sysctl.d".formatted(name));
  }

  /** Ended connections keep their places for a while, and without a place there is no new one. */
  private Optional<Finding> newConnections() {
    Optional<Long> most = number(CONNTRACK + "max");
    Optional<Long> seconds = number(CONNTRACK + "tcp_timeout_time_wait");
    if (most.isEmpty() || seconds.isEmpty()) return Optional.empty();
    return Optional.of(
        Finding.ok(
            "the kernel follows %d connections at most, and ended ones for %d s: room for %d new ones a second"
                .formatted(most.get(), seconds.get(), most.get() / Math.max(1, seconds.get()))));
  }

  private Optional<Long> number(String path) {
    return machine
        .file(path)
        .map(String::strip)
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(Long::parseLong);
  }
}
