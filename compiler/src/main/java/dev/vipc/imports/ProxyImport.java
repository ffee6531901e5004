package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.GUESSED;

import dev.vipc.keyword.HaproxySections.Section;
import dev.vipc.model.HostPort;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.CheckMethod;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** A frontend and its backend as a proxy of the spec, where they are one. */
final class ProxyImport {
  /** Options of a server that the spec says. */
  static final Set<String> SERVER_FIELDS =
      Set.of(
          "check",
          "inter",
          "rise",
          "fall",
          "maxconn",
          "weight",
          "backup",
          "check-ssl",
          "verify",
          "ca-file",
          "init-addr");

  private static final Set<String> WITHOUT_ARGUMENT = Set.of("check", "backup", "check-ssl");
  private static final Set<String> BALANCES =
      Set.of("roundrobin", "leastconn", "source", "first", "random");
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int RISE = 2;
  private static final int FALL = 3;

  /**
   * A frontend and its backend; one and the same for a {@code listen} section.
   *
   * @param servers the server lines of the backend
   */
  record Pair(Proxy front, Proxy back, List<Directive> servers) {
    /** What the spec's proxy takes from the two. */
    Stream<Setting<?>> settings() {
      Setting<String> target =
          front.backends().isEmpty() ? Setting.unset() : located(front.backends().getLast());
      return Stream.of(
          front.mode(),
          back.mode(),
          front.maxConnections(),
          front.timeouts().client(),
          back.timeouts().connect(),
          back.timeouts().server(),
          back.timeouts().queue(),
          back.timeouts().check(),
          back.balance(),
          target);
    }

    private static Setting<String> located(Located<String> word) {
      return Setting.of(word.value(), word.span());
    }
  }

  private final ProxyDaemon daemon;
  private final Notes notes;

  ProxyImport(ProxyDaemon daemon, Notes notes) {
    this.daemon = daemon;
    this.notes = notes;
  }

  /** The backend of a frontend, where the two are what a spec calls a proxy. */
  Optional<Pair> pair(Proxy front, List<Section> sections) {
    boolean plainFront =
        front.isFrontend()
            && front.isTcp()
            && !front.listeners().isEmpty()
            && front.listeners().stream().allMatch(ProxyImport::isPlain)
            && lines(front, sections, "bind").allMatch(ProxyImport::hasOnlyAddress);
    if (!plainFront) return Optional.empty();
    Optional<Proxy> back = back(front, sections);
    List<Directive> servers =
        back.stream().flatMap(proxy -> lines(proxy, sections, "server")).toList();
    return back.filter(proxy -> isPlain(proxy, servers))
        .map(proxy -> new Pair(front, proxy, servers));
  }

  /**
   * Whether the line says no more than build writes for its address: every IPv6 address is {@code
   * ::} with {@code v6only}, since it takes IPv4 too without that word.
   */
  private static boolean hasOnlyAddress(Directive bind) {
    List<String> words = bind.words().stream().map(Word::value).toList();
    boolean v6only = words.size() == 3 && words.get(2).equals("v6only");
    boolean every = words.size() > 1 && words.get(1).matches("\\[?::]?:\\d+");
    return v6only || words.size() == 2 && !every;
  }

  private static Stream<Directive> lines(Proxy proxy, List<Section> sections, String keyword) {
    return sections.stream()
        .filter(section -> section.header().span().equals(proxy.span()))
        .flatMap(section -> section.body().stream())
        .filter(line -> line.keyword().equals(keyword));
  }

