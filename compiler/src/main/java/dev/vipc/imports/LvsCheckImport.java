package dev.vipc.imports;

import dev.vipc.model.CheckScript;
import dev.vipc.model.Node;
import dev.vipc.source.SourceFile;
import dev.vipc.spec.Durations;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.syntax.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How keepalived checks a real server, as a spec says it. */
record LvsCheckImport(
    String type,
    Optional<String> path,
    Optional<Integer> expect,
    Optional<String> verify,
    Duration interval,
    Duration timeout,
    int fall) {
  private static final Set<String> LINES =
      Set.of(
          "connect_timeout",
          "retry",
          "delay_before_retry",
          "url",
          "misc_path",
          "misc_timeout",
          "user");
  private static final Set<String> URL_LINES = Set.of("path", "status_code");
  private static final Pattern OUR_SCRIPT = Pattern.compile("/lvs_check_[A-Za-z0-9_]+\\.sh$");
  private static final Pattern TRUST = Pattern.compile("--cacert '([^']+)'");
  private static final Pattern TIMEOUT = Pattern.compile("--max-time (\\S+)");
  private static final Pattern PATH = Pattern.compile("\"https://\\$server\"'([^']+)'");
  private static final Pattern STATUS = Pattern.compile("\"\\$status\" = (\\d+)");

  Fields fields() {
    return new Fields()
        .put("type", type)
        .putIfPresent("path", path)
        .putIfPresent("expect", expect)
        .putIfPresent("verify", verify)
        .put("interval", Durations.format(interval))
        .put("timeout", Durations.format(timeout))
        .put("fall", fall);
  }

  boolean needsScript() {
    return type.equals("tls-hello") || verify.isPresent();
  }

  /** A script that build wrote for such a check. */
  static boolean isOurs(SourceFile file) {
    return OUR_SCRIPT.matcher(file.path()).find() && file.text().contains("made by vipc ");
  }

  /** Absent where it says what a spec cannot. */
  static Optional<LvsCheckImport> of(Node node, Statement.Block service, Statement.Block real) {
    List<Statement.Block> checkers =
        real.body().stream()
            .filter(Statement.Block.class::isInstance)
            .map(Statement.Block.class::cast)
            .toList();
    if (checkers.size() != 1) return Optional.empty();
    Statement.Block checker = checkers.getFirst();
    Optional<Duration> interval = LvsImport.word(service, "delay_loop").flatMap(LvsImport::seconds);
    Optional<Duration> again =
        LvsImport.word(checker, "delay_before_retry").flatMap(LvsImport::seconds);
    Optional<Integer> retry =
        LvsImport.one(checker, "retry").flatMap(line -> LvsImport.number(line, 1));
    boolean plain = checker.body().stream().allMatch(line -> LINES.contains(line.keyword()));
    if (!plain || interval.isEmpty() || !interval.equals(again) || retry.isEmpty())
      return Optional.empty();
    int fall = retry.get() + 1;
    return switch (checker.keyword()) {
      case "TCP_CHECK" -> timeout(checker).map(time -> of("tcp", interval.get(), time, fall));
      case "HTTP_GET" -> http("http", checker, interval.get(), fall);
      case "SSL_GET" -> http("https", checker, interval.get(), fall);
      case "MISC_CHECK" -> script(node, checker, interval.get(), fall);
      default -> Optional.empty();
    };
  }

  private static LvsCheckImport of(String type, Duration interval, Duration timeout, int fall) {
    return new LvsCheckImport(
        type, Optional.empty(), Optional.empty(), Optional.empty(), interval, timeout, fall);
  }

  private static Optional<Duration> timeout(Statement.Block checker) {
    return LvsImport.word(checker, "connect_timeout").flatMap(LvsImport::seconds);
  }

  private static Optional<LvsCheckImport> http(
      String type, Statement.Block checker, Duration interval, int fall) {
    Optional<Duration> timeout = timeout(checker);
    List<Statement> urls =
        checker.body().stream().filter(line -> line.keyword().equals("url")).toList();
    if (timeout.isEmpty()
        || urls.size() != 1
        || !(urls.getFirst() instanceof Statement.Block url)
        || !url.body().stream().allMatch(line -> URL_LINES.contains(line.keyword())))
      return Optional.empty();
    Optional<Integer> status =
        LvsImport.one(url, "status_code")
            .filter(line -> line.words().size() == 2)
            .flatMap(line -> LvsImport.number(line, 1));
    return LvsImport.word(url, "path")
        .filter(_ -> status.isPresent())
        .map(
            path ->
                new LvsCheckImport(
                    type,
                    Optional.of(path),
                    status,
                    Optional.empty(),
                    interval,
                    timeout.get(),
                    fall));
  }

  /** Only scripts that build wrote: what another one asks, the spec cannot say. */
  private static Optional<LvsCheckImport> script(
      Node node, Statement.Block checker, Duration interval, int fall) {
    String command = LvsImport.word(checker, "misc_path").orElse("").split(" ")[0];
    Optional<String> text =
        node.parts().all(CheckScript.class).stream()
            .map(CheckScript::file)
            .filter(file -> isOurs(file) && file.path().endsWith(command))
            .map(SourceFile::text)
            .findFirst();
    Optional<Duration> timeout = text.flatMap(t -> found(TIMEOUT, t)).flatMap(LvsImport::seconds);
    if (command.isEmpty() || timeout.isEmpty()) return Optional.empty();
    if (text.get().contains("time_appconnect"))
      return Optional.of(of("tls-hello", interval, timeout.get(), fall));
    return Optional.of(
        new LvsCheckImport(
            "https",
            text.flatMap(t -> found(PATH, t)),
            text.flatMap(t -> found(STATUS, t)).map(Integer::valueOf),
            text.flatMap(t -> found(TRUST, t)),
            interval,
            timeout.get(),
            fall));
  }

  private static Optional<String> found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
