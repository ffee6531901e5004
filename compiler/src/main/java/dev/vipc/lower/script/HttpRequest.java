package dev.vipc.lower.script;

import dev.vipc.lower.Values;
import dev.vipc.model.CheckScript.Probe;
import dev.vipc.model.HostPort;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the arguments of {@code curl} and {@code wget}. */
final class HttpRequest {
  private static final Pattern URL =
      Pattern.compile("(?:([a-z]+)://)?(?:[^/@]*@)?(?<authority>[^/?#]+)(?<path>/[^?#]*)?.*");

  /** One-letter options of curl that take an argument (curl 7.88, curl --help all). */
  private static final String CURL_LETTERS = "AbCcDdEeFHhKmoPQrTtUuwXxYyz";

  private static final Pattern CURL_WORDS =
      Pattern.compile(
          "--(max-time|connect-timeout|output|write-out|header|cacert|capath|cert|cert-type|key"
              + "|key-type|resolve|connect-to|user|user-agent|request|data|data-raw|data-binary|retry"
              + "|retry-delay|retry-max-time|unix-socket|interface|proxy|noproxy|ciphers|config"
              + "|cookie|form|max-redirs|dns-servers|stderr|pass|proto|tls-max|url)");
  private static final Pattern WGET_WORDS =
      Pattern.compile(
          "-[aoOtTUeP]|--(timeout|tries|output-document|output-file|user-agent|header)");
  private static final Pattern STATUS = Pattern.compile("%\\{(http_code|response_code)}");

  private record Option(String name, Optional<ShellWord> argument) {}

  private final ShellCommand command;
  private final boolean outputIsRead;
  private final Optional<Duration> outerLimit;
  private final Assignments assignments;
  private final Values values;
  private final List<Option> options = new ArrayList<>();
  private final List<ShellWord> operands = new ArrayList<>();

  /**
   * @param outputIsRead whether another command looks at what it prints
   * @param outerLimit of a {@code timeout} around it
   */
  HttpRequest(
      ShellCommand command,
      boolean outputIsRead,
      Optional<Duration> outerLimit,
      Assignments assignments,
      Values values) {
    this.command = command;
    this.outputIsRead = outputIsRead;
    this.outerLimit = outerLimit;
    this.assignments = assignments;
    this.values = values;
    boolean curl = command.program().equals("curl");
    List<ShellWord> arguments = command.arguments();
    for (int i = 0; i < arguments.size(); i++)
      i += curl ? curlArgument(arguments, i) : wgetArgument(arguments, i);
  }

  /** One probe for each URL; downloads to a file are none. */
  List<Probe> probes() {
    if (isDownload()) return List.of();
    List<ShellWord> urls = new ArrayList<>(operands);
    for (Option option : options)
      if (option.name().equals("--url")) option.argument().ifPresent(urls::add);
    return urls.stream().map(this::probe).toList();
  }

  private Probe probe(ShellWord word) {
    String shown = assignments.shown(word);
    Span place = word.inner();
    Matcher url = URL.matcher(shown);
    ShellWord program = command.words().getFirst();
    Located<String> name = new Located<>(command.program(), program.span());
    Located<String> written = new Located<>(shown, place);
    if (!url.matches())
      return new Probe(
          name, written, Setting.unknown(place), Setting.unknown(place), checksStatus(), limit());
    return new Probe(
        name, written, target(url, shown, place), path(url, place), checksStatus(), limit());
  }

  private Setting<HostPort> target(Matcher url, String shown, Span place) {
    String authority = url.group("authority");
    if (authority.indexOf('$') >= 0 || authority.indexOf('`') >= 0) return Setting.unknown(place);
    int standard = "https".equals(url.group(1)) ? 443 : 80;
    if (!shown.equals(place.text()))
      return HostPort.parse(authority)
          .map(target -> Setting.of(withPort(target, standard), place))
          .orElseGet(() -> Setting.unknown(place));
    Span part = place.part(url.start("authority"), url.end("authority"));
    return values
        .hostPort(new Located<>(authority, part))
        .map(target -> withPort(target, standard));
  }

  private static HostPort withPort(HostPort target, int standard) {
    return target.port().isPresent()
        ? target
        : new HostPort(target.host(), OptionalInt.of(standard));
  }

  private static Setting<String> path(Matcher url, Span place) {
    if (url.group("authority").startsWith("$") && url.group(1) == null)
      return Setting.unknown(place);
    String path = url.group("path") == null ? "/" : url.group("path");
    return path.indexOf('$') < 0 ? Setting.of(path, place) : Setting.unknown(place);
  }