  DraftProxy draft(Pair pair) {
    Proxy front = pair.front();
    Proxy back = pair.back();
    Duration connect = back.timeouts().connect().value().orElse(CONNECT);
    noteUnset(
        back,
        "timeout connect",
        back.timeouts().connect(),
        "HAProxy waits for ever; the spec has 5s");
    noteUnset(
        front,
        "timeout client",
        front.timeouts().client(),
        "HAProxy waits for ever; the spec has its default");
    noteUnset(
        back,
        "timeout server",
        back.timeouts().server(),
        "HAProxy waits for ever; the spec has its default");
    return new DraftProxy(
        Routers.sectionName(front.name().value()),
        front.listeners().stream().map(l -> listen(l.address().value().orElseThrow())).toList(),
        back.servers().stream().map(ProxyImport::server).toList(),
        back.balance().value().orElse("roundrobin"),
        check(pair),
        connect,
        front.timeouts().client().value(),
        back.timeouts().server().value(),
        back.timeouts().queue().value().orElse(connect),
        maxConnections(front),
        Optional.empty());
  }

  /** The fields of the spec that some line says; of the others a default may be left out. */
  static Set<String> written(Pair pair) {
    Proxy back = pair.back();
    Set<String> written = new HashSet<>();
    if (!back.timeouts().queue().isUnset()) written.add("queue");
    if (!back.timeouts().check().isUnset()) written.add("timeout");
    for (Proxy.Server server : back.servers()) {
      if (!server.interval().isUnset()) written.add("interval");
      if (!server.rise().isUnset()) written.add("rise");
      if (!server.fall().isUnset()) written.add("fall");
    }
    return written;
  }

  private static boolean isPlain(Proxy.Listener listener) {
    return listener.ports() == 1
        && !listener.tls()
        && listener
            .address()
            .value()
            .filter(at -> at.port().isPresent())
            .filter(at -> isEvery(at) || at.address().isPresent())
            .isPresent();
  }

  private static boolean isEvery(HostPort at) {
    return at.host().isEmpty() || at.host().equals("*");
  }

  private Optional<Proxy> back(Proxy front, List<Section> sections) {
    boolean chooses =
        sections.stream()
            .filter(section -> section.header().span().equals(front.span()))
            .flatMap(section -> section.body().stream())
            .anyMatch(line -> line.keyword().equals("use_backend"));
    if (chooses) return Optional.empty();
    if (front.isBackend())
      return front.backends().isEmpty() ? Optional.of(front) : Optional.empty();
    if (front.backends().size() != 1) return Optional.empty();
    String wanted = front.backends().getFirst().value();
    return daemon.proxies().stream()
        .filter(proxy -> proxy.isBackend() && proxy.name().value().equals(wanted))
        .findFirst();
  }

  private static boolean isPlain(Proxy back, List<Directive> lines) {
    boolean servers =
        !back.servers().isEmpty()
            && back.servers().size() == lines.size()
            && back.servers().stream().allMatch(ProxyImport::isPlain)
            && lines.stream().allMatch(ProxyImport::hasOnlyFields);
    boolean balance = back.balance().orDefault("roundrobin").filter(BALANCES::contains).isPresent();
    boolean check =
        back.check()
            .map(CheckMethod::kind)
            .map(kind -> kind != CheckMethod.Kind.OTHER && kind != CheckMethod.Kind.TCP_SCRIPT)
            .orElse(true);
    return back.isTcp() && servers && balance && check;
  }

  private static boolean isPlain(Proxy.Server server) {
    return server.checked()
        && !server.tls()
        && !server.disabled()
        && server.count() == 1
        && !server.checkedElsewhere()
        && server.address().value().filter(at -> at.port().isPresent()).isPresent();
  }

  private static boolean hasOnlyFields(Directive line) {
    List<Word> words = line.words();
    for (int i = 3; i < words.size(); i++) {
      if (!SERVER_FIELDS.contains(words.get(i).value())) return false;
      if (!WITHOUT_ARGUMENT.contains(words.get(i).value())) i++;
    }
    return true;
  }

  private static String listen(HostPort at) {
    return isEvery(at) ? "*:" + at.port().orElseThrow() : at.toString();
  }

