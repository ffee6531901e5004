package dev.vipc.emit.envoy;

import dev.vipc.emit.Build;
import dev.vipc.emit.YamlText;
import dev.vipc.model.HostPort;
import dev.vipc.source.Located;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.SpecProxy.Balance;
import dev.vipc.spec.SpecProxy.Check;
import dev.vipc.spec.SpecProxy.Server;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One proxy of the spec as listeners and the cluster that they lead to. */
final class Cluster {
  private static final int WHOLE = 100;

  private final Build build;
  private final SpecProxy proxy;

  Cluster(Build build, SpecProxy proxy) {
    this.build = build;
    this.proxy = proxy;
  }

  /** By which parts of the file lead to it. */
  static String name(SpecProxy proxy) {
    return proxy.name().value() + SpecProxy.SERVERS;
  }

  /** What the template says of it. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", YamlText.of(proxy.name().value()));
    values.put("cluster", YamlText.of(name(proxy)));
    values.put("listeners", listeners());
    values.put("source", proxy.balance().value() == Balance.SOURCE);
    values.put("policy", policy());
    values.put("connections", proxy.maxConnections().value());
    values.put("server_connections", serverConnections());
    values.put("failures", proxy.passive().failures().value());
    values.put("pause", seconds(proxy.passive().pause().value()));
    values.putAll(timeouts());
    values.putAll(check(proxy.check()));
    values.putAll(servers());
    return values;
  }

  private List<Map<String, Object>> listeners() {
    List<Map<String, Object>> listeners = new ArrayList<>();
    for (HostPort at : proxy.listen().value()) {
      Map<String, Object> listener = EnvoyEmitter.socket(at);
      String number = listeners.isEmpty() ? "" : "-" + (listeners.size() + 1);
      listener.put("name", YamlText.of(proxy.name().value() + number));
      listener.put("virtual", build.isVirtual(at));
      listeners.add(listener);
    }
    return listeners;
  }

  private Map<String, Object> timeouts() {
    SpecProxy.Timeouts timeouts = proxy.timeouts();
    if (!timeouts.client().value().equals(timeouts.server().value()))
      build.refuse(
          (timeouts.server().isWritten() ? timeouts.server() : timeouts.client()).span(),
          "Envoy has one limit of silence for both sides",
          "write the same `client` and `server`");
    return Map.of(
        "idle", seconds(timeouts.client().value()), "connect", seconds(timeouts.connect().value()));
  }

  private String policy() {
    return switch (proxy.balance().value()) {
      case ROUND_ROBIN -> "ROUND_ROBIN";
      case LEAST_CONNECTIONS -> "LEAST_REQUEST";
      case SOURCE -> "MAGLEV";
      case RANDOM -> {
        proxy.servers().stream()
            .flatMap(server -> server.weight().stream())
            .forEach(this::refuseWeight);
        yield "RANDOM";
      }
      case FIRST -> {
        build.refuse(
            proxy.balance().span(),
            "Envoy has no `balance: first`",
            "write another, or the engine haproxy");
        yield "ROUND_ROBIN";
      }
    };
  }

  private void refuseWeight(Located<Integer> weight) {
    build.refuse(
        weight.span(),
        "Envoy has no weights beside `balance: random`",
        "remove the weight, or write `balance: leastconn`");
  }

  /** One limit for every server of a cluster; 0 where there is none. */
  private int serverConnections() {
    Set<Integer> limits =
        proxy.servers().stream()
            .map(server -> server.maxConnections().map(Located::value).orElse(0))
            .collect(Collectors.toSet());
    if (limits.size() > 1)
      proxy.servers().stream()
          .flatMap(server -> server.maxConnections().stream())
          .findFirst()
          .ifPresent(
              limit ->
                  build.refuse(
                      limit.span(),
                      "Envoy has one `maxConnections` for all servers of a proxy",
                      "write the same for every server"));
    return limits.size() == 1 ? limits.iterator().next() : 0;
  }

  private static Map<String, Object> check(Check check) {
    Check.Type type = check.type().value();
    boolean verified = type == Check.Type.HTTPS && !check.verify().value().equals("none");
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("interval", seconds(check.interval().value()));
    values.put("timeout", seconds(check.timeout().value()));
    values.put("rise", check.rise().value());
    values.put("fall", check.fall().value());
    values.put("path", type.isHttp() ? YamlText.of(check.path().value()) : "");
    values.put("status", check.expect().value());
    values.put("after_status", check.expect().value() + 1);
    values.put("tls", type == Check.Type.HTTPS || type == Check.Type.TLS_HELLO);
    values.put("authority", verified ? YamlText.of(check.verify().value()) : "");
    return values;
  }

  private Map<String, Object> servers() {
    boolean named = proxy.servers().stream().anyMatch(server -> at(server).address().isEmpty());
    List<Server> active = proxy.servers().stream().filter(s -> !s.backup().value()).toList();
    List<Server> backup = proxy.servers().stream().filter(s -> s.backup().value()).toList();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("discovery", named ? "STRICT_DNS" : "STATIC");
    // one server in health is then enough for all clients of its group
    values.put("overprovisioning", backup.isEmpty() ? 0 : WHOLE * Math.max(1, active.size()));
    values.put(
        "localities",
        Stream.of(active, backup)
            .filter(servers -> !servers.isEmpty())
            .map(servers -> locality(servers, servers == backup && !active.isEmpty()))
            .toList());
    return values;
  }

  private static Map<String, Object> locality(List<Server> servers, boolean second) {
    return Map.of(
        "priority", second ? 1 : 0, "servers", servers.stream().map(Cluster::server).toList());
  }

  private static Map<String, Object> server(Server server) {
    int weight = server.weight().map(Located::value).orElse(0);
    Map<String, Object> values = EnvoyEmitter.socket(at(server));
    values.put("weight", weight);
    values.put("draining", weight == 0 && server.weight().isPresent());
    return values;
  }

  private static HostPort at(Server server) {
    return new HostPort(server.address().value(), OptionalInt.of(server.port().value()));
  }

  /** A duration as protobuf's JSON writes it. */
  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + "s";
  }
}
