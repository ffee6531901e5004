package dev.vipc.lower.spec;

import dev.vipc.model.HostPort;
import dev.vipc.model.Proxy;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/** Parts of a proxy that passes TCP on, for programs that keep listeners and servers apart. */
final class Sections {
  private Sections() {}

  static Proxy tcp(
      Proxy.Kind kind,
      Located<String> name,
      List<Proxy.Listener> listeners,
      List<Proxy.Server> servers,
      Setting<String> balance,
      Proxy.Timeouts timeouts,
      List<Located<String>> backends) {
    return new Proxy(
        kind,
        name,
        Setting.of(Proxy.Mode.TCP, name.span()),
        listeners,
        servers,
        Proxy.portsOf(servers),
        balance,
        List.of(),
        timeouts,
        List.of(),
        List.of(),
        backends,
        Setting.unset(),
        Setting.unset(),
        Optional.empty(),
        name.span());
  }

  static Proxy.Listener listener(HostPort at, Span place) {
    return new Proxy.Listener(Setting.of(at, place), 1, false, place);
  }
}
