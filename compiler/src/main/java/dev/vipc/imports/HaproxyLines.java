package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.NOT_CARRIED;
import static dev.vipc.imports.ImportNotes.VERBATIM;
import static dev.vipc.imports.ImportNotes.WITHOUT_EFFECT;
import static dev.vipc.imports.ImportNotes.WRITTEN_ANEW;

import dev.vipc.imports.ProxyImport.Pair;
import dev.vipc.keyword.HaproxyPlaces;
import dev.vipc.keyword.HaproxySections;
import dev.vipc.keyword.HaproxySections.Section;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.CheckMethod;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.source.Span;
import dev.vipc.spec.Program;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides for every line of one haproxy.cfg what becomes of it, and makes its proxies. */
final class HaproxyLines {
  /** Lines that build writes into every haproxy.cfg that runs as a service. */
  private static final Set<String> OUR_GLOBAL =
      Set.of("log /dev/log local0", "user haproxy", "group haproxy", "chroot /var/lib/haproxy");

  /** The same for a static pod. */
  private static final Set<String> OUR_POD_GLOBAL = Set.of("log stdout format raw local0");

  /** Lines of ours that the file's own take the place of. */
  private static final Set<String> REPLACED = Set.of("log", "user", "group", "chroot");

  private static final Set<String> PROXIES = Set.of("frontend", "backend", "listen");

  private final ProxyDaemon daemon;
  private final String node;
  private final boolean pod;
  private final Extras extras;
  private final Notes notes;
  private final Comments comments;
  private final Sink sink;
  private final HaproxySections file;
  private final HaproxyPlaces places;
  private final Map<Proxy, DraftProxy> drafts = new LinkedHashMap<>();

  /** The proxy of the spec that a section becomes part of. */
  private final Map<Span, String> nameOf = new LinkedHashMap<>();

  /** The frontend or backend whose values a section's lines set. */
  private final Map<Span, Proxy> proxyOf = new LinkedHashMap<>();

  /** The {@code defaults} of sections that are kept whole. */
  private final Set<Span> keptDefaults = new HashSet<>();

  private final Set<String> kept = new HashSet<>();

  /** Where the values stand that fields of the spec have. */
  private final List<Span> inForce = new ArrayList<>();

  HaproxyLines(ProxyDaemon daemon, String node, boolean pod, HaproxySections file, Sink sink) {
    this.daemon = daemon;
    this.node = node;
    this.pod = pod;
    this.file = file;
    this.extras = sink.extras();
    this.notes = sink.notes();
    this.comments = sink.comments();
    this.sink = sink;
    this.places = sink.places();
  }

  List<DraftProxy> decide() {
    pairUp();
    for (Directive line : file.outside())
      notes.add(NOT_CARRIED, line.span(), "`%s` is not carried over".formatted(text(line)));
    for (Section section : file.sections())
      switch (section.kind()) {
        case "global" -> globals(section);
        case "defaults" -> defaults(section);
        case "frontend", "backend", "listen" -> proxySection(section);
        default -> whole(section, text(section.header()));
      }
    return List.copyOf(drafts.values());
  }

  private void pairUp() {
    ProxyPairs proxies = new ProxyPairs(daemon, file, notes);
    List<Pair> pairs = proxies.pairs();
    for (Pair pair : pairs) {
      DraftProxy draft = proxies.draft(pair).named(proxies.freeName(pair, pairs));
      drafts.put(pair.front(), draft);
      sink.written()
          .computeIfAbsent(draft.name(), _ -> new HashSet<>())
          .addAll(ProxyImport.written(pair));
      for (Proxy part : List.of(pair.front(), pair.back())) {
        nameOf.put(part.span(), draft.name());
        proxyOf.put(part.span(), part);
      }
      pair.settings().flatMap(setting -> setting.span().stream()).forEach(inForce::add);
    }
    for (Section section : file.sections()) if (isKeptWhole(section)) keepDefaults(section);
  }

  private boolean isKeptWhole(Section section) {
    return PROXIES.contains(section.kind())
        && !nameOf.containsKey(section.header().span())
        && metricsOf(section).isEmpty();
  }

  /** The {@code defaults} of a section that is kept whole, and those that they inherit from. */
  private void keepDefaults(Section user) {
    for (Section section : file.sections()) {
      boolean used =
          section.kind().equals("defaults")
              && (user.kind().equals("defaults")
                  ? names(section, user.from())
                  : daemon.proxies().stream()
                      .filter(proxy -> proxy.span().equals(user.header().span()))
                      .anyMatch(proxy -> ProxyPairs.isDefaultsOf(section, proxy)));
      if (used && keptDefaults.add(section.header().span())) keepDefaults(section);
    }
  }

  private static boolean names(Section section, Optional<Word> wanted) {
    return wanted.isPresent()
        && section.name().map(name -> name.is(wanted.get().value())).orElse(false);
  }

