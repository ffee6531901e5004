package dev.vipc.lower.haproxy;

import dev.vipc.model.Proxy.Mode;
import dev.vipc.model.Proxy.Timeouts;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a proxy may take from a {@code defaults} section, and write itself: of a setting that is
 * written several times the last line counts.
 */
final class ProxySettings {
  /** Options that do nothing for a proxy in TCP mode; HAProxy says so for some, others silently. */
  private static final Set<String> HTTP_OPTIONS =
      Set.of(
          "forwardfor",
          "originalto",
          "http-server-close",
          "http-keep-alive",
          "httpclose",
          "http-pretend-keepalive",
          "http-no-delay",
          "http-ignore-probes",
          "http-use-proxy-header",
          "http-buffer-request");

  private static final Set<String> HTTP_TIMEOUTS = Set.of("http-request", "http-keep-alive");
  private static final Set<String> LOG_OPTIONS = Set.of("httplog", "httpslog", "tcplog");

  final HealthChecks checks;
  private final Optional<Span> defaults;
  private final Map<String, Located<String>> options;
  private final Map<String, Setting<Duration>> timeouts;
  private final Map<String, Located<String>> httpTimeouts;
  private Optional<Located<String>> logFormat = Optional.empty();
  private Optional<Located<String>> defaultBackend = Optional.empty();
  private Setting<Mode> mode = Setting.unset();
  private Setting<String> balance = Setting.unset();
  private Setting<Integer> maxconn = Setting.unset();
  private Setting<Integer> retries = Setting.unset();
  private ServerSettings servers;

  /** The built-in values, which a {@code defaults} section without {@code from} starts from. */
  ProxySettings() {
    checks = new HealthChecks();
    servers = new ServerSettings();
    defaults = Optional.empty();
    options = new LinkedHashMap<>();
    timeouts = new HashMap<>();
    httpTimeouts = new LinkedHashMap<>();
  }

  private ProxySettings(ProxySettings other, Span place) {
    checks = other.checks.inherit();
    servers = other.servers;
    defaults = Optional.of(place);
    options = new LinkedHashMap<>(other.options);
    timeouts = new HashMap<>(other.timeouts);
    httpTimeouts = new LinkedHashMap<>(other.httpTimeouts);
    logFormat = other.logFormat;
    defaultBackend = other.defaultBackend;
    mode = other.mode;
    balance = other.balance;
    maxconn = other.maxconn;
    retries = other.retries;
  }

  /** A copy for a section that takes these from the defaults section at a place. */
  ProxySettings inherit(Span place) {
    return new ProxySettings(this, place);
  }

  /** Takes a line of any proxy section; false where the line says nothing of these. */
  boolean take(Directive line, HaproxyValues values) {
    List<Word> words = line.words();
    if (words.size() < 2) return false;
    Word first = words.get(1);
    switch (line.keyword()) {
      case "mode" -> mode = mode(first, values);
      case "option" -> option(line, values);
      case "no" -> withdraw(words);
      case "timeout" -> timeout(line, values);
      case "balance" -> balance = values.text(first);
      case "maxconn" -> maxconn = values.number(first);
      case "retries" -> retries = values.number(first);
      case "default_backend" -> defaultBackend = Optional.of(first.located());
      case "default-server" -> servers = servers.with(words, 1, values);
      case "http-check", "tcp-check" -> checks.step(line);
      case "log-format" -> logFormat = Optional.of(written(line, 1));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Setting<Mode> mode(Word word, HaproxyValues values) {
    return switch (word.value()) {
      case "tcp" -> Setting.of(Mode.TCP, word.span());
      case "http" -> Setting.of(Mode.HTTP, word.span());
      default -> {
        values.text(word);
        yield Setting.unknown(word.span());
      }
    };
  }

  private void option(Directive line, HaproxyValues values) {
    if (checks.select(line, values)) return;
    String name = line.words().get(1).value();
    options.put(name, new Located<>(name, line.span()));
    if (LOG_OPTIONS.contains(name)) logFormat = Optional.of(written(line, 2));
  }

  private void withdraw(List<Word> words) {
    if (words.size() < 3 || !words.get(1).is("option")) return;
    options.remove(words.get(2).value());
    checks.deselect(words.get(2).value());
  }

  private void timeout(Directive line, HaproxyValues values) {
    if (line.words().size() < 3) return;
    String name = line.words().get(1).value();
    if (HTTP_TIMEOUTS.contains(name)) httpTimeouts.put(name, written(line, 2));
    else timeouts.put(name, values.time(line.words().get(2)));
  }

  /** The first words of a line, one blank between them. */
  private static Located<String> written(Directive line, int words) {
    Word first = line.words().getFirst();
    if (words == 1) return first.located();
    Word second = line.words().get(1);
    return new Located<>(first.value() + " " + second.value(), first.span().to(second.span()));
  }

  /** What {@code default-server} lines say. */
  ServerSettings servers() {
    return servers;
  }

  Setting<Mode> mode() {
    return mode;
  }

  Setting<String> balance() {
    return balance;
  }

  Setting<Integer> maxConnections() {
    return maxconn;
  }

  Setting<Integer> retries() {
    return retries;
  }

  Optional<Span> defaults() {
    return defaults;
  }

  Optional<Located<String>> defaultBackend() {
    return defaultBackend;
  }

  List<Located<String>> options() {
    return List.copyOf(options.values());
  }

  /**
   * @param logs whether the proxy writes a log: backends do not
   */
  List<Located<String>> httpOnlyOptions(boolean logs) {
    if (options.isEmpty() && logFormat.isEmpty() && httpTimeouts.isEmpty()) return List.of();
    Stream<Located<String>> log =
        logFormat.stream().filter(format -> logs && format.value().startsWith("option http"));
    Stream<Located<String>> plain =
        options.values().stream()
            .filter(option -> HTTP_OPTIONS.contains(option.value()))
            .map(option -> new Located<>("option " + option.value(), option.span()));
    return Stream.of(log, plain, httpTimeouts.values().stream()).flatMap(all -> all).toList();
  }

  Timeouts timeouts() {
    if (timeouts.isEmpty()) return Timeouts.NONE;
    return new Timeouts(
        timeout("connect"),
        timeout("client"),
        timeout("server"),
        timeout("tunnel"),
        timeout("queue"),
        timeout("check"));
  }

  private Setting<Duration> timeout(String name) {
    return timeouts.getOrDefault(name, Setting.unset());
  }
}
