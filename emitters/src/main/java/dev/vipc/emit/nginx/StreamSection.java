package dev.vipc.emit.nginx;

import dev.vipc.emit.Build;
import dev.vipc.model.HostPort;
import dev.vipc.spec.Role;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.SpecProxy.Balance;
import dev.vipc.spec.SpecProxy.Server;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** One proxy of the spec as an upstream and a server of nginx's stream part. */
final class StreamSection {
  /** Kilobytes of memory that workers share: enough for the servers of some masters. */
  private static final int LEAST_ZONE = 64;

  private static final int ZONE_OF_SERVER = 4;
  private static final int USUAL_PORT = 6443;

  private final Build build;
  private final SpecProxy proxy;

  StreamSection(Build build, SpecProxy proxy) {
    this.build = build;
    this.proxy = proxy;
  }

  /** What the template says of it. */
  Map<String, Object> values() {
    SpecProxy.Timeouts timeouts = proxy.timeouts();
    oneSilence(timeouts);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", proxy.name().value());
    values.put("upstream", proxy.name().value() + "-servers");
    values.put("accepted", isBeforeApiServers());
    values.put("zone", Math.max(LEAST_ZONE, ZONE_OF_SERVER * proxy.servers().size()));
    values.put("method", method());
    values.put("servers", proxy.servers().stream().map(this::server).toList());
    values.put("listens", proxy.listen().value().stream().map(HostPort::toString).toList());
    values.put("connections", proxy.maxConnections().value());
    values.put("connect", time(timeouts.connect().value()));
    values.put("idle", time(timeouts.client().value()));
    return values;
  }

  /** Whether vipc itself would say of the file that nothing checks these API servers. */
  private boolean isBeforeApiServers() {
    int port = build.spec().apiServerPort();
    boolean isApi =
        proxy.serverRole().value().filter(Role.CONTROL_PLANE::equals).isPresent()
            || proxy.servers().stream().anyMatch(server -> isApiPort(server.port().value(), port))
            || proxy.listen().value().stream()
                .anyMatch(at -> at.port().orElseThrow() == USUAL_PORT);
    return isApi && proxy.servers().size() > 1;
  }

  private static boolean isApiPort(int port, int ours) {
    return port == ours || port == USUAL_PORT;
  }

  private void oneSilence(SpecProxy.Timeouts timeouts) {
    if (!timeouts.client().value().equals(timeouts.server().value()))
      build.refuse(
          (timeouts.server().isWritten() ? timeouts.server() : timeouts.client()).span(),
          "nginx has one limit of silence for both sides",
          "write the same `client` and `server`");
  }

  /** Empty for round robin, which is what nginx does unasked. */
  private String method() {
    return switch (proxy.balance().value()) {
      case ROUND_ROBIN -> "";
      case LEAST_CONNECTIONS -> "least_conn";
      case SOURCE -> "hash $remote_addr consistent";
      case RANDOM -> "random";
      case FIRST -> {
        build.refuse(
            proxy.balance().span(),
            "nginx has no `balance: first`",
            "write another, or the engine haproxy");
        yield "";
      }
    };
  }

  private String server(Server server) {
    StringBuilder line = new StringBuilder(address(server));
    server
        .weight()
        .filter(weight -> weight.value() > 0)
        .ifPresent(w -> line.append(" weight=" + w.value()));
    server.maxConnections().ifPresent(most -> line.append(" max_conns=").append(most.value()));
    line.append(" max_fails=%d".formatted(proxy.passive().failures().value()))
        .append(" fail_timeout=")
        .append(time(proxy.passive().pause().value()));
    if (server.backup().value()) line.append(backup(server));
    // a weight of 0 gets no connections, which nginx writes so
    if (server.weight().filter(weight -> weight.value() == 0).isPresent()) line.append(" down");
    return line.toString();
  }

  private String backup(Server server) {
    Balance balance = proxy.balance().value();
    if (balance == Balance.SOURCE || balance == Balance.RANDOM)
      build.refuse(
          server.backup().span(),
          "nginx has no backup servers beside `balance: %s`".formatted(balance.word()),
          "write `balance: leastconn` or `roundrobin`");
    return " backup";
  }

  /** nginx asks for a name once, at its start, and does not start where nobody answers. */
  private String address(Server server) {
    HostPort at = new HostPort(server.address().value(), OptionalInt.of(server.port().value()));
    if (at.address().isEmpty())
      build.refuse(
          server.address().span(),
          "nginx would not start while nobody resolves `%s`".formatted(server.address().value()),
          "write the server's address");
    return at.toString();
  }

  /** A time in the largest unit that needs no decimals. */
  private static String time(Duration time) {
    long millis = time.toMillis();
    if (millis % 3_600_000 == 0) return millis / 3_600_000 + "h";
    if (millis % 60_000 == 0) return millis / 60_000 + "m";
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }
}
