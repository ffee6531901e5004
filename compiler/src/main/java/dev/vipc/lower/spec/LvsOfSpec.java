package dev.vipc.lower.spec;

import dev.vipc.model.HostPort;
import dev.vipc.model.Part;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.model.SysctlSetting;
import dev.vipc.model.TranslatedService;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Lvs;
import dev.vipc.spec.LvsHosts;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.VirtualServer;
import dev.vipc.spec.VirtualServer.RealServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The LVS services that a spec gives a node, and the kernel settings that they need. */
final class LvsOfSpec {
  private LvsOfSpec() {}

  /** As keepalived states them; a service on several addresses has none of its own. */
  static List<VrrpDaemon.VirtualServer> services(HaSpec spec, SpecNode node) {
    return spec.virtualServersOn(node).stream().map(LvsOfSpec::service).toList();
  }

  static List<Part> parts(HaSpec spec, SpecNode node) {
    List<Part> parts = new ArrayList<>();
    List<VirtualServer> services = spec.virtualServersOn(node);
    if (!services.isEmpty())
      parts.add(
          new ProxyDaemon(
              spec.file(),
              ProxyDaemon.Engine.LVS,
              Setting.unset(),
              services.stream().map(LvsOfSpec::proxy).toList(),
              false));
    for (VirtualServer service : services)
      if (service.lvs().forwarding().value() == Lvs.Forwarding.NAT)
        parts.add(
            new TranslatedService(
                spec.file(), service(service).address(), service.lvs().forwarding().span()));
    LvsHosts hosts = new LvsHosts(spec);
    Span place = node.name().span();
    Stream.of(hosts.balancerSettings(node), hosts.serverSettings(node))
        .flatMap(settings -> settings.entrySet().stream())
        .map(setting -> sysctl(setting.getKey(), setting.getValue(), place))
        .forEach(parts::add);
    return parts;
  }

  static SysctlSetting sysctl(String name, String value, Span place) {
    return new SysctlSetting(new Located<>(name, place), new Located<>(value, place));
  }

  private static VrrpDaemon.VirtualServer service(VirtualServer service) {
    Span place = service.proxy().listen().span();
    Optional<HostPort> only =
        Optional.of(service.listeners())
            .filter(listeners -> listeners.size() == 1)
            .map(List::getFirst);
    return new VrrpDaemon.VirtualServer(
        only.flatMap(HostPort::address)
            .map(address -> Setting.of(address, place))
            .orElseGet(Setting::unset),
        only.map(at -> Setting.of(at.port().orElseThrow(), place)).orElseGet(Setting::unset),
        true,
        service.proxy().name().span());
  }

  private static Proxy proxy(VirtualServer service) {
    SpecProxy proxy = service.proxy();
    Span listen = proxy.listen().span();
    List<Proxy.Server> servers =
        Stream.concat(service.servers().stream(), service.backup().stream())
            .map(real -> server(proxy, real))
            .toList();
    return new Proxy(
        Proxy.Kind.LISTEN,
        new Located<>(service.name(), proxy.name().span()),
        Setting.of(Proxy.Mode.TCP, proxy.name().span()),
        service.listeners().stream()
            .map(at -> new Proxy.Listener(Setting.of(at, listen), 1, false, listen))
            .toList(),
        servers,
        Proxy.portsOf(servers),
        Settings.of(proxy.balance().map(SpecProxy.Balance::word)),
        List.of(ProxiesOfSpec.check(proxy.check())),
        new Proxy.Timeouts(
            Setting.unset(),
            Settings.of(proxy.timeouts().client()),
            Settings.of(proxy.timeouts().client()),
            Setting.unset(),
            Setting.unset(),
            Settings.of(proxy.check().timeout())),
        List.of(),
        List.of(),
        List.of(),
        Setting.unset(),
        Setting.unset(),
        Optional.empty(),
        proxy.name().span());
  }

  private static Proxy.Server server(SpecProxy proxy, RealServer real) {
    return new Proxy.Server(
        real.server().name(),
        Setting.of(
            new HostPort(real.address().toString(), OptionalInt.of(real.port())),
            real.server().address().span()),
        ProxiesOfSpec.options(proxy.check(), real.server(), !real.server().backup().value()),
        0,
        1,
        real.server().name().span());
  }
}
