package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Who writes what a refusal says is not refused again for it. */
final class HaproxyAdviceTest {
  private static final Release RELEASE = new Release(2, 6, 12);

  /** One text to write, and perhaps why; not a choice of several, nor a word to begin with. */
  private static final Pattern ADVICE = Pattern.compile("write `([^`]+)`(?:[:,] [^`]*)?");

  /** A word such as NUMBER or SERVER-NAME, for which people write their own. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?:^|[ .(,])[A-Z][A-Z-]+(?:$|[ ,)`])");

  private static final List<String> ENDS =
      List.of("k", "g", "S", "mb", "min", "GB", ";", ".5s", ".5", " k", " s", " m");

  private static final List<String> LAST_WORDS =
      List.of("10k", "10g", "10mb", "16min", "30S", "0.5", "500;", "100 k", "3 s", "16 mb");

  @TempDir Path folder;

  /**
   * An advice on a use, and the use with the advice written.
   *
   * @param start of what was written, a column counted from 0
   * @param end behind it
   */
  private record Mended(String advised, HaproxyUse use, String code, int start, int end) {
    /**
     * Whether the same is said again of what was written; other words may have their own faults.
     */
    boolean isRefusedAgain(Diagnostic found) {
      int column = found.span().startPosition().column() - 1;
      return found.rule().code().equals(code) && column >= start && column < end;
    }
  }

  @Test
  void whatIsAdvisedIsNotRefusedAgainForTheSame(TestReporter reporter) throws IOException {
    var samples = new HaproxySamples(folder);
    List<HaproxyUse> uses = new HaproxyUses(KeywordTable.haproxy(), RELEASE, samples).all();
    List<Mended> mended = mended(withFaults(uses));
    reporter.publishEntry("advice written", String.valueOf(mended.size()));
    assertTrue(mended.size() > 1_000, "advice written: " + mended.size());
    Map<HaproxyUse, List<Diagnostic>> after = errors(mended.stream().map(Mended::use).toList());
    var again = new LinkedHashSet<String>();
    for (Mended one : mended)
      for (Diagnostic found : after.getOrDefault(one.use(), List.of()))
        if (one.isRefusedAgain(found))
          again.add(one.advised() + " -> " + one.use() + " -- " + found.message());
    assertEquals("", String.join("\n", again));
  }

  /** The uses, and each with faults that people make: a wrong end, a letter too few or too many. */
  private static List<HaproxyUse> withFaults(List<HaproxyUse> uses) {
    var all = new LinkedHashSet<>(uses);
    for (HaproxyUse use : uses) {
      for (String end : ENDS) all.add(withLine(use, use.line() + end));
      int blank = use.line().indexOf(' ');
      if (blank > 0)
        for (String word : LAST_WORDS)
          all.add(withLine(use, use.line().substring(0, use.line().lastIndexOf(' ') + 1) + word));
      String first = blank < 0 ? use.line() : use.line().substring(0, blank);
      String rest = use.line().substring(first.length());
      all.add(withLine(use, first + first.charAt(first.length() - 1) + rest));
      if (first.length() > 3) all.add(withLine(use, first.substring(0, first.length() - 1) + rest));
      if (blank > 0) all.add(withLine(use, first + rest.replaceFirst("(\\w)(?= |$)", "$1$1")));
    }
    return List.copyOf(all);
  }

  private static HaproxyUse withLine(HaproxyUse use, String line) {
    return new HaproxyUse(use.section(), use.needs(), line);
  }

  private static List<Mended> mended(List<HaproxyUse> uses) {
    var mended = new ArrayList<Mended>();
    errors(uses)
        .forEach(
            (use, errors) -> {
              // of two faults on a line, what is written for one may stand in the other's words
              if (errors.size() == 1) mended(use, errors.getFirst()).ifPresent(mended::add);
            });
    return mended;
  }

  private static Optional<Mended> mended(HaproxyUse use, Diagnostic found) {
    Matcher advice = ADVICE.matcher(found.help().orElse(""));
    if (!advice.matches() || PLACEHOLDER.matcher(advice.group(1)).find()) return Optional.empty();
    int start = found.span().startPosition().column() - 1;
    int end = found.span().endPosition().column() - 1;
    String line = use.line();
    if (found.rule().code().equals("KW004")) end = line.length();
    if (found.rule().code().equals("KW010")) start = line.lastIndexOf(' ', start - 2) + 1;
    String written = line.substring(0, start) + advice.group(1) + line.substring(end);
    return Optional.of(
        new Mended(
            use + " (" + found.help().orElse("") + ")",
            withLine(use, written),
            found.rule().code(),
            start,
            start + advice.group(1).length()));
  }

  /**
   * What vipc refuses of a file of all uses; those of two lines or of a whole section are left out.
   */
  private static Map<HaproxyUse, List<Diagnostic>> errors(List<HaproxyUse> uses) {
    var lines = new HashMap<Integer, HaproxyUse>();
    var file = new SourceFile("vipc-uses.cfg", HaproxyJudge.text(uses, lines));
    var findings = new Findings();
    var document = HaproxySyntax.parse(file, findings);
    new KeywordCheck().check(document, KeywordCheck.Program.HAPROXY, RELEASE, findings);
    var errors = new HashMap<HaproxyUse, List<Diagnostic>>();
    for (Diagnostic found : findings.sorted()) {
      HaproxyUse use = lines.get(found.span().startPosition().line());
      if (found.severity() == Severity.ERROR && use != null && !use.section().equals("section"))
        errors.computeIfAbsent(use, _ -> new ArrayList<>()).add(found);
    }
    return errors;
  }
}