  private void globals(Section section) {
    section.body().forEach(this::global);
    Set<String> ours = ours();
    List<String> added =
        REPLACED.stream()
            .filter(keyword -> !ofKeyword(ours, keyword).isEmpty())
            .filter(keyword -> globalLines(keyword).isEmpty())
            .flatMap(keyword -> ofKeyword(ours, keyword).stream())
            .sorted()
            .toList();
    if (!added.isEmpty())
      notes.add(
          WRITTEN_ANEW,
          section.header().span(),
          "build adds `%s` to `global`".formatted(String.join("`, `", added)),
          "write other lines of these keywords under `extra` to replace them");
  }

  private void global(Directive line) {
    boolean limit = line.keyword().equals("maxconn");
    boolean listensBeside =
        drafts.isEmpty()
            || file.sections().stream()
                .anyMatch(other -> isKeptWhole(other) && !other.kind().equals("backend"));
    if (limit && !listensBeside)
      notes.add(
          WRITTEN_ANEW,
          line.span(),
          "the `maxconn` of `global`: build derives it from the listeners' and writes it anew");
    else if (!isOurGlobal(line)) keep(line, "global");
  }

  private Set<String> ours() {
    return pod ? OUR_POD_GLOBAL : OUR_GLOBAL;
  }

  /** Whether build writes this line, and the file has no other one of its keyword. */
  private boolean isOurGlobal(Directive line) {
    return REPLACED.contains(line.keyword())
        && globalLines(line.keyword()).equals(ofKeyword(ours(), line.keyword()));
  }

  private static Set<String> ofKeyword(Set<String> lines, String keyword) {
    return lines.stream()
        .filter(line -> line.startsWith(keyword + " "))
        .collect(Collectors.toSet());
  }

  private Set<String> globalLines(String keyword) {
    return file.sections().stream()
        .filter(section -> section.kind().equals("global"))
        .flatMap(section -> section.body().stream())
        .filter(line -> line.keyword().equals(keyword))
        .map(HaproxyLines::text)
        .collect(Collectors.toSet());
  }

  private void defaults(Section section) {
    boolean kept = keptDefaults.contains(section.header().span());
    if (kept) whole(section, nameOfDefaults(section));
    boolean used =
        proxyOf.values().stream().anyMatch(proxy -> ProxyPairs.isDefaultsOf(section, proxy));
    if (!kept && !used && !section.body().isEmpty())
      withoutEffect(section.header(), "no section takes anything from it");
    if (used) section.body().forEach(line -> inDefaults(line, kept));
  }

  /** Without a name of its own it gets one, so that the lines do not join those of build's. */
  private String nameOfDefaults(Section section) {
    if (section.name().isPresent()) return text(section.header());
    long before =
        file.sections().stream()
            .takeWhile(other -> other != section)
            .filter(other -> keptDefaults.contains(other.header().span()))
            .count();
    String words = text(section.header()).substring("defaults".length());
    return "defaults imported" + (before == 0 ? "" : "-" + (before + 1)) + words;
  }

  /**
   * @param kept whether the line is also kept for sections that are kept whole
   */
  private void inDefaults(Directive directive, boolean kept) {
    ConfigLine line = new ConfigLine(directive);
    if (line.isOurs() || line.isField())
      nameOf.values().forEach(name -> comments.keep("proxies." + name, directive.span()));
    if (line.isOurs()) return;
    if (line.isField()) {
      if (!kept) field(line);
    } else if (line.isDefaultServer()) defaultServer(directive);
    else if (line.isCheck()) check(directive, proxyOf.values());
    else if (!line.isHttpOnly(daemon)) keepOnce(directive, "defaults");
    else if (!kept) withoutEffect(directive, "only HTTP mode knows it");
  }

  /** Several {@code defaults} sections that say the same become one. */
  private void keepOnce(Directive line, String section) {
    if (kept.add(section + " " + text(line))) keep(line, section);
  }

  private void proxySection(Section section) {
    String name = nameOf.get(section.header().span());
    Proxy proxy = proxyOf.get(section.header().span());
    if (name == null || proxy == null) {
      if (!isMetrics(section)) whole(section, text(section.header()));
      return;
    }
    renamed(section, name);
    comments.keep("proxies." + name, section.header().span());
    for (Directive line : section.body()) inProxy(line, proxy, place(section, line) + " " + name);
  }

  /** Where a line stands in what build writes, which has no {@code listen}. */
  private String place(Section section, Directive line) {
    if (!section.kind().equals("listen")) return section.kind();
    return places.actsIn(line, "frontend") ? "frontend" : "backend";
  }

  private void inProxy(Directive directive, Proxy proxy, String section) {
    ConfigLine line = new ConfigLine(directive);
    if (!line.isOnlyVerbatim(daemon))
      comments.keep("proxies." + section.split(" ", 2)[1], directive.span());
    if (line.isOurs()) return;
    if (line.isField()) field(line);
    else if (line.isDefaultServer()) defaultServer(directive);
    else if (line.isCheck()) check(directive, List.of(proxy));
    else if (line.isHttpOnly(daemon)) withoutEffect(directive, "only HTTP mode knows it");
    else keep(directive, section);
  }