  private static DraftProxy.Server server(Proxy.Server server) {
    HostPort at = server.address().value().orElseThrow();
    return new DraftProxy.Server(
        Routers.sectionName(server.name().value()),
        at.host(),
        at.port().orElseThrow(),
        server.weight().value(),
        server.backup(),
        server.maxConnections().value());
  }

  private DraftProxy.Check check(Pair pair) {
    Proxy back = pair.back();
    noteMixedTls(back);
    Duration interval = common(back, "inter", Proxy.Server::interval).orElse(INTERVAL);
    Optional<CheckMethod> http =
        back.check().filter(method -> method.kind() == CheckMethod.Kind.HTTP);
    String type = back.check().map(method -> type(method, back.servers().getFirst())).orElse("tcp");
    return new DraftProxy.Check(
        type,
        http.map(method -> method.path().value().orElse("/")),
        http.map(this::expect),
        Optional.of(verify(pair)).filter(_ -> type.equals("https")),
        interval,
        // without `timeout check` the whole check has to end within its interval
        back.timeouts().check().value().orElse(interval),
        common(back, "rise", Proxy.Server::rise).orElse(RISE),
        common(back, "fall", Proxy.Server::fall).orElse(FALL));
  }

  private static String type(CheckMethod method, Proxy.Server server) {
    return switch (method.kind()) {
      case HTTP -> method.tls() || server.checkTls() ? "https" : "http";
      case TLS_HELLO -> "tls-hello";
      case CONNECT, TCP_SCRIPT, OTHER -> "tcp";
    };
  }

  private void noteMixedTls(Proxy back) {
    Proxy.Server first = back.servers().getFirst();
    for (Proxy.Server server : back.servers())
      if (server.checkTls() != first.checkTls())
        notes.add(
            GUESSED,
            server.span(),
            "`check-ssl` is not the same for all servers; the spec has the first one's");
  }

  private int expect(CheckMethod method) {
    for (Proxy.CheckStep step : method.steps())
      for (int i = 0; i + 1 < step.arguments().size(); i++)
        if (step.action().equals("expect") && step.arguments().get(i).value().equals("status")) {
          String status = step.arguments().get(i + 1).value();
          if (status.matches("[1-5]\\d\\d")) return Integer.parseInt(status);
        }
    notes.add(
        GUESSED,
        method.span(),
        "the check takes more than one status; the spec has `expect: 200`",
        "write the status that the path answers when all is well");
    return 200;
  }

  private static String verify(Pair pair) {
    List<Word> words = pair.servers().getFirst().words();
    for (int i = 0; i + 1 < words.size(); i++)
      if (words.get(i).is("ca-file")) return words.get(i + 1).value();
    return "none";
  }

  private <T> Optional<T> common(
      Proxy back, String option, Function<Proxy.Server, Setting<T>> value) {
    Optional<T> first = value.apply(back.servers().getFirst()).value();
    for (Proxy.Server server : back.servers())
      if (!Objects.equals(first, value.apply(server).value()))
        notes.add(
            GUESSED,
            value.apply(server).span().orElse(server.span()),
            "`%s` is not the same for all servers; the spec has the first one's".formatted(option));
    return first;
  }

  private Optional<Integer> maxConnections(Proxy front) {
    Optional<Integer> own = front.maxConnections().value();
    Optional<Integer> global = daemon.maxConnections().value();
    if (own.isEmpty() && global.isEmpty())
      notes.add(
          GUESSED,
          front.name().span(),
          "no `maxconn` is written; the spec has its default of 8000",
          "HAProxy takes what the limit of open files allows");
    if (own.isPresent() && global.isPresent())
      return Optional.of(Math.min(own.get(), global.get()));
    return own.or(() -> global);
  }

  private void noteUnset(Proxy proxy, String keyword, Setting<?> setting, String what) {
    if (setting.isUnset()) {
      Span place = proxy.name().span();
      notes.add(GUESSED, place, "no `%s` is written: %s".formatted(keyword, what));
    }
  }
}
