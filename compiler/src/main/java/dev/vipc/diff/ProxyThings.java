package dev.vipc.diff;

import dev.vipc.diff.Thing.Builder;
import dev.vipc.model.HostPort;
import dev.vipc.model.Node;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.CheckMethod;
import dev.vipc.model.Proxy.CheckStep;
import dev.vipc.model.Proxy.Server;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Routes;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a node's proxies say: each way in with what lies behind it, whether a section is both or two
 * sections are joined.
 */
final class ProxyThings {
  /** Balances that go by the order of the servers; hashes too, unless they are consistent. */
  private static final Set<String> BY_ORDER =
      Set.of("first", "source", "uri", "url_param", "hdr", "rdp-cookie", "hash");

  private final Node node;

  ProxyThings(Node node) {
    this.node = node;
  }

  Stream<Thing> all() {
    return node.parts().all(ProxyDaemon.class).stream().flatMap(ProxyThings::daemon);
  }

  private static Stream<Thing> daemon(ProxyDaemon daemon) {
    String engine = daemon.engine().name().toLowerCase(Locale.ROOT);
    Routes routes = new Routes(daemon);
    Stream<Thing> ways =
        daemon.proxies().stream()
            .filter(Proxy::isFrontend)
            .filter(frontend -> !isSaidAgain(frontend, daemon, routes))
            .map(frontend -> way(engine, frontend, routes.backendsOf(frontend)))
            .map(way -> daemon.engine() == ProxyDaemon.Engine.LVS ? LvsWords.asSpecsSay(way) : way);
    Stream<Thing> unused =
        daemon.proxies().stream()
            .filter(proxy -> !proxy.isFrontend() && routes.frontendsOf(proxy).isEmpty())
            .map(ProxyThings::unused);
    Thing limits =
        new Builder("proxy settings", engine, Aspect.PROXY_SETTING, Optional.empty())
            .identity(engine)
            .says(
                Statement.of("maxconn", Aspect.LIMIT, daemon.maxConnections(), n -> n, "its own")
                    .ofFiles())
            .build();
    return Stream.of(ways, unused, Stream.of(limits)).flatMap(things -> things);
  }

  /** A page of metrics that several proxies of a spec state is one. */
  private static boolean isSaidAgain(Proxy frontend, ProxyDaemon daemon, Routes routes) {
    return routes.backendsOf(frontend).isEmpty()
        && daemon.proxies().stream()
            .takeWhile(earlier -> earlier != frontend)
            .anyMatch(
                earlier ->
                    !earlier.listeners().isEmpty()
                        && routes.backendsOf(earlier).isEmpty()
                        && listeners(earlier).equals(listeners(frontend)));
  }

  private static List<String> listeners(Proxy frontend) {
    return frontend.listeners().stream().map(ProxyThings::shown).sorted().toList();
  }

  private static Thing way(String engine, Proxy frontend, List<Proxy> backends) {
    String listeners = String.join(", ", listeners(frontend));
    Builder thing =
        new Builder("proxy", frontend.name().value(), Aspect.LISTENER, Optional.of(frontend.span()))
            .identity("listens " + listeners)
            .identity("name " + frontend.name().value());
    thing.says(
        Statement.of(
            "name", Aspect.NAME, frontend.name().value(), Optional.of(frontend.name().span())));
    thing.says(Statement.of("program", Aspect.ENGINE, engine, Optional.empty()));
    thing.says(
        Statement.of(
            "mode",
            Aspect.PROXY_MODE,
            frontend.mode(),
            mode -> mode.name().toLowerCase(Locale.ROOT),
            "tcp"));
    for (Proxy.Listener listener : frontend.listeners()) listener(thing, listener);
    thing
        .says(Statement.of("maxconn", Aspect.LIMIT, frontend.maxConnections(), n -> n, "none"))
        .says(time("timeout client", frontend.timeouts().client()));
    for (Located<String> option : frontend.options()) option(thing, option);
    for (Located<String> option : frontend.httpOnlyOptions()) option(thing, option);
    if (backends.size() == 1) behind(thing, backends.getFirst(), frontend);
    else
      for (Proxy backend : backends) {
        Builder inner = backend(backend);
        behind(inner, backend, frontend);
        thing.part(inner.build());
      }
    return thing.build();
  }

  private static Builder backend(Proxy backend) {
    return new Builder(
            "backend", backend.name().value(), Aspect.PROXY_SETTING, Optional.of(backend.span()))
        .identity(backend.name().value());
  }

  private static Thing unused(Proxy backend) {
    Builder thing = backend(backend);
    behind(thing, backend, backend);
    return thing.build();
  }

  private static String shown(Proxy.Listener listener) {
    return listener.address().value().map(ProxyThings::shown).orElse("?")
        + (listener.ports() > 1 ? "+" + (listener.ports() - 1) : "");
  }

  /** {@code *}, {@code 0.0.0.0} and the empty host are every IPv4 address. */
  private static String shown(HostPort at) {
    boolean every = Set.of("", "*", "0.0.0.0").contains(at.host());
    return (every ? new HostPort("*", at.port()) : at).toString();
  }

  private static void listener(Builder thing, Proxy.Listener listener) {
    thing.says(
        Statement.of("listens on", Aspect.LISTENER, shown(listener), listener.address().span()));
    if (listener.tls())
      thing.says(
          Statement.of(
              "TLS on " + shown(listener),
              Aspect.PROXY_MODE,
              "true",
              Optional.of(listener.span())));
  }