  /** A value that another line replaces, or that its section has no use for, is in no field. */
  private void field(ConfigLine line) {
    boolean used =
        line.isListItem()
            || inForce.stream()
                .anyMatch(
                    span ->
                        span.file() == line.span().file()
                            && line.span().start() <= span.start()
                            && span.end() <= line.span().end());
    if (!used) withoutEffect(line.directive(), "another value is in force");
  }

  private void check(Directive line, Iterable<Proxy> proxies) {
    for (Proxy proxy : proxies) {
      Optional<CheckMethod> inForce = proxy.check();
      if (inForce.isEmpty()) continue;
      if (inForce.get().span().equals(line.span())) {
        method(line);
        return;
      }
      if (inForce.get().steps().stream().anyMatch(step -> step.span().equals(line.span()))) {
        if (!isStatus(line))
          notes.add(NOT_CARRIED, line.span(), "`%s` is not carried over".formatted(text(line)));
        return;
      }
    }
    withoutEffect(line, "another check is in force");
  }

  /** build asks with GET, and with no version or header of its own. */
  private void method(Directive line) {
    if (line.word(1).filter(word -> word.is("tcp-check")).isPresent())
      notes.add(
          WRITTEN_ANEW,
          line.span(),
          "`%s` without steps only connects, as every check does".formatted(text(line)));
    if (line.word(1).filter(word -> word.is("httpchk")).isEmpty()) return;
    boolean ours = line.words().size() == 4 && line.words().get(2).is("GET");
    if (!ours)
      notes.add(
          WRITTEN_ANEW,
          line.span(),
          "`%s`: build asks with `GET` and the path alone".formatted(text(line)));
  }

  private static boolean isStatus(Directive line) {
    return line.words().size() == 4
        && line.words().get(1).is("expect")
        && line.words().get(2).is("status");
  }

  /** What the spec says for each server goes; the rest can stand in {@code defaults}. */
  private void defaultServer(Directive line) {
    List<String> rest = new ArrayList<>();
    List<Word> words = line.words();
    for (int i = 1; i < words.size(); i++) {
      String option = words.get(i).value();
      boolean flag = Set.of("check", "backup", "check-ssl").contains(option);
      if (!ProxyImport.SERVER_FIELDS.contains(option)) rest.add(words.get(i).span().text());
      else if (!flag) i++;
    }
    if (rest.isEmpty()) return;
    String kept = "default-server " + String.join(" ", rest);
    if (drafts.size() == 1) {
      notes.add(VERBATIM, line.span(), "`%s` is kept verbatim in `defaults`".formatted(kept));
      extras.add(Program.HAPROXY, node, "defaults", List.of(kept));
    } else notes.add(NOT_CARRIED, line.span(), "`%s` is not carried over".formatted(kept));
  }

  private Optional<Map.Entry<Proxy, DraftProxy>> metricsOf(Section section) {
    return drafts.entrySet().stream()
        .filter(draft -> ProxyPairs.isMetricsOf(section, draft.getValue().name()))
        .findFirst();
  }

  private boolean isMetrics(Section section) {
    Optional<Map.Entry<Proxy, DraftProxy>> of = metricsOf(section);
    Optional<String> bind =
        section.body().stream()
            .filter(line -> line.keyword().equals("bind") && line.words().size() == 2)
            .map(line -> line.words().get(1).value())
            .findFirst();
    if (of.isEmpty() || bind.isEmpty()) return false;
    of.get().setValue(of.get().getValue().withMetrics(bind.get()));
    return true;
  }

  private void renamed(Section section, String name) {
    String emitted = section.kind().equals("backend") ? name + "-servers" : name;
    boolean same = section.name().map(word -> word.is(emitted)).orElse(false);
    if (!same || section.kind().equals("listen"))
      notes.add(
          WRITTEN_ANEW,
          section.header().span(),
          "`%s` is written as part of the proxy `%s`".formatted(text(section.header()), name));
  }

  private void whole(Section section, String head) {
    notes.add(
        VERBATIM,
        section.header().span(),
        "`%s` is kept verbatim as `%s`".formatted(text(section.header()), head));
    List<String> lines = new ArrayList<>();
    Comments.above(section.header().span()).forEach(comment -> lines.add("# " + comment));
    Comments.behind(section.header().span()).ifPresent(comment -> lines.add("# " + comment));
    for (Directive line : section.body())
      if (sink.isIgnoredByProgram(line)) withoutEffect(line, "HAProxy does not take it");
      else lines.addAll(Extras.withComments(line));
    extras.add(Program.HAPROXY, node, head, lines);
  }

  private void keep(Directive line, String section) {
    if (sink.isIgnoredByProgram(line)) {
      withoutEffect(line, "HAProxy does not take it");
      return;
    }
    notes.add(
        VERBATIM, line.span(), "`%s` is kept verbatim in `%s`".formatted(text(line), section));
    extras.add(Program.HAPROXY, node, section, line.span(), List.of(text(line)));
  }

  private void withoutEffect(Directive line, String why) {
    notes.add(WITHOUT_EFFECT, line.span(), "`%s` does nothing: %s".formatted(text(line), why));
  }

  private static String text(Directive line) {
    return new ConfigLine(line).text();
  }
}
