package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.check.CheckRequest;
import dev.vipc.check.CheckResult.FileVerdict;
import dev.vipc.check.ProgramChecks;
import dev.vipc.check.Verdict;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Configurations that others wrote: what keepalived says of them, and what {@code vipc check}. The
 * files in {@code cases/oracle/keepalived.tsv} are left out, or disagree, for the reason named
 * there.
 */
final class KeepalivedCorpusTest {
  private static final Path KNOWN = Path.of("cases/oracle/keepalived.tsv");
  private static final Pattern SCRIPT = Pattern.compile("[\\s\"'](/[\\w./-]+)");
  private static final Pattern INTERFACE =
      Pattern.compile("\\b(?:interface|dev)\\s+\"?([A-Za-z][\\w.-]{1,14})\"?(?=\\s|$)");
  private static final Pattern TRACKED = Pattern.compile("track_interface\\s*\\{([^}]*)");
  private static final int MOST_MILLIS = 2_000;

  /** A row of the index. */
  private record Row(String name, Path file, int status243) {}

  @Test
  @RealProgram(
      value = {"keepalived", "unshare", "ip"},
      root = true)
  void theVerdictsAreThoseOfTheInstalledProgram() throws IOException {
    Map<String, String> known = known("2.2.7");
    List<Row> rows =
        rows().stream().filter(row -> !known.getOrDefault(row.name(), "").startsWith("-")).toList();
    List<Path> files = rows.stream().map(Row::file).toList();
    Map<Path, RealKeepalived.Verdict> real =
        RealKeepalived.judge(files, interfaces(files), scripts(files));
    Set<String> disagreeing = new TreeSet<>();
    Set<String> otherLines = new TreeSet<>();
    int judged = 0;
    int bothRefuse = 0;
    for (Row row : rows) {
      RealKeepalived.Verdict theirs = Objects.requireNonNull(real.get(row.file().toAbsolutePath()));
      FileVerdict ours = ours(row.file(), "2.2.7");
      if (!theirs.isGiven()) continue;
      judged++;
      if (theirs.refuses() != refuses(ours)) {
        disagreeing.add(row.name() + ": " + theirs + "; ours " + errors(ours));
      } else if (theirs.refuses() && theirs.firstLine().isPresent()) {
        bothRefuse++;
        if (!sameLine(theirs.firstLine().getAsInt(), ours))
          otherLines.add(row.name() + ": " + theirs + "; ours " + errors(ours));
      }
    }
    disagreeing.removeIf(line -> known.containsKey(line.substring(0, line.indexOf(": "))));
    assertEquals("", String.join("\n", disagreeing));
    int given = judged;
    assertTrue(judged > rows.size() * 9 / 10, () -> given + " verdicts of " + rows.size());
    long disagree = known.values().stream().filter(reason -> !reason.startsWith("-")).count();
    assertTrue(disagree <= judged / 100, () -> disagree + " files disagree");
    int lines = bothRefuse;
    assertTrue(
        otherLines.size() * 20 <= bothRefuse,
        () -> otherLines.size() + " of " + lines + ":\n" + String.join("\n", otherLines));
  }

  @Test
  void theVerdictsFor243AreThoseOfTheIndex() throws IOException {
    Map<String, String> known = known("2.4.3");
    Set<String> disagreeing = new TreeSet<>();
    for (Row row : rows()) {
      if (row.status243() >= 124) continue;
      FileVerdict ours = ours(row.file(), "2.4.3");
      if (refuses(ours) != (row.status243() != 0) && !known.containsKey(row.name()))
        disagreeing.add(row.name() + ": " + row.status243() + "; ours " + errors(ours));
    }
    assertEquals("", String.join("\n", disagreeing));
  }

  static FileVerdict ours(Path file, String version) {
    long start = System.nanoTime();
    FileVerdict verdict =
        ProgramChecks.check(
                new CheckRequest("keepalived", Version.parse(version), List.of(file), List.of()))
            .files()
            .getFirst();
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis < MOST_MILLIS, () -> file + " took " + millis + " ms");
    return verdict;
  }

  static boolean refuses(FileVerdict verdict) {
    return verdict.verdict() == Verdict.REFUSED;
  }

  /**
   * Whether an error stands where the program complains first, and none before it that the program
   * would name while it reads; what it checks after reading it names without a line.
   */
  static boolean sameLine(int line, FileVerdict ours) {
    OptionalInt first =
        errorsOf(ours).stream()
            .filter(d -> d.rule().code().startsWith("SYN") || d.rule().code().startsWith("KW"))
            .mapToInt(d -> d.span().startPosition().line())
            .min();
    boolean there = errorsOf(ours).stream().anyMatch(d -> d.span().startPosition().line() == line);
    return there && first.orElse(line) >= line;
  }

  private static List<Diagnostic> errorsOf(FileVerdict verdict) {
    return verdict.diagnostics().stream().filter(d -> d.severity() == Severity.ERROR).toList();
  }

  static String errors(FileVerdict verdict) {
    return errorsOf(verdict).stream()
        .map(d -> d.rule().code() + " " + d.span().startPosition().line() + " " + d.message())
        .collect(Collectors.joining(" | "));
  }

  static Set<String> interfaces(List<Path> files) throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path file : files) {
      String text = text(file).replaceAll("[#!].*", "");
      Matcher matcher = INTERFACE.matcher(text);
      while (matcher.find()) names.add(matcher.group(1));
      Matcher tracked = TRACKED.matcher(text);
      while (tracked.find())
        tracked
            .group(1)
            .lines()
            .map(line -> line.strip().split("\\s+")[0])
            .filter(name -> name.matches("[A-Za-z][\\w.-]{1,14}"))
            .forEach(names::add);
    }
    names.remove("lo");
    return names;
  }

  static Set<String> scripts(List<Path> files) throws IOException {
    Set<String> paths = new TreeSet<>();
    for (Path file : files)
      for (String line : text(file).lines().toList())
        if (line.matches("\\s*(script|notify\\w*|misc_path|quorum_\\w+|\\w+_script)\\s.*")) {
          Matcher matcher = SCRIPT.matcher(line);
          if (matcher.find()) paths.add(matcher.group(1));
        }
    return paths;
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  private static List<Row> rows() throws IOException {
    Path folder = Seeds.shared("corpus/keepalived");
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("INDEX.tsv")).stream().skip(1).toList()) {
      String[] cells = line.split("\t", -1);
      rows.add(new Row(cells[0], folder.resolve(cells[0]), Integer.parseInt(cells[8])));
    }
    return rows;
  }

  /** The files that are left out (their reason begins with {@code -}) or are known to disagree. */
  private static Map<String, String> known(String version) throws IOException {
    Map<String, String> known = new TreeMap<>();
    for (String line : Files.readAllLines(KNOWN)) {
      String[] cells = line.split("\t", -1);
      if (!line.startsWith("#") && cells[1].equals(version)) known.put(cells[0], cells[2]);
    }
    return known;
  }
}
