package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.NOT_CARRIED;
import static dev.vipc.imports.ImportNotes.VERBATIM;
import static dev.vipc.imports.ImportNotes.WITHOUT_EFFECT;
import static dev.vipc.imports.ImportNotes.WRITTEN_ANEW;

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

  private static final Set<String> ONCE_IN_GLOBAL = Set.of("user", "group", "chroot", "uid", "gid");
  private static final Set<String> OURS =
      Set.of(
          "mode tcp",
          "log global",
          "retries 3",
          "option redispatch",
          "option tcplog",
          "option dontlognull",
          "option clitcpka",
          "option srvtcpka",
          "log stdout format raw local0");
  private static final Set<String> FIELDS =
      Set.of("mode", "bind", "default_backend", "balance", "server", "maxconn");
  private static final Set<String> TIMEOUTS =
      Set.of("connect", "client", "server", "queue", "check");
  private static final Set<String> HTTP_TIMEOUTS = Set.of("http-request", "http-keep-alive");
  private static final Set<String> HTTP_OPTIONS =
      Set.of(
          "httplog",
          "http-server-close",
          "http-keep-alive",
          "httpclose",
          "forwardfor",
          "http-buffer-request",
          "originalto");
  private static final Set<String> CHECKS = Set.of("httpchk", "tcp-check", "ssl-hello-chk");

  private final ProxyDaemon daemon;
  private final String node;
  private final boolean pod;
  private final Extras extras;
  private final Notes notes;
  private final Sink sink;
  private final HaproxySections file;
  private final Map<Proxy, DraftProxy> drafts = new LinkedHashMap<>();

  /** The proxy of the spec that a section becomes part of. */
  private final Map<Span, String> nameOf = new LinkedHashMap<>();

  /** The frontend or backend whose values a section's lines set. */
  private final Map<Span, Proxy> proxyOf = new LinkedHashMap<>();

  HaproxyLines(ProxyDaemon daemon, String node, boolean pod, HaproxySections file, Sink sink) {
    this.daemon = daemon;
    this.node = node;
    this.pod = pod;
    this.file = file;
    this.extras = sink.extras();
    this.notes = sink.notes();
    this.sink = sink;
  }

  List<DraftProxy> decide() {
    pairUp();
    for (Directive line : file.outside())
      notes.add(NOT_CARRIED, line.span(), "`%s` is not carried over".formatted(text(line)));
    for (Section section : file.sections())
      switch (section.kind()) {
        case "global" -> section.body().forEach(this::global);
        case "defaults" -> section.body().forEach(line -> inDefaults(line));
        case "frontend", "backend", "listen" -> proxySection(section);
        default -> whole(section);
      }
    return List.copyOf(drafts.values());
  }

  private void pairUp() {
    ProxyImport proxies = new ProxyImport(daemon, notes);
    for (Proxy front : daemon.proxies())
      proxies
          .pair(front, file.sections())
          .ifPresent(
              pair -> {
                DraftProxy draft = proxies.draft(pair);
                drafts.put(front, draft);
                for (Proxy part : List.of(pair.front(), pair.back())) {
                  nameOf.put(part.span(), draft.name());
                  proxyOf.put(part.span(), part);
                }
              });
  }

  private void global(Directive line) {
    String text = text(line);
    if (OURS.contains(text) || !pod && OUR_GLOBAL.contains(text)) return;
    if (line.keyword().equals("maxconn"))
      notes.add(
          WRITTEN_ANEW,
          line.span(),
          "the `maxconn` of `global`: build derives it from the listeners' and writes it anew");
    else if (!pod && ONCE_IN_GLOBAL.contains(line.keyword()))
      notes.add(
          NOT_CARRIED,
          line.span(),
          "`%s` is not carried over: build writes its own, and HAProxy takes only one"
              .formatted(text));
    else keep(line, "global");
  }

  private void inDefaults(Directive line) {
    String text = text(line);
    if (OURS.contains(text) || isField(line)) return;
    if (line.keyword().equals("default-server")) defaultServer(line);
    else if (isCheck(line)) check(line, proxyOf.values());
    else if (isHttpOnly(line) && !hasHttp()) withoutEffect(line, "only HTTP mode knows it");
    else keep(line, "defaults");
  }

  private void proxySection(Section section) {
    String name = nameOf.get(section.header().span());
    Proxy proxy = proxyOf.get(section.header().span());
    if (name == null || proxy == null) {
      if (!isMetrics(section)) whole(section);
      return;
    }
    String kind = section.kind().equals("backend") ? "backend" : "frontend";
    renamed(section, name, kind);
    for (Directive line : section.body()) inProxy(line, proxy, kind + " " + name);
  }

  private void inProxy(Directive line, Proxy proxy, String section) {
    if (OURS.contains(text(line)) || isField(line)) return;
    if (line.keyword().equals("default-server")) defaultServer(line);
    else if (isCheck(line)) check(line, List.of(proxy));
    else if (isHttpOnly(line)) withoutEffect(line, "only HTTP mode knows it");
    else keep(line, section);
  }

  private static boolean isField(Directive line) {
    if (FIELDS.contains(line.keyword())) return true;
    return line.keyword().equals("timeout") && second(line).map(TIMEOUTS::contains).orElse(false);
  }

  private boolean isHttpOnly(Directive line) {
    boolean listed =
        daemon.proxies().stream()
            .flatMap(proxy -> proxy.httpOnlyOptions().stream())
            .anyMatch(option -> overlaps(option.span(), line.span()));
    Optional<String> what = second(line);
    return listed
        || line.keyword().equals("option") && what.map(HTTP_OPTIONS::contains).orElse(false)
        || line.keyword().equals("timeout") && what.map(HTTP_TIMEOUTS::contains).orElse(false);
  }

  private boolean hasHttp() {
    return daemon.proxies().stream().anyMatch(proxy -> proxy.isHttp() && !isMetricsName(proxy));
  }

  private boolean isMetricsName(Proxy proxy) {
    return file.sections().stream()
        .filter(section -> section.header().span().equals(proxy.span()))
        .anyMatch(this::looksLikeMetrics);
  }

  private static boolean isCheck(Directive line) {
    boolean option =
        line.keyword().equals("option") && second(line).map(CHECKS::contains).orElse(false);
    return option || line.keyword().equals("http-check") || line.keyword().equals("tcp-check");
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

  /** build asks with GET. */
  private void method(Directive line) {
    boolean other = line.words().size() > 3 && !line.words().get(2).is("GET");
    boolean none = second(line).map("httpchk"::equals).orElse(false) && line.words().size() < 4;
    if (other || none)
      notes.add(WRITTEN_ANEW, line.span(), "`%s`: build asks with GET".formatted(text(line)));
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

  /** What vipc writes for a proxy's metrics. */
  private boolean isMetrics(Section section) {
    if (!looksLikeMetrics(section)) return false;
    String bind =
        section.body().stream()
            .filter(line -> line.keyword().equals("bind") && line.words().size() == 2)
            .map(line -> line.words().get(1).value())
            .findFirst()
            .orElse("");
    String name = section.name().map(Word::value).orElse("");
    for (Map.Entry<Proxy, DraftProxy> draft : drafts.entrySet())
      if (name.equals(draft.getValue().name() + "-metrics") && !bind.isEmpty()) {
        draft.setValue(draft.getValue().withMetrics(bind));
        return true;
      }
    return false;
  }

  private boolean looksLikeMetrics(Section section) {
    return section.name().map(word -> word.value().endsWith("-metrics")).orElse(false)
        && section.body().stream()
            .anyMatch(line -> text(line).contains("use-service prometheus-exporter"))
        && section.body().size() == 4;
  }

  private void renamed(Section section, String name, String kind) {
    Optional<Word> written = section.name();
    String emitted = kind.equals("backend") ? name + "-servers" : name;
    boolean same = written.map(word -> word.is(emitted)).orElse(false);
    if (!same || section.kind().equals("listen"))
      notes.add(
          WRITTEN_ANEW,
          section.header().span(),
          "`%s` is written as part of the proxy `%s`".formatted(text(section.header()), name));
  }

  private void whole(Section section) {
    String head = text(section.header());
    notes.add(
        VERBATIM, section.header().span(), "`%s` is kept verbatim as a whole".formatted(head));
    extras.add(
        Program.HAPROXY, node, head, section.body().stream().map(HaproxyLines::text).toList());
  }

  private void keep(Directive line, String section) {
    if (sink.isIgnoredByProgram(line)) {
      withoutEffect(line, "HAProxy does not take it");
      return;
    }
    notes.add(
        VERBATIM, line.span(), "`%s` is kept verbatim in `%s`".formatted(text(line), section));
    extras.add(Program.HAPROXY, node, section, List.of(text(line)));
  }

  private void withoutEffect(Directive line, String why) {
    notes.add(WITHOUT_EFFECT, line.span(), "`%s` does nothing: %s".formatted(text(line), why));
  }

  private static Optional<String> second(Directive line) {
    return line.word(1).map(Word::value);
  }

  private static boolean overlaps(Span one, Span other) {
    return one.file() == other.file() && one.start() < other.end() && other.start() < one.end();
  }

  private static String text(Directive line) {
    return line.words().stream().map(word -> word.span().text()).collect(Collectors.joining(" "));
  }
}
