package dev.vipc.lower.envoy;

import dev.vipc.lower.YamlFields;
import dev.vipc.model.EnvoyFile;
import dev.vipc.model.HostPort;
import dev.vipc.model.LiteralSecret;
import dev.vipc.model.Parts;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.CheckMethod;
import dev.vipc.model.Proxy.Kind;
import dev.vipc.model.Proxy.Listener;
import dev.vipc.model.Proxy.Mode;
import dev.vipc.model.Proxy.Server;
import dev.vipc.model.Proxy.Timeouts;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads one bootstrap: a listener is a frontend, a cluster a backend. What the v2 API says in other
 * words is read too.
 */
final class BootstrapReader {
  private static final Map<String, String> POLICIES =
      Map.of(
          "ROUND_ROBIN", "roundrobin",
          "LEAST_REQUEST", "leastconn",
          "RANDOM", "random",
          "RING_HASH", "hash",
          "MAGLEV", "hash");

  private final SourceFile file;
  private final Fields root;
  private final List<Proxy> proxies = new ArrayList<>();
  private final List<EnvoyFile.Cluster> clusters = new ArrayList<>();

  /** Clusters that a listener chooses servers of by the client's address. */
  private final Set<String> sourceHashed = new HashSet<>();

  BootstrapReader(SourceFile file, YamlFields document) {
    this.file = file;
    this.root = new Fields(document);
  }

  Parts parts() {
    Fields resources = root.at("static_resources");
    resources.list("listeners").forEach(this::listener);
    resources.list("clusters").forEach(this::cluster);
    ProxyDaemon daemon =
        new ProxyDaemon(
            file, ProxyDaemon.Engine.ENVOY, Setting.unset(), List.copyOf(proxies), false);
    return Parts.of(daemon)
        .and(
            Parts.of(
                new EnvoyFile(file, admin(), RetiredNames.in(root.yaml().mapping()), clusters)))
        .and(
            Parts.of(
                InlineSecrets.in(root.yaml().mapping()).stream()
                    .map(place -> new LiteralSecret(LiteralSecret.Kind.ENVOY_SECRET, place))
                    .toList()));
  }

  private Optional<EnvoyFile.Admin> admin() {
    Fields socket = root.at("admin").at("address").at("socket_address");
    if (!socket.has("port_value")) return Optional.empty();
    return Optional.of(new EnvoyFile.Admin(socket.host("address"), socket.port("port_value")));
  }

  private void listener(Fields listener) {
    List<Fields> chains = listener.list("filter_chains");
    List<Fields> configs = chains.stream().flatMap(BootstrapReader::configs).toList();
    boolean tls = chains.stream().anyMatch(BootstrapReader::isTls);
    Fields socket = listener.at("address").at("socket_address");
    if (socket.text("protocol").is("UDP")) return;
    Setting<HostPort> address = listener.socketAddress();
    Span head = head(listener);
    List<Listener> listeners =
        address.isUnset()
            ? List.of()
            : List.of(new Listener(address, 1, tls, place(address, head)));
    boolean http = configs.stream().anyMatch(config -> config.has("route_config"));
    configs.stream()
        .filter(BootstrapReader::hashesSource)
        .flatMap(BootstrapReader::clustersOf)
        .forEach(cluster -> sourceHashed.add(cluster.value()));
    List<Located<String>> backends =
        configs.stream().flatMap(BootstrapReader::clustersOf).distinct().toList();
    Setting<Duration> idle =
        http
            ? Setting.unset()
            : configs.stream()
                .map(config -> config.duration("idle_timeout"))
                .filter(setting -> !setting.isUnset())
                .findFirst()
                .orElse(Setting.unset());
    proxies.add(
        proxy(
            Kind.FRONTEND,
            listener.scalar("name").orElseGet(() -> new Located<>(nameOf(address), head)),
            Setting.of(http ? Mode.HTTP : Mode.TCP, head),
            listeners,
            List.of(),
            Setting.unset(),
            List.of(),
            timeouts(Setting.unset(), idle),
            backends,
            head));
  }

  private static boolean hashesSource(Fields config) {
    return config.list("hash_policy").stream().anyMatch(policy -> policy.has("source_ip"));
  }

  private static Span place(Setting<HostPort> address, Span otherwise) {
    return address.span().orElse(otherwise);
  }

  private static String nameOf(Setting<HostPort> address) {
    return address.value().map(HostPort::toString).orElse("listener");
  }

  private static Stream<Fields> configs(Fields chain) {
    return chain.list("filters").stream()
        .map(
            filter -> filter.has("typed_config") ? filter.at("typed_config") : filter.at("config"));
  }

  private static boolean isTls(Fields carrier) {
    return carrier.has("transport_socket") || carrier.has("tls_context");
  }

