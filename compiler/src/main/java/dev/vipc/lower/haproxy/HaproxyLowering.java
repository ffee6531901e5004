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
import org.jspecify.annotations.Nullable;

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

  /** The proxy section that is open. */
  private @Nullable ProxySection proxy;

  /** Takes a line of the section that is open, where that is no proxy. */
  private Consumer<Directive> body = _ -> {};

  private boolean conditional;

  HaproxyLowering(SourceFile file, Holes holes) {
    this.file = file;
    values = new HaproxyValues(holes);
    servers = new ServerLines(values);
    global = new GlobalSection(values, holes);
    nearest = new Defaults(new ProxySettings(), file.startOfFile());
  }

  void take(Directive line) {
    if (HaproxySections.begins(line)) {
      end();
      begin(new Section(line, List.of()));
    } else {
      if (line.keyword().equals(".if")) conditional = true;
      if (proxy != null) proxy.take(line);
      else body.accept(line);
    }
  }

  private void end() {
    if (proxy != null) proxies.add(proxy.proxy());
    proxy = null;
    body = _ -> {};
  }

  /** What the lines taken so far say; no more are taken after it. */
  ProxyDaemon daemon() {
    end();
    return new ProxyDaemon(
        file,
        ProxyDaemon.Engine.HAPROXY,
        global.maxConnections(),
        List.copyOf(proxies),
        conditional);
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
    proxy = new ProxySection(kind, section.header(), settings, values, servers);
  }

  private ProxySettings inherited(String name) {
    Defaults from = named.get(name);
    return from == null ? new ProxySettings() : from.settings().inherit(from.place());
  }
}