  private boolean checksStatus() {
    if (command.program().equals("wget") || outputIsRead) return true;
    return options.stream()
        .anyMatch(
            option ->
                switch (option.name()) {
                  case "-f", "--fail", "--fail-with-body" -> true;
                  case "-w", "--write-out" ->
                      option.argument().filter(w -> STATUS.matcher(w.written()).find()).isPresent();
                  default -> false;
                });
  }

  private Setting<Duration> limit() {
    boolean curl = command.program().equals("curl");
    boolean repeats =
        options.stream()
            .anyMatch(option -> curl ? option.name().equals("--retry") : !isSingleTry(option));
    List<String> names = curl ? List.of("-m", "--max-time") : List.of("-T", "--timeout");
    Setting<Duration> limit =
        outerLimit
            .map(outer -> Setting.of(outer, command.words().getFirst().span()))
            .orElse(Setting.unset());
    for (Option option : options)
      if (names.contains(option.name()) && !repeats)
        limit = option.argument().map(this::seconds).orElse(limit);
    return limit;
  }

  /** wget tries 20 times unless told otherwise, so that only {@code -t 1} bounds it. */
  private boolean isSingleTry(Option option) {
    return switch (option.name()) {
      case "-t", "--tries" -> option.argument().filter(word -> word.is("1")).isPresent();
      default ->
          options.stream().anyMatch(o -> o.name().equals("-t") || o.name().equals("--tries"));
    };
  }

  private Setting<Duration> seconds(ShellWord word) {
    return assignments
        .value(word)
        .filter(text -> text.matches("\\d{1,6}(\\.\\d{1,3})?"))
        .map(
            text ->
                Setting.of(
                    Duration.ofMillis((long) (Double.parseDouble(text) * 1000)), word.span()))
        .orElseGet(() -> Setting.unknown(word.span()));
  }

  private boolean isDownload() {
    return options.stream()
        .anyMatch(
            option ->
                switch (option.name()) {
                  case "-O", "--remote-name" ->
                      command.program().equals("curl") || !isDiscarded(option.argument());
                  case "-o", "--output", "--output-document" -> !isDiscarded(option.argument());
                  default -> false;
                });
  }

  private static boolean isDiscarded(Optional<ShellWord> target) {
    return target
        .filter(
            word -> Map.of("/dev/null", "", "-", "", "/dev/stdout", "").containsKey(word.written()))
        .isPresent();
  }

  /** Reads one argument of curl; returns how many more it took. */
  private int curlArgument(List<ShellWord> arguments, int at) {
    ShellWord word = arguments.get(at);
    String text = word.written();
    if (text.startsWith("--")) {
      boolean takesOne = CURL_WORDS.matcher(text).matches();
      return option(text, takesOne ? next(arguments, at) : Optional.empty());
    }
    if (!text.startsWith("-") || text.length() == 1) {
      operands.add(word);
      return 0;
    }
    for (int i = 1; i < text.length(); i++) {
      String name = "-" + text.charAt(i);
      if (CURL_LETTERS.indexOf(text.charAt(i)) < 0) option(name, Optional.empty());
      else if (i + 1 < text.length()) return option(name, Optional.of(rest(word, i + 1))) - 1;
      else return option(name, next(arguments, at));
    }
    return 0;
  }

  private int wgetArgument(List<ShellWord> arguments, int at) {
    ShellWord word = arguments.get(at);
    String text = word.written();
    int equals = text.indexOf('=');
    if (text.startsWith("--") && equals > 0)
      return option(text.substring(0, equals), Optional.of(rest(word, equals + 1))) - 1;
    if (WGET_WORDS.matcher(text).matches()) return option(text, next(arguments, at));
    if (text.matches("-[tTO].+") || text.matches("-q[tTO].*")) return letters(arguments, at, text);
    if (text.startsWith("-") && text.length() > 1) return option(text, Optional.empty());
    operands.add(word);
    return 0;
  }

  private int letters(List<ShellWord> arguments, int at, String text) {
    int letter = text.charAt(1) == 'q' ? 2 : 1;
    String name = "-" + text.charAt(letter);
    if (letter + 1 == text.length()) return option(name, next(arguments, at));
    return option(name, Optional.of(rest(arguments.get(at), letter + 1))) - 1;
  }

  private int option(String name, Optional<ShellWord> argument) {
    options.add(new Option(name, argument));
    return argument.isPresent() ? 1 : 0;
  }

  private static Optional<ShellWord> next(List<ShellWord> arguments, int at) {
    return at + 1 < arguments.size() ? Optional.of(arguments.get(at + 1)) : Optional.empty();
  }

  private static ShellWord rest(ShellWord word, int from) {
    return new ShellWord(
        List.of(new ShellWord.Part.Text(word.written().substring(from))), word.span());
  }
}
