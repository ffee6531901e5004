package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vipc.check.Verdict;
import dev.vipc.golden.HaproxyCases.Answer;
import dev.vipc.golden.HaproxyCases.Snippet;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@code vipc check --program haproxy} against what HAProxy itself says. */
final class HaproxyVerdictsTest {
  private static final String DEBIAN = "2.6";
  private static final long MOST_MILLIS = 2_000;

  /** Releases older than what is promised are not compared. */
  private static final String OLDEST = "1.8";

  private static final List<String> RELEASES =
      List.of(
          "1.4", "1.5", "1.6", "1.7", "1.8", "1.9", "2.0", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6",
          "2.7", "2.8", "2.9", "3.0", "3.1", "3.2", "3.3", "3.4", "3.5");

  @Test
  void everySnippetGetsTheVerdictOfHaproxy26() throws IOException {
    Map<String, String> listed = disagreements();
    var wrong = new ArrayList<String>();
    for (Snippet snippet : HaproxyCases.judged()) {
      Answer ours = HaproxyCases.ours("haproxy.cfg", snippet.text(), DEBIAN);
      HaproxyCases.difference(HaproxyCases.recorded(snippet), ours)
          .filter(_ -> !listed.containsKey(snippet.name()))
          .ifPresent(text -> wrong.add(snippet.name() + ": " + text + "\n" + snippet.text()));
    }
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void theFirstRefusedLineIsTheSameInNineteenOfTwentySnippets() throws IOException {
    int both = 0;
    int same = 0;
    for (Snippet snippet : HaproxyCases.judged()) {
      Answer recorded = HaproxyCases.recorded(snippet);
      Answer ours = HaproxyCases.ours("haproxy.cfg", snippet.text(), DEBIAN);
      if (recorded.line().isEmpty() || ours.line().isEmpty()) continue;
      both++;
      if (recorded.line().equals(ours.line())) same++;
    }
    assertTrue(same * 20 >= both * 19, same + " of " + both);
  }

  @Test
  @RealProgram("haproxy")
  void haproxyStillSaysWhatTheSnippetsRecord() throws IOException {
    var wrong = new ArrayList<String>();
    for (Snippet snippet : HaproxyCases.judged()) {
      Answer real = RealHaproxy.ofText(snippet.text()).answer();
      HaproxyCases.difference(real, HaproxyCases.recorded(snippet))
          .ifPresent(text -> wrong.add(snippet.name() + ": " + text));
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyBlockOfTheVersionMatrixGetsItsVerdictAtEveryRelease() throws IOException {
    Path sheet = Seeds.shared("facts/haproxy-version-matrix.txt");
    assumeTrue(Files.isReadable(sheet), "the version matrix is not on this machine");
    Map<String, List<String>> blocks = blocks(Files.readAllLines(sheet));
    Map<String, String> listed = disagreements();
    var wrong = new ArrayList<String>();
    for (Snippet snippet : HaproxyCases.matrix())
      for (String row : blocks.getOrDefault(snippet.title(), List.of()))
        for (String release : releases(row))
          if (!listed.containsKey(snippet.title() + " " + release))
            compare(snippet, release, row, wrong);
    assertEquals("", String.join("\n", wrong));
  }

  private static void compare(Snippet snippet, String release, String row, List<String> wrong) {
    boolean refused = !row.contains("rc=0");
    Verdict wanted =
        refused ? Verdict.REFUSED : row.endsWith("rc=0") ? Verdict.ACCEPTED : Verdict.WARNED;
    Answer ours = HaproxyCases.ours("haproxy.cfg", snippet.text(), release);
    if (ours.verdict() != wanted)
      wrong.add("%s %s: %s and not %s".formatted(snippet.title(), release, wanted, ours.verdict()));
  }

  private static Map<String, List<String>> blocks(List<String> lines) {
    var blocks = new HashMap<String, List<String>>();
    String title = "";
    for (String line : lines)
      if (line.startsWith("## ")) title = line.substring(3);
      else blocks.computeIfAbsent(title, _ -> new ArrayList<>()).add(line.strip());
    return blocks;
  }

  private static List<String> releases(String row) {
    String[] range = row.substring(0, row.indexOf(' ')).split("\\.\\.");
    int from = index(range[0]);
    int to = index(range[1]);
    int first = Math.max(from, RELEASES.indexOf(OLDEST));
    return RELEASES.subList(first, Math.max(first, to + 1));
  }

  private static int index(String release) {
    return switch (release) {
      case "head" -> RELEASES.size() - 1;
      case "deb2.6" -> RELEASES.indexOf("2.6");
      default -> RELEASES.indexOf(release);
    };
  }

  @Test
  @RealProgram("haproxy")
  void realFilesGetTheVerdictOfHaproxy26() throws IOException {
    Path corpus = corpus();
    Map<String, String> listed = disagreements();
    var wrong = new ArrayList<String>();
    int all = 0;
    int lines = 0;
    int sameLine = 0;
    for (String[] row : index(corpus)) {
      RealHaproxy real = RealHaproxy.of(corpus.resolve(row[0]));
      if (real.blamesTheMachineAlone()) continue;
      all++;
      long start = System.nanoTime();
      Answer ours = ours(corpus.resolve(row[0]), DEBIAN);
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertTrue(millis < MOST_MILLIS, () -> row[0] + " takes " + millis + " ms");
      HaproxyCases.difference(real.answer(), ours)
          .filter(_ -> !listed.containsKey(row[0] + " " + DEBIAN))
          .ifPresent(text -> wrong.add(row[0] + ": " + text));
      if (real.answer().line().isEmpty() || ours.line().isEmpty()) continue;
      lines++;
      if (real.answer().line().equals(ours.line())) sameLine++;
    }
    assertEquals(List.of(), wrong, "of " + all);
    assertTrue(sameLine * 20 >= lines * 19, sameLine + " of " + lines);
  }

  /** The index keeps the first few messages only: a refusal that it does not tell is left out. */
  @Test
  void realFilesGetTheExitStatusOfHaproxy35() throws IOException {
    Path corpus = corpus();
    Map<String, String> listed = disagreements();
    var wrong = new ArrayList<String>();
    for (String[] row : index(corpus)) {
      boolean refused = !row[4].equals("0");
      if (refused && RealHaproxy.isOfTheMachine(row[7])) continue;
      Answer ours = ours(corpus.resolve(row[0]), "3.5");
      if (refused != (ours.verdict() == Verdict.REFUSED) && !listed.containsKey(row[0] + " 3.5"))
        wrong.add("%s: %s and not %s".formatted(row[0], row[4], ours));
    }
    assertEquals("", String.join("\n", wrong));
  }

  private static Path corpus() {
    Path corpus = Seeds.shared("corpus/haproxy");
    assumeTrue(
        Files.isReadable(corpus.resolve("INDEX.tsv")),
        "the collection of real files is not on this machine");
    return corpus;
  }

  private static List<String[]> index(Path corpus) throws IOException {
    try (var lines = Files.lines(corpus.resolve("INDEX.tsv"))) {
      return lines.skip(1).map(line -> line.split("\t", -1)).toList();
    }
  }

  private static Answer ours(Path file, String version) throws IOException {
    return HaproxyCases.ours(file.toString(), Utf8.decode(Files.readAllBytes(file)), version);
  }

  /** What is known to differ, by name, and why. */
  private static Map<String, String> disagreements() throws IOException {
    var listed = new TreeMap<String, String>();
    for (String line : Files.readAllLines(Path.of("cases/haproxy-check/disagreements.tsv")))
      if (!line.startsWith("#") && line.contains("\t"))
        listed.put(line.substring(0, line.indexOf('\t')), line.substring(line.indexOf('\t') + 1));
    return listed;
  }
}
