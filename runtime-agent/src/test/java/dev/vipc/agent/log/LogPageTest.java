package dev.vipc.agent.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.agent.vrrp.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/vipd-log.md} has every event and every field that the sources log. */
class LogPageTest {
  private static final Path PAGE = Path.of("..", "docs", "vipd-log.md");
  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "vipc", "agent");
  private static final Path SHELL = Path.of("..", "launch", "supervise.sh");

  /** In the attachment of a virtual router one method says what the kernel refused. */
  private static final Pattern REFUSAL = Pattern.compile("\\btell\\(\"([a-z-]+)\"");

  private static final Pattern EVENT =
      Pattern.compile("\\.(info|warning|error)\\(\\s*\"([a-z-]+)\"\\)");
  private static final Pattern UNNAMED = Pattern.compile("\\.(?:info|warning|error)\\((?!\\s*\")");
  private static final Pattern FIELD = Pattern.compile("\\.(?:field|address)\\(\\s*\"([a-z_]+)\"");
  private static final Pattern SHELL_LINE =
      Pattern.compile("(?m)\\blog (info|warning|error) ([a-z-]+)(.*)$");
  private static final Pattern SHELL_FIELD = Pattern.compile("[ \"]([a-z_]+)=");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** One event of one process. */
  private record Event(String name, String level, String process) {
    @Override
    public String toString() {
      return String.join(" ", name, level, process);
    }
  }

  @Test
  void everyEventIsDocumentedAndEveryDocumentedEventIsLogged() throws IOException {
    Set<String> logged = new TreeSet<>();
    for (Path file : sources()) {
      String text = Files.readString(file);
      for (MatchResult found : found(EVENT, text))
        logged.add(new Event(found.group(2), found.group(1), process(file)).toString());
      if (isAttachment(file))
        for (MatchResult found : found(REFUSAL, text))
          logged.add(new Event(found.group(1), "error", process(file)).toString());
    }
    for (MatchResult found : found(SHELL_LINE, Files.readString(SHELL)))
      logged.add(new Event(found.group(2), found.group(1), "run").toString());
    assertEquals(String.join("\n", logged), String.join("\n", documented()));
  }

  @Test
  void noEventHasANameThatIsNotInTheSources() throws IOException {
    for (Path file : sources())
      assertEquals(
          isAttachment(file) ? 1 : 0,
          found(UNNAMED, Files.readString(file)).size(),
          () -> file + ": say the event's name where it is logged");
  }

  @Test
  void everyFieldIsDocumentedAndEveryDocumentedFieldIsLogged() throws IOException {
    Set<String> logged = new TreeSet<>(Set.of("time", "level", "process", "event"));
    for (Path file : sources())
      for (MatchResult found : found(FIELD, Files.readString(file))) logged.add(found.group(1));
    for (MatchResult line : found(SHELL_LINE, Files.readString(SHELL)))
      for (MatchResult found : found(SHELL_FIELD, line.group(3))) logged.add(found.group(1));
    Set<String> documented = new TreeSet<>();
    for (String[] row : rows("# The log of vipd", 2)) documented.addAll(codes(row[0]));
    for (String[] row : rows("## Events", 5)) documented.addAll(codes(row[3]));
    assertEquals(String.join("\n", logged), String.join("\n", documented));
  }

  @Test
  void everyCauseOfAChangeIsDocumented() throws IOException {
    assertEquals(
        Arrays.stream(Cause.values()).map(Cause::words).toList(),
        rows("## States, and why they change", 2).stream()
            .flatMap(row -> codes(row[0]).stream())
            .toList());
  }

  private static Set<String> documented() throws IOException {
    return rows("## Events", 5).stream()
        .flatMap(
            row ->
                Arrays.stream(row[2].split(", "))
                    .map(process -> new Event(codes(row[0]).getFirst(), row[1], process)))
        .map(Event::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The cells of the table below a heading, without those of its first two lines. */
  private static List<String[]> rows(String heading, int columns) throws IOException {
    String section = Files.readString(PAGE).split(Pattern.quote(heading) + "\n", 2)[1];
    return section
        .split("\n## ")[0]
        .lines()
        .filter(line -> line.startsWith("| "))
        .skip(1)
        .map(line -> line.substring(2, line.length() - 1).split("\\|", -1))
        .map(cells -> Arrays.stream(cells).map(String::strip).toArray(String[]::new))
        .peek(cells -> assertEquals(columns, cells.length, () -> Arrays.toString(cells)))
        .toList();
  }

  private static List<String> codes(String cell) {
    return found(CODE, cell).stream().map(code -> code.group(1)).toList();
  }

  private static List<MatchResult> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  /** Whatever logs; the preflight speaks to people alone. */
  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.startsWith(SOURCES.resolve("log")))
          .filter(file -> !file.startsWith(SOURCES.resolve("preflight")))
          .sorted()
          .toList();
    }
  }

  private static boolean isAttachment(Path file) {
    return file.equals(SOURCES.resolve("vip").resolve("Attachment.java"));
  }

  private static String process(Path file) {
    return file.startsWith(SOURCES.resolve("vip")) ? "vip" : "proxy";
  }
}