  /** The clusters that a filter leads to, by its own field or by its routes. */
  private static Stream<Located<String>> clustersOf(Fields config) {
    Stream<Located<String>> direct = config.scalar("cluster").stream();
    Stream<Located<String>> weighted =
        config.at("weighted_clusters").list("clusters").stream()
            .flatMap(cluster -> cluster.scalar("name").stream());
    Stream<Located<String>> routed =
        config.at("route_config").list("virtual_hosts").stream()
            .flatMap(host -> host.list("routes").stream())
            .flatMap(route -> route.at("route").scalar("cluster").stream());
    return Stream.of(direct, weighted, routed).flatMap(all -> all);
  }

  private void cluster(Fields cluster) {
    Span head = head(cluster);
    Located<String> name = cluster.scalar("name").orElseGet(() -> new Located<>("", head));
    boolean tls = isTls(cluster);
    List<Server> servers = new ArrayList<>();
    ActiveCheck active = ActiveCheck.of(cluster, tls);
    for (Fields host : cluster.list("hosts"))
      active.server(wrapped(host), tls, Setting.unset(), false, false, servers);
    for (Fields locality : cluster.at("load_assignment").list("endpoints")) {
      boolean backup = locality.integer("priority").value().filter(p -> p > 0).isPresent();
      for (Fields endpoint : locality.list("lb_endpoints"))
        active.server(
            endpoint.at("endpoint").socketAddress(),
            tls,
            endpoint.integer("load_balancing_weight"),
            backup,
            endpoint.text("health_status").is("DRAINING"),
            servers);
    }
    clusters.add(
        new EnvoyFile.Cluster(
            name,
            servers.size(),
            tls || cluster.has("transport_socket_matches"),
            cluster.at("common_lb_config").at("healthy_panic_threshold").integer("value"),
            checks(cluster)));
    Setting<String> policy =
        cluster
            .text("lb_policy")
            .map(p -> isBySource(name.value(), p) ? "source" : POLICIES.getOrDefault(p, p));
    proxies.add(
        proxy(
            Kind.BACKEND,
            name,
            Setting.unset(),
            List.of(),
            servers,
            policy,
            active.method(),
            new Timeouts(
                cluster.duration("connect_timeout"),
                Setting.unset(),
                Setting.unset(),
                Setting.unset(),
                Setting.unset(),
                active.timeout()),
            List.of(),
            head));
  }

  /** Whether every listener that leads to a cluster with hashing hashes the client's address. */
  private boolean isBySource(String cluster, String policy) {
    return "hash".equals(POLICIES.get(policy)) && sourceHashed.contains(cluster);
  }

  /** An item of v2's {@code hosts} is an address without the field around it. */
  private static Setting<HostPort> wrapped(Fields host) {
    Fields socket = host.at("socket_address");
    Setting<String> name = socket.host("address");
    Setting<Integer> port = socket.port("port_value");
    Span place = port.span().or(name::span).orElse(host.yaml().span());
    if (name.value().isEmpty() || port.value().isEmpty()) return Setting.unknown(place);
    return Setting.of(new HostPort(name.value().get(), OptionalInt.of(port.value().get())), place);
  }

  private static List<EnvoyFile.Check> checks(Fields cluster) {
    return cluster.list("health_checks").stream().map(BootstrapReader::check).toList();
  }

  private static EnvoyFile.Check check(Fields check) {
    EnvoyFile.Check.Kind kind =
        check.has("http_health_check")
            ? EnvoyFile.Check.Kind.HTTP
            : check.has("tcp_health_check") ? EnvoyFile.Check.Kind.TCP : EnvoyFile.Check.Kind.OTHER;
    Span place =
        check
            .keySpan("http_health_check")
            .or(() -> check.keySpan("tcp_health_check"))
            .orElse(check.yaml().span());
    return new EnvoyFile.Check(kind, check.at("http_health_check").text("path"), place);
  }

  private static Span head(Fields message) {
    return message
        .scalar("name")
        .map(Located::span)
        .orElseGet(() -> message.yaml().span().part(0, 1));
  }

  private static Timeouts timeouts(Setting<Duration> connect, Setting<Duration> idle) {
    return new Timeouts(
        connect, Setting.unset(), Setting.unset(), idle, Setting.unset(), Setting.unset());
  }

  private static Proxy proxy(
      Kind kind,
      Located<String> name,
      Setting<Mode> mode,
      List<Listener> listeners,
      List<Server> servers,
      Setting<String> balance,
      List<CheckMethod> checks,
      Timeouts timeouts,
      List<Located<String>> backends,
      Span head) {
    return new Proxy(
        kind,
        name,
        mode,
        listeners,
        List.copyOf(servers),
        Proxy.portsOf(servers),
        balance,
        checks,
        timeouts,
        List.of(),
        List.of(),
        backends,
        Setting.unset(),
        Setting.unset(),
        Optional.empty(),
        head);
  }
}
