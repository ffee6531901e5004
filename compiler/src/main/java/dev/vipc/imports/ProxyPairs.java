package dev.vipc.imports;

import dev.vipc.imports.ProxyImport.Pair;
import dev.vipc.keyword.HaproxySections;
import dev.vipc.keyword.HaproxySections.Section;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.source.Span;
import dev.vipc.spec.SpecProxy;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the frontends and backends of one haproxy.cfg that are what a spec calls a proxy. */
final class ProxyPairs {
  private static final Set<String> PROXIES = Set.of("frontend", "backend", "listen");

  /** Lines whose words name no backend. */
  private static final Set<String> WITHOUT_NAMES =
      Set.of("server", "bind", "mode", "balance", "option", "timeout", "log", "description");

  private final ProxyDaemon daemon;
  private final HaproxySections file;
  private final ProxyImport proxies;

  ProxyPairs(ProxyDaemon daemon, HaproxySections file, Notes notes) {
    this.daemon = daemon;
    this.file = file;
    this.proxies = new ProxyImport(daemon, notes);
  }

  /**
   * The pairs whose parts nothing else refers to and whose {@code defaults} say the same: build
   * names the parts anew and writes one {@code defaults} section for all of them.
   */
  List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (Proxy front : daemon.proxies())
      proxies
          .pair(front, file.sections())
          .filter(pair -> isAlone(pair))
          .filter(pair -> pairs.isEmpty() || inheritsAlike(pair, pairs.getFirst()))
          .ifPresent(pairs::add);
    return pairs;
  }

  /** A name for the spec that gives no section the name of one that is kept as it is. */
  String freeName(Pair pair, List<Pair> all) {
    String wanted = Routers.sectionName(pair.front().name().value());
    Set<String> taken = new HashSet<>();
    for (Section section : file.sections())
      if (PROXIES.contains(section.kind())
          && all.stream().noneMatch(other -> isPartOf(section, other))
          && !isMetricsOf(section, wanted)) section.name().map(Word::value).ifPresent(taken::add);
    String name = wanted;
    for (int next = 2; isTaken(name, taken); next++) name = wanted + "-" + next;
    return name;
  }

  DraftProxy draft(Pair pair) {
    return proxies.draft(pair);
  }

  /** What vipc writes for a proxy's metrics. */
  static boolean isMetricsOf(Section section, String proxy) {
    return section.name().map(word -> word.is(proxy + "-metrics")).orElse(false)
        && section.body().size() == 4
        && section.body().stream()
            .anyMatch(
                line -> new ConfigLine(line).text().contains("use-service prometheus-exporter"));
  }

  private static boolean isTaken(String name, Set<String> taken) {
    return Stream.of(name, name + SpecProxy.SERVERS, name + "-metrics").anyMatch(taken::contains);
  }

  private static boolean isPartOf(Section section, Pair pair) {
    Span head = section.header().span();
    return head.equals(pair.front().span()) || head.equals(pair.back().span());
  }

  private boolean isAlone(Pair pair) {
    Pattern name =
        Pattern.compile(
            "(?<![\\w.:-])" + Pattern.quote(pair.back().name().value()) + "(?![\\w.:-])");
    return file.sections().stream()
        .flatMap(section -> section.body().stream().filter(line -> !isOwn(section, line, pair)))
        .filter(line -> !WITHOUT_NAMES.contains(line.keyword()))
        .flatMap(line -> line.words().stream().skip(1))
        .noneMatch(word -> name.matcher(word.value()).find());
  }

  private static boolean isOwn(Section section, Directive line, Pair pair) {
    return section.header().span().equals(pair.front().span())
        && line.keyword().equals("default_backend");
  }

  private boolean inheritsAlike(Pair pair, Pair first) {
    List<String> own = inherited(pair.front());
    return own.equals(inherited(pair.back())) && own.equals(inherited(first.front()));
  }

  /** The lines that a proxy inherits and that no field says. */
  private List<String> inherited(Proxy proxy) {
    List<String> lines = new ArrayList<>();
    Optional<Section> section =
        file.sections().stream().filter(s -> isDefaultsOf(s, proxy)).findFirst();
    while (section.isPresent()) {
      section.get().body().stream()
          .map(ConfigLine::new)
          .filter(line -> line.isOnlyVerbatim(daemon))
          .map(ConfigLine::text)
          .forEach(lines::add);
      section = section.flatMap(Section::from).flatMap(this::defaults);
    }
    return lines;
  }

  private Optional<Section> defaults(Word name) {
    return file.sections().stream()
        .filter(section -> section.kind().equals("defaults"))
        .filter(section -> section.name().map(own -> own.is(name.value())).orElse(false))
        .findFirst();
  }

  static boolean isDefaultsOf(Section section, Proxy proxy) {
    return proxy.defaults().equals(Optional.of(section.header().span()));
  }
}
