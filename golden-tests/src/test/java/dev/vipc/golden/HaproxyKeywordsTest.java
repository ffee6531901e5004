package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Severity;
import dev.vipc.keyword.KeywordCheck;
import dev.vipc.keyword.KeywordTable;
import dev.vipc.keyword.Release;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.haproxy.HaproxySyntax;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Every keyword of the HAProxy table, held against what the real program says of it. */
final class HaproxyKeywordsTest {
  private static final Release RELEASE = new Release(2, 6, 12);

  @TempDir Path folder;

  @Test
  @RealProgram("haproxy")
  void everyKeywordIsTakenAndRefusedAsTheTableSays(TestReporter reporter) throws IOException {
    assumeDebiansRelease();
    HaproxyUses uses = uses();
    List<HaproxyUse> all = uses.all();
    var judge = new HaproxyJudge(folder);
    Map<HaproxyUse, String> program = judge.refused(all);
    Map<HaproxyUse, String> vipc = refusedByVipc(all);
    var disagreements = new ArrayList<String>();
    for (HaproxyUse use : all) {
      if (judge.unjudged().contains(use)) continue;
      if (program.containsKey(use) && !vipc.containsKey(use))
        disagreements.add("vipc takes it: " + use + " -- " + program.get(use));
      if (!program.containsKey(use) && vipc.containsKey(use))
        disagreements.add("vipc refuses it: " + use + " -- " + vipc.get(use));
    }
    reporter.publishEntry("uses", all.size() + ", refused " + program.size());
    reporter.publishEntry("not used", String.join(", ", uses.left()));
    reporter.publishEntry("the program dies of", judge.unjudged().toString());
    assertEquals("", String.join("\n", disagreements));
  }

  @Test
  void everyRefusalSaysWhatToWriteInstead() throws IOException {
    var silent = new ArrayList<String>();
    for (Diagnostic found : findings(uses().all(), new HashMap<>()))
      if (found.severity() == Severity.ERROR && found.help().isEmpty()) silent.add(found.message());
    assertEquals(List.of(), silent);
  }

  @Test
  void theTableSaysWhatEveryKeywordTakes() throws IOException {
    assertEquals(List.of(), uses().incomplete());
  }

  @Test
  @RealProgram("haproxy")
  void keywordsOfOtherReleasesAndBuildsAreRefused() throws IOException {
    assumeDebiansRelease();
    List<HaproxyUse> absent = uses().absent();
    Map<HaproxyUse, String> program = new HaproxyJudge(folder).refused(absent);
    assertEquals(
        List.of(), absent.stream().filter(use -> !program.containsKey(use)).toList(), "taken");
  }

  private static void assumeDebiansRelease() {
    String version = Command.run("haproxy", "-v").output().lines().findFirst().orElse("");
    assumeTrue(
        version.contains(" " + RELEASE), () -> "the table was measured with another: " + version);
  }

  private HaproxyUses uses() throws IOException {
    return new HaproxyUses(KeywordTable.haproxy(), RELEASE, new HaproxySamples(folder));
  }

  private static Map<HaproxyUse, String> refusedByVipc(List<HaproxyUse> uses) {
    var lines = new HashMap<Integer, HaproxyUse>();
    var refused = new HashMap<HaproxyUse, String>();
    for (Diagnostic found : findings(uses, lines)) {
      HaproxyUse use = lines.get(found.span().startPosition().line());
      if (found.severity() == Severity.ERROR && use != null) refused.put(use, found.message());
    }
    return refused;
  }

  /**
   * What vipc says of a file of all uses.
   *
   * @param lines gets the use of each line
   */
  private static List<Diagnostic> findings(List<HaproxyUse> uses, Map<Integer, HaproxyUse> lines) {
    var file = new SourceFile("vipc-uses.cfg", HaproxyJudge.text(uses, lines));
    var findings = new Findings();
    var document = HaproxySyntax.parse(file, findings);
    new KeywordCheck().check(document, KeywordCheck.Program.HAPROXY, RELEASE, findings);
    return findings.sorted();
  }
}
