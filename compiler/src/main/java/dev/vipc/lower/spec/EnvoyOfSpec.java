package dev.vipc.lower.spec;

import dev.vipc.model.EnvoyFile;
import dev.vipc.model.HostPort;
import dev.vipc.model.Parts;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.CheckMethod;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.SpecProxy.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The Envoy that a spec puts on a node, as its bootstrap will say it: a listener for each address
 * and a cluster for each proxy.
 */
final class EnvoyOfSpec {
  private EnvoyOfSpec() {}

  static Parts parts(HaSpec spec, SpecNode node) {
    List<SpecProxy> proxies = spec.proxiesOn(node, SpecProxy.Engine.ENVOY);
    if (proxies.isEmpty()) return Parts.NONE;
    List<Proxy> sections = new ArrayList<>();
    for (SpecProxy proxy : proxies) frontends(proxy, sections);
    for (SpecProxy proxy : proxies) sections.add(backend(proxy));
    ProxyDaemon daemon =
        new ProxyDaemon(
            spec.file(), ProxyDaemon.Engine.ENVOY, Setting.unset(), List.copyOf(sections), false);
    EnvoyFile file =
        new EnvoyFile(
            spec.file(),
            admin(proxies),
            List.of(),
            proxies.stream().map(EnvoyOfSpec::cluster).toList());
    return Parts.of(daemon).and(Parts.of(file));
  }

  private static Optional<EnvoyFile.Admin> admin(List<SpecProxy> proxies) {
    return proxies.stream()
        .flatMap(proxy -> proxy.metrics().stream())
        .findFirst()
        .map(
            at ->
                new EnvoyFile.Admin(
                    Setting.of(host(at.value()), at.span()),
                    Setting.of(at.value().port().orElseThrow(), at.span())));
  }

  /** {@code *} is every IPv4 address. */
  private static String host(HostPort at) {
    return at.host().equals("*") ? "0.0.0.0" : at.host();
  }

  private static void frontends(SpecProxy proxy, List<Proxy> sections) {
    Span place = proxy.listen().span();
    Proxy.Timeouts idle =
        new Proxy.Timeouts(
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Settings.of(proxy.timeouts().client()),
            Setting.unset(),
            Setting.unset());
    int count = 0;
    for (HostPort at : proxy.listen().value()) {
      String number = ++count == 1 ? "" : "-" + count;
      sections.add(
          Sections.tcp(
              Proxy.Kind.FRONTEND,
              proxy.name().map(name -> name + number),
              List.of(Sections.listener(new HostPort(host(at), at.port()), place)),
              List.of(),
              Setting.unset(),
              idle,
              List.of(proxy.name().map(name -> name + SpecProxy.SERVERS))));
    }
  }

  private static Proxy backend(SpecProxy proxy) {
    Proxy.Timeouts timeouts =
        new Proxy.Timeouts(
            Settings.of(proxy.timeouts().connect()),
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Settings.of(proxy.check().timeout()));
    // active servers first, as their groups stand in the file
    List<Proxy.Server> servers =
        Stream.of(false, true)
            .flatMap(
                backup ->
                    proxy.servers().stream()
                        .filter(server -> server.backup().value().equals(backup)))
            .map(server -> server(proxy, server))
            .toList();
    Located<String> name = proxy.name().map(own -> own + SpecProxy.SERVERS);
    return new Proxy(
        Proxy.Kind.BACKEND,
        name,
        Setting.unset(),
        List.of(),
        servers,
        Proxy.portsOf(servers),
        Settings.of(proxy.balance().map(SpecProxy.Balance::word)),
        List.of(check(proxy.check())),
        timeouts,
        List.of(),
        List.of(),
        List.of(),
        Setting.unset(),
        Setting.unset(),
        Optional.empty(),
        name.span());
  }

  private static Proxy.Server server(SpecProxy proxy, SpecProxy.Server server) {
    Check check = proxy.check();
    HostPort at = new HostPort(server.address().value(), OptionalInt.of(server.port().value()));
    boolean draining = server.weight().filter(weight -> weight.value() == 0).isPresent();
    Proxy.ServerOptions options =
        new Proxy.ServerOptions(
            true,
            isTls(check),
            false,
            Settings.of(check.interval()),
            Setting.unset(),
            Setting.unset(),
            Settings.of(check.rise()),
            Settings.of(check.fall()),
            Setting.unset(),
            draining ? Setting.unset() : Settings.of(server.weight()),
            server.backup().value(),
            draining,
            Setting.unset(),
            Setting.unset(),
            server.name().span());
    return new Proxy.Server(
        new Located<>(at.toString(), server.name().span()),
        Setting.of(at, server.address().span()),
        options,
        0,
        1,
        server.name().span());
  }

  private static boolean isTls(Check check) {
    return check.type().value() == Check.Type.HTTPS || check.type().value() == Check.Type.TLS_HELLO;
  }

  /** A hello of TLS is a connection that opens over TLS. */
  private static CheckMethod check(Check check) {
    boolean http = check.type().value().isHttp();
    return new CheckMethod(
        http ? CheckMethod.Kind.HTTP : CheckMethod.Kind.CONNECT,
        http ? Settings.of(check.path()) : Setting.unset(),
        false,
        List.of(),
        false,
        check.type().span());
  }

  private static EnvoyFile.Cluster cluster(SpecProxy proxy) {
    Check check = proxy.check();
    boolean http = check.type().value().isHttp();
    return new EnvoyFile.Cluster(
        proxy.name().map(name -> name + SpecProxy.SERVERS),
        proxy.servers().size(),
        isTls(check),
        Setting.of(0, proxy.engine().span()),
        List.of(
            new EnvoyFile.Check(
                http ? EnvoyFile.Check.Kind.HTTP : EnvoyFile.Check.Kind.TCP,
                http ? Settings.of(check.path()) : Setting.unset(),
                check.type().span())));
  }
}
