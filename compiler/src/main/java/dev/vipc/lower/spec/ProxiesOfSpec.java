package dev.vipc.lower.spec;

import dev.vipc.model.HostPort;
import dev.vipc.model.Part;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.CheckMethod;
import dev.vipc.model.Proxy.CheckStep;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.SpecProxy.Check;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** The HAProxy and the vipd that a spec puts on a node. */
final class ProxiesOfSpec {
  /** How long a client of the metrics may be silent, as the templates write it. */
  private static final Duration METRICS_CLIENT = Duration.ofSeconds(10);

  private ProxiesOfSpec() {}

  static List<ProxyDaemon> daemons(HaSpec spec, SpecNode node) {
    return Stream.of(
            daemon(spec, node, SpecProxy.Engine.HAPROXY, ProxyDaemon.Engine.HAPROXY),
            daemon(spec, node, SpecProxy.Engine.VIPD, ProxyDaemon.Engine.VIPD))
        .flatMap(Optional::stream)
        .toList();
  }

  /** What the kernel is told for the proxies that it carries. */
  static List<Part> settings(HaSpec spec, SpecNode node) {
    return spec.forwardingSettings(node).stream()
        .<Part>map(name -> LvsOfSpec.sysctl(name, "1", node.name().span()))
        .toList();
  }

  private static Optional<ProxyDaemon> daemon(
      HaSpec spec, SpecNode node, SpecProxy.Engine engine, ProxyDaemon.Engine program) {
    List<SpecProxy> proxies = spec.proxiesOn(node, engine);
    if (proxies.isEmpty()) return Optional.empty();
    return Optional.of(
        new ProxyDaemon(
            spec.file(),
            program,
            Setting.unset(),
            proxies.stream().flatMap(ProxiesOfSpec::proxies).toList(),
            false));
  }

  private static Stream<Proxy> proxies(SpecProxy proxy) {
    return Stream.concat(Stream.of(relay(proxy)), metrics(proxy).stream());
  }

  private static Proxy relay(SpecProxy proxy) {
    Span name = proxy.name().span();
    List<Proxy.Server> servers =
        proxy.servers().stream().map(server -> server(proxy, server)).toList();
    return new Proxy(
        Proxy.Kind.LISTEN,
        proxy.name(),
        Setting.of(Proxy.Mode.TCP, name),
        proxy.listen().value().stream().map(at -> listener(at, proxy.listen().span())).toList(),
        servers,
        Proxy.portsOf(servers),
        Settings.of(proxy.balance().map(SpecProxy.Balance::word)),
        List.of(check(proxy.check())),
        timeouts(proxy),
        List.of(),
        List.of(),
        List.of(),
        proxy.isTranslated() ? Setting.unset() : Settings.of(proxy.maxConnections()),
        Setting.unset(),
        Optional.empty(),
        name);
  }

  private static Proxy.Listener listener(HostPort at, Span place) {
    return new Proxy.Listener(Setting.of(at, place), 1, false, place);
  }

  private static Proxy.Server server(SpecProxy proxy, SpecProxy.Server server) {
    Check check = proxy.check();
    return new Proxy.Server(
        server.name(),
        Setting.of(
            new HostPort(server.address().value(), OptionalInt.of(server.port().value())),
            server.address().span()),
        options(check, server, true),
        0,
        1,
        server.name().span());
  }

  static Proxy.ServerOptions options(Check check, SpecProxy.Server server, boolean checked) {
    return new Proxy.ServerOptions(
        checked,
        check.type().value() == Check.Type.HTTPS,
        false,
        Settings.of(check.interval()),
        Setting.unset(),
        Setting.unset(),
        Settings.of(check.rise()),
        Settings.of(check.fall()),
        Settings.of(server.maxConnections()),
        Settings.of(server.weight()),
        server.backup().value(),
        false,
        Setting.unset(),
        Setting.unset(),
        server.name().span());
  }

  static CheckMethod check(Check check) {
    CheckMethod.Kind kind =
        switch (check.type().value()) {
          case TCP -> CheckMethod.Kind.CONNECT;
          case TLS_HELLO -> CheckMethod.Kind.TLS_HELLO;
          case HTTP, HTTPS -> CheckMethod.Kind.HTTP;
        };
    Setting<String> path =
        check.type().value().isHttp() ? Settings.of(check.path()) : Setting.unset();
    return new CheckMethod(kind, path, false, steps(check), false, check.type().span());
  }

  private static List<CheckStep> steps(Check check) {
    if (!check.type().value().isHttp()) return List.of();
    Span place = check.expect().span();
    return List.of(
        new CheckStep(
            "expect",
            List.of(
                new Located<>("status", place),
                new Located<>(String.valueOf(check.expect().value()), place)),
            place));
  }

  private static Proxy.Timeouts timeouts(SpecProxy proxy) {
    if (proxy.isTranslated())
      return new Proxy.Timeouts(
          Setting.unset(),
          Setting.unset(),
          Setting.unset(),
          Setting.unset(),
          Setting.unset(),
          Settings.of(proxy.check().timeout()));
    return new Proxy.Timeouts(
        Settings.of(proxy.timeouts().connect()),
        Settings.of(proxy.timeouts().client()),
        Settings.of(proxy.timeouts().server()),
        Setting.unset(),
        Settings.of(proxy.timeouts().queue()),
        Settings.of(proxy.check().timeout()));
  }

  private static Optional<Proxy> metrics(SpecProxy proxy) {
    return proxy
        .metrics()
        .map(
            at ->
                new Proxy(
                    Proxy.Kind.FRONTEND,
                    proxy.name().map(name -> name + "-metrics"),
                    Setting.of(Proxy.Mode.HTTP, at.span()),
                    List.of(listener(at.value(), at.span())),
                    List.of(),
                    Set.of(),
                    Setting.unset(),
                    List.of(),
                    new Proxy.Timeouts(
                        Setting.unset(),
                        Setting.of(METRICS_CLIENT, at.span()),
                        Setting.unset(),
                        Setting.unset(),
                        Setting.unset(),
                        Setting.unset()),
                    List.of(),
                    List.of(),
                    List.of(),
                    Setting.unset(),
                    Setting.unset(),
                    Optional.empty(),
                    at.span()));
  }
}
