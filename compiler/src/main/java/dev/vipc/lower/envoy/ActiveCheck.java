package dev.vipc.lower.envoy;

import dev.vipc.model.HostPort;
import dev.vipc.model.Proxy.CheckMethod;
import dev.vipc.model.Proxy.Server;
import dev.vipc.model.Proxy.ServerOptions;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The health check of a cluster, which holds for each of its servers; of several the first.
 *
 * @param tls whether the check speaks TLS to the servers
 */
record ActiveCheck(Optional<Fields> check, boolean tls) {
  /**
   * @param tls whether the traffic speaks TLS, so that the check does too
   */
  static ActiveCheck of(Fields cluster, boolean tls) {
    Optional<Fields> first = cluster.list("health_checks").stream().findFirst();
    boolean own =
        first.filter(check -> check.has("transport_socket_match_criteria")).isPresent()
            && cluster.has("transport_socket_matches");
    return new ActiveCheck(first, tls || own);
  }

  /** Adds a server that has an address. */
  void server(
      Setting<HostPort> address,
      boolean trafficTls,
      Setting<Integer> weight,
      boolean backup,
      boolean draining,
      List<Server> servers) {
    if (address.span().isEmpty()) return;
    Span place = address.span().get();
    ServerOptions options =
        new ServerOptions(
            check.isPresent(),
            check.isPresent() && tls,
            trafficTls,
            duration("interval"),
            Setting.unset(),
            Setting.unset(),
            number("healthy_threshold"),
            number("unhealthy_threshold"),
            Setting.unset(),
            weight,
            backup,
            draining,
            Setting.unset(),
            Setting.unset(),
            place);
    String name = address.value().map(HostPort::toString).orElse(place.text());
    servers.add(new Server(new Located<>(name, place), address, options, 0, 1, place));
  }

  /** What it asks; empty where there is none. */
  List<CheckMethod> method() {
    return check.map(fields -> List.of(method(fields))).orElse(List.of());
  }

  Setting<Duration> timeout() {
    return duration("timeout");
  }

  private static CheckMethod method(Fields check) {
    boolean http = check.has("http_health_check");
    boolean tcp = check.has("tcp_health_check");
    Span place =
        check.keySpan(http ? "http_health_check" : "tcp_health_check").orElse(check.yaml().span());
    return new CheckMethod(
        http ? CheckMethod.Kind.HTTP : tcp ? CheckMethod.Kind.CONNECT : CheckMethod.Kind.OTHER,
        http ? check.at("http_health_check").text("path") : Setting.unset(),
        false,
        List.of(),
        false,
        place);
  }

  private Setting<Duration> duration(String name) {
    return check.map(fields -> fields.duration(name)).orElse(Setting.unset());
  }

  private Setting<Integer> number(String name) {
    return check.map(fields -> fields.integer(name)).orElse(Setting.unset());
  }
}
