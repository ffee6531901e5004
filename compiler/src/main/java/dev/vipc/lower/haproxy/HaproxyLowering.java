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

/**
 * Goes over the sections of one file in order. A proxy takes the values of the nearest {@code
 * defaults} section above it, or of the one that it names with {@code from}; a {@code defaults}
 * section takes nothing from the one before it unless it says so.
 */
final class HaproxyLowering {
  /** A defaults section as read, and where it begins. */
  private record Defaults(ProxySettings settings, Span place) {}

  private final HaproxyValues values;
  private final GlobalSection global;
  private final Map<String, Defaults> named = new HashMap<>();
  private final List<Proxy> proxies = new ArrayList<>();
  private Defaults nearest;

  HaproxyLowering(SourceFile file, Holes holes) {
    values = new HaproxyValues(holes);
    global = new GlobalSection(values, holes);
    nearest = new Defaults(new ProxySettings(), file.startOfFile());
  }

  ProxyDaemon daemon(SourceFile file, HaproxySections sections) {
    for (Section section : sections.sections()) take(section);
    return new ProxyDaemon(
        file, ProxyDaemon.Engine.HAPROXY, global.maxConnections(), List.copyOf(proxies));
  }

  private void take(Section section) {
    switch (section.kind()) {
      case "global" -> section.body().forEach(global::take);
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
    for (Directive line : section.body()) settings.take(line, values);
    nearest = new Defaults(settings, section.header().span());
    section.name().ifPresent(name -> named.put(name.value(), nearest));
  }

  private void proxy(Kind kind, Section section) {
    if (section.name().isEmpty()) return;
    ProxySettings settings =
        section
            .from()
            .map(word -> inherited(word.value()))
            .orElseGet(() -> nearest.settings().inherit(nearest.place()));
    ProxySection proxy = new ProxySection(kind, section.header(), settings, values);
    section.body().forEach(proxy::take);
    proxies.add(proxy.proxy());
  }

  private ProxySettings inherited(String name) {
    Defaults from = named.get(name);
    return from == null ? new ProxySettings() : from.settings().inherit(from.place());
  }
}
