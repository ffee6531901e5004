package dev.vipc.lower.spec;

import dev.vipc.model.HostPort;
import dev.vipc.model.NginxFile;
import dev.vipc.model.Parts;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.spec.Delivery;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.NginxLimits;
import dev.vipc.spec.Program;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The nginx that a spec puts on a node, as its nginx.conf will say it: an upstream and a server for
 * each proxy, and a server of {@code http} for each address with metrics.
 */
final class NginxOfSpec {
  private static final String MODULE = "modules/ngx_stream_module.so";

  private NginxOfSpec() {}

  static Parts parts(HaSpec spec, SpecNode node) {
    List<SpecProxy> proxies = spec.proxiesOn(node, SpecProxy.Engine.NGINX);
    if (proxies.isEmpty()) return Parts.NONE;
    Span first = proxies.getFirst().engine().span();
    Span limit = proxies.getFirst().maxConnections().span();
    Setting<Integer> connections = Setting.of(NginxLimits.workerConnections(proxies), limit);
    ProxyDaemon daemon =
        new ProxyDaemon(
            spec.file(), ProxyDaemon.Engine.NGINX, connections, sections(proxies), false);
    NginxFile file =
        new NginxFile(
            spec.file(),
            true,
            Optional.of(first),
            modules(spec, first),
            false,
            connections,
            Setting.of(NginxLimits.openFiles(proxies), limit),
            proxies.stream().map(NginxOfSpec::passive).toList(),
            List.of());
    return Parts.of(daemon).and(Parts.of(file));
  }

  /** An image has its modules in the program. */
  private static List<Located<String>> modules(HaSpec spec, Span place) {
    boolean installed =
        Optional.ofNullable(spec.delivery().get(Program.NGINX))
            .filter(how -> how.value() == Delivery.SYSTEMD)
            .isPresent();
    return installed ? List.of(new Located<>(MODULE, place)) : List.of();
  }

  private static List<Proxy> sections(List<SpecProxy> proxies) {
    List<Proxy> sections = new ArrayList<>();
    proxies.forEach(proxy -> sections.add(backend(proxy)));
    proxies.forEach(proxy -> sections.add(frontend(proxy)));
    Set<HostPort> pages = new HashSet<>();
    for (SpecProxy proxy : proxies)
      proxy.metrics().filter(at -> pages.add(at.value())).ifPresent(at -> sections.add(page(at)));
    return List.copyOf(sections);
  }

  private static Proxy backend(SpecProxy proxy) {
    List<Proxy.Server> servers =
        proxy.servers().stream().map(server -> server(proxy, server)).toList();
    return Sections.tcp(
        Proxy.Kind.BACKEND,
        proxy.name().map(name -> name + SpecProxy.SERVERS),
        List.of(),
        servers,
        balance(proxy),
        Proxy.Timeouts.NONE,
        List.of());
  }

  /** Round robin is what nginx does unasked. */
  private static Setting<String> balance(SpecProxy proxy) {
    return proxy.balance().value() == SpecProxy.Balance.ROUND_ROBIN
        ? Setting.unset()
        : Settings.of(proxy.balance().map(SpecProxy.Balance::word));
  }

  private static Proxy frontend(SpecProxy proxy) {
    Proxy.Timeouts timeouts =
        new Proxy.Timeouts(
            Settings.of(proxy.timeouts().connect()),
            Setting.unset(),
            Setting.unset(),
            Settings.of(proxy.timeouts().client()),
            Setting.unset(),
            Setting.unset());
    Span place = proxy.listen().span();
    return Sections.tcp(
        Proxy.Kind.FRONTEND,
        new Located<>(proxy.listen().value().getFirst().toString(), place),
        proxy.listen().value().stream().map(at -> Sections.listener(at, place)).toList(),
        List.of(),
        Setting.unset(),
        timeouts,
        List.of(proxy.name().map(name -> name + SpecProxy.SERVERS)));
  }

  private static Proxy page(Located<HostPort> at) {
    return new Proxy(
        Proxy.Kind.FRONTEND,
        at.map(HostPort::toString),
        Setting.of(Proxy.Mode.HTTP, at.span()),
        List.of(Sections.listener(at.value(), at.span())),
        List.of(),
        Set.of(),
        Setting.unset(),
        List.of(),
        Proxy.Timeouts.NONE,
        List.of(),
        List.of(),
        List.of(),
        Setting.unset(),
        Setting.unset(),
        Optional.empty(),
        at.span());
  }

  private static Proxy.Server server(SpecProxy proxy, SpecProxy.Server server) {
    HostPort at = new HostPort(server.address().value(), OptionalInt.of(server.port().value()));
    boolean down = server.weight().filter(weight -> weight.value() == 0).isPresent();
    Proxy.ServerOptions options =
        new Proxy.ServerOptions(
            false,
            false,
            false,
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Settings.of(server.maxConnections()),
            down ? Setting.unset() : Settings.of(server.weight()),
            server.backup().value(),
            down,
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

  private static NginxFile.Upstream passive(SpecProxy proxy) {
    Stream<NginxFile.Passive> servers =
        proxy.servers().stream()
            .map(
                server ->
                    new NginxFile.Passive(
                        server(proxy, server).address(),
                        Settings.of(proxy.passive().failures()),
                        Settings.of(proxy.passive().pause()),
                        server.name().span()));
    return new NginxFile.Upstream(
        proxy.name().map(name -> name + SpecProxy.SERVERS), servers.toList());
  }
}
