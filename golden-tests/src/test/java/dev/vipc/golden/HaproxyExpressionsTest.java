package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vipc.check.Conditions;
import dev.vipc.check.haproxy.HaproxyProgramCheck;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Severity;
import dev.vipc.keyword.Keyword;
import dev.vipc.keyword.KeywordCheck;
import dev.vipc.keyword.KeywordTable.Place;
import dev.vipc.keyword.Release;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Every sample fetch and converter with each count of arguments, held against the real program. */
final class HaproxyExpressionsTest {
  private static final Release RELEASE = new Release(2, 6, 12);

  @TempDir Path folder;

  @Test
  @RealProgram("haproxy")
  void everyCountOfArgumentsIsTakenAndRefusedAsTheTableSays(TestReporter reporter)
      throws IOException {
    String version = Command.run("haproxy", "-v").output().lines().findFirst().orElse("");
    assumeTrue(version.contains(" " + RELEASE), () -> "measured with another: " + version);
    List<HaproxyUse> uses = uses(new HaproxySamples(folder));
    var judge = new HaproxyJudge(folder);
    Map<HaproxyUse, String> program = judge.refused(uses);
    Map<HaproxyUse, String> vipc = refusedByVipc(uses);
    var disagreements = new ArrayList<String>();
    for (HaproxyUse use : uses) {
      if (judge.unjudged().contains(use)) continue;
      if (program.containsKey(use) && !vipc.containsKey(use))
        disagreements.add("vipc takes it: " + use + " -- " + program.get(use));
      if (!program.containsKey(use) && vipc.containsKey(use))
        disagreements.add("vipc refuses it: " + use + " -- " + vipc.get(use));
    }
    reporter.publishEntry("expressions", uses.size() + ", refused " + program.size());
    assertEquals("", String.join("\n", disagreements));
  }

  private static List<HaproxyUse> uses(HaproxySamples samples) {
    var table = new KeywordCheck().haproxyExpressions();
    var uses = new ArrayList<HaproxyUse>();
    add(uses, samples, table.place("sample fetch").orElseThrow(), "");
    add(uses, samples, table.place("converter").orElseThrow(), "str(a),");
    return uses;
  }

  private static void add(
      List<HaproxyUse> uses, HaproxySamples samples, Place place, String before) {
    for (String word : new TreeSet<>(place.words())) {
      Keyword keyword = place.find(word, RELEASE).orElseThrow();
      if (!keyword.knownIn(RELEASE) || !keyword.hasKnownArguments()) continue;
      String rule =
          switch (keyword.field("from")) {
            case "response", "server", "server-connection" -> "http-response set-var(txn.v) ";
            default -> "http-request set-var(txn.v) ";
          };
      for (int count = 0; count <= keyword.arguments().size() + 1; count++)
        uses.add(
            new HaproxyUse("listen", List.of(), rule + before + call(samples, keyword, count)));
    }
  }

  /** The word with so many arguments in its brackets, and without brackets for none. */
  private static String call(HaproxySamples samples, Keyword keyword, int count) {
    if (count == 0) return keyword.name();
    String example = keyword.field("example");
    var words =
        new ArrayList<>(example.isEmpty() ? List.<String>of() : List.of(example.split(",")));
    for (int i = words.size(); i < keyword.arguments().size(); i++)
      words.add(samples.fitting(keyword.arguments().get(i)));
    while (words.size() < count) words.add("vipc");
    return keyword.name() + "(" + String.join(",", words.subList(0, count)) + ")";
  }

  private static Map<HaproxyUse, String> refusedByVipc(List<HaproxyUse> uses) {
    var refused = new HashMap<HaproxyUse, String>();
    for (HaproxyUse use : uses) {
      var lines = new HashMap<Integer, HaproxyUse>();
      var file = new SourceFile("vipc-uses.cfg", HaproxyJudge.text(List.of(use), lines));
      var findings = new Findings();
      new HaproxyProgramCheck()
          .check(List.of(file), Conditions.of(new Version(2, 6, 12)), findings);
      for (Diagnostic found : findings.sorted())
        if (found.severity() == Severity.ERROR) refused.putIfAbsent(use, found.message());
    }
    return refused;
  }
}
