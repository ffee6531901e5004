package dev.vipc.lower.haproxy;

import dev.vipc.keyword.HaproxySections;
import dev.vipc.keyword.HaproxySections.Section;
import dev.vipc.lower.Holes;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.Kind;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement.Directive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes the lines of one file in order. A proxy takes the values of the nearest {@code defaults}
 * section above it, or of the one that it names with {@code from}; a {@code defaults} section takes
 * nothing from the one before it unless it says so.
 */
final class HaproxyLowering {
  /** A defaults section as read, and where it begins. */
  private record Defaults(ProxySettings settings, Span place) {}

  private final SourceFile file;
  private final HaproxyValues values;
  private final ServerLines servers;
  private final GlobalSection global;
  private final Map<String, Defaults> named = new HashMap<>();
  private final List<Proxy> proxies = new ArrayList<>();
  private Defaults nearest;

  /** Takes a line of the section that is open. */
  private Consumer<Directive> body = _ -> {};

  /** Hands on what the open section says when it ends. */
  private Runnable end = () -> {};

  HaproxyLowering(SourceFile file, Holes holes) {
    this.file = file;
    values = new HaproxyValues(holes);
    servers = new ServerLines(values);
    global = new GlobalSection(values, holes);
    nearest = new Defaults(new ProxySettings(), file.startOfFile());
  }

  void take(Directive line) {
    if (!HaproxySections.begins(line)) {
      body.accept(line);
      return;
    }
    end.run();
    body = _ -> {};
    end = () -> {};
    begin(new Section(line, List.of()));
  }

  /** What the lines taken so far say; no more are taken after it. */
  ProxyDaemon daemon() {
    end.run();
    return new ProxyDaemon(
        file, ProxyDaemon.Engine.HAPROXY, global.maxConnections(), List.copyOf(proxies));
  }

  private void begin(Section section) {
    switch (section.kind()) {
      case "global" -> body = global::take;
      case "defaults" -> defaults(section);
      case "frontend" -> proxy(Kind.FRONTEND, section);
      case "backend" -> proxy(Kind.BACKEND, section);
      case "listen" -> proxy(Kind.LISTEN, section);
      default -> {}
    }
  }

  private void defaults(Section section) {
    ProxySettings settings =
        section.from().map(word -> inherited(word.value())).orElseGet(ProxySettings::new);
    nearest = new Defaults(settings, section.header().span());
    section.name().ifPresent(name -> named.put(name.value(), nearest));
    body = line -> settings.take(line, values);
  }

  private void proxy(Kind kind, Section section) {
    if (section.name().isEmpty()) return;
    ProxySettings settings =
        section
            .from()
            .map(word -> inherited(word.value()))
            .orElseGet(() -> nearest.settings().inherit(nearest.place()));
    ProxySection proxy = new ProxySection(kind, section.header(), settings, values, servers);
    body = proxy::take;
    end = () -> proxies.add(proxy.proxy());
  }

  private ProxySettings inherited(String name) {
    Defaults from = named.get(name);
    return from == null ? new ProxySettings() : from.settings().inherit(from.place());
  }
}
