package dev.vipc.rule.proxy;

import static dev.vipc.diagnostic.Severity.INFO;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HaproxyLines;
import dev.vipc.model.HaproxyLines.Line;
import dev.vipc.rule.Rule;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** HX019: a line of global that stands out. */
@AutoService(Rule.class)
public final class UnevenIndentation implements Rule {
  /** So many lines that agree show what is meant. */
  private static final int ENOUGH = 4;

  private static final RuleMeta META =
      new RuleMeta(
              "HX019",
              "line-of-global-stands-out",
              INFO,
              """
              One line of `global` is indented unlike all the others.

              HAProxy does not look at blanks: a line belongs to the section whose header stands above it. A reader takes such a line, \
              most often a `stats socket` that was pasted below the rest, for one of another section, or puts the next \
              line of `global` behind the section that follows. Reported where at least four other lines agree.

              Indent it as the others.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment.all(HaproxyLines.class).forEach(file -> check(file, out));
  }

  private static void check(HaproxyLines file, Reporter out) {
    Map<String, List<Line>> byIndent =
        file.global().collect(Collectors.groupingBy(line -> blanks(line).text()));
    if (byIndent.size() != 2) return;
    for (Map.Entry<String, List<Line>> odd : byIndent.entrySet())
      for (Map.Entry<String, List<Line>> rest : byIndent.entrySet())
        if (odd.getValue().size() == 1 && rest.getValue().size() >= ENOUGH)
          out.report(finding(odd.getValue().getFirst(), rest.getKey()));
  }

  private static Span blanks(Line line) {
    SourceFile file = line.span().file();
    int word = line.words().getFirst().span().start();
    return file.span(file.startOfLine(word), word);
  }

  private static Diagnostic finding(Line line, String indent) {
    return Diagnostic.of(
            META,
            line.words().getFirst().span(),
            "this line belongs to `global`, and is indented unlike its other lines")
        .help("indent it as the others")
        .fix(Fix.replace(blanks(line), indent, "indent it as the others"));
  }
}