  private static void option(Builder thing, Located<String> option) {
    thing.says(
        Statement.of("option", Aspect.PROXY_SETTING, option.value(), Optional.of(option.span()))
            .ofFiles());
  }

  private static void behind(Builder thing, Proxy backend, Proxy frontend) {
    Proxy.Timeouts timeouts = backend.timeouts();
    String balance = backend.balance().orDefault("roundrobin").orElse("");
    thing
        .says(Statement.of("balance", Aspect.BALANCE, backend.balance(), b -> b, "roundrobin"))
        .says(time("timeout connect", timeouts.connect()))
        .says(time("timeout server", timeouts.server()))
        .says(time("timeout tunnel", timeouts.tunnel()))
        .says(time("timeout queue", timeouts.queue()))
        .says(time("timeout check", timeouts.check()))
        .says(
            Statement.of("retries", Aspect.PROXY_SETTING, backend.retries(), n -> n, "3")
                .ofFiles());
    if (backend != frontend)
      for (Located<String> option : backend.options())
        if (frontend.options().stream().noneMatch(o -> o.value().equals(option.value())))
          option(thing, option);
    check(thing, backend.check());
    thing.ordered(BY_ORDER.stream().anyMatch(word -> balance.split("[ (]", 2)[0].equals(word)));
    for (Server server : backend.servers()) thing.part(server(server, backend.check()));
  }

  private static Statement time(String field, Setting<Duration> time) {
    return Statement.of(field, Aspect.TIMEOUT, time, Durations::shown, "none");
  }

  private static void check(Builder thing, Optional<CheckMethod> method) {
    CheckMethod.Kind kind = method.map(CheckMethod::kind).orElse(CheckMethod.Kind.CONNECT);
    thing.says(
        Statement.of(
            "check",
            Aspect.CHECK,
            kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
            method.map(CheckMethod::span)));
    Setting<String> path = method.map(CheckMethod::path).orElse(Setting.unset());
    thing.says(Statement.of("path of the check", Aspect.CHECK, path, p -> p, "none"));
    List<CheckStep> steps = method.map(CheckMethod::steps).orElse(List.of());
    Optional<Span> place = steps.stream().map(CheckStep::span).findFirst();
    thing.says(
        Statement.of(
            "expected answer",
            Aspect.CHECK,
            steps(steps.stream().filter(step -> step.action().equals("expect"))),
            place));
    thing.says(
        Statement.of("steps of the check", Aspect.CHECK, steps(steps.stream()), place).ofFiles());
  }

  private static String steps(Stream<CheckStep> steps) {
    String all = steps.map(ProxyThings::step).collect(Collectors.joining("; "));
    return all.isEmpty() ? "none" : all;
  }

  private static String step(CheckStep step) {
    return Stream.concat(Stream.of(step.action()), step.arguments().stream().map(Located::value))
        .collect(Collectors.joining(" "));
  }

  private static Thing server(Server server, Optional<CheckMethod> method) {
    String address = server.address().value().map(HostPort::toString).orElse("?");
    Optional<Span> line = Optional.of(server.span());
    boolean tls = server.checkTls() || method.map(CheckMethod::tls).orElse(false);
    return new Builder(Thing.SERVER, server.name().value(), Aspect.SERVER, line)
        .identity("at " + address)
        .identity("name " + server.name().value())
        .says(
            Statement.of(
                "name", Aspect.NAME, server.name().value(), Optional.of(server.name().span())))
        .says(Statement.of("address", Aspect.SERVER, server.address(), HostPort::toString, "none"))
        .says(Statement.of("checked", Aspect.CHECK, String.valueOf(server.checked()), line))
        .says(Statement.of("check speaks TLS", Aspect.CHECK, String.valueOf(tls), line))
        .says(Statement.of("TLS to it", Aspect.SERVER, String.valueOf(server.tls()), line))
        .says(
            Statement.of("check interval", Aspect.CHECK, server.interval(), Durations::shown, "2s"))
        .says(
            Statement.of(
                "check interval while it changes",
                Aspect.CHECK,
                server.fastInterval(),
                Durations::shown,
                "the check interval"))
        .says(
            Statement.of(
                "check interval while down",
                Aspect.CHECK,
                server.downInterval(),
                Durations::shown,
                "the check interval"))
        .says(Statement.of("rise", Aspect.CHECK, server.rise(), n -> n, "2"))
        .says(Statement.of("fall", Aspect.CHECK, server.fall(), n -> n, "3"))
        .says(
            Statement.of("checked at", Aspect.CHECK, server.checkAddress(), a -> a, "its address"))
        .says(Statement.of("checked at port", Aspect.CHECK, server.checkPort(), p -> p, "its port"))
        .says(Statement.of("maxconn", Aspect.LIMIT, server.maxConnections(), n -> n, "none"))
        .says(Statement.of("weight", Aspect.SERVER, server.weight(), w -> w, "1"))
        .says(Statement.of("backup", Aspect.SERVER, String.valueOf(server.backup()), line))
        .says(Statement.of("disabled", Aspect.SERVER, String.valueOf(server.disabled()), line))
        .says(Statement.of("how many", Aspect.SERVER, String.valueOf(server.count()), line))
        .build();
  }
}
