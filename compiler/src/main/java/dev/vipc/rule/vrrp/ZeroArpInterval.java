package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.rule.TextRule;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An interval between gratuitous ARPs that keepalived does not take. */
@AutoService(TextRule.class)
public final class ZeroArpInterval implements TextRule {
  private static final RuleMeta META =
      new RuleMeta(
              "KA031",
              "zero-arp-interval",
              Severity.ERROR,
              """
              The interval between gratuitous ARPs or neighbour advertisements is 0.

              `vrrp_garp_interval 0` and `vrrp_gna_interval 0` stand in keepalived's old sample file and in
              thousands of copies of it. The smallest interval is a microsecond; keepalived says
              that 0 is outside of its range and ignores the line, and `keepalived -t` exits with status 5
              (measured with 2.2.7 and 2.4.3), so that a deployment which asks it first stops there.

              Delete the line: without it the messages follow each other at once, which is what 0 meant.
              """)
          .withFix();
  private static final Pattern ZERO =
      Pattern.compile(
          "(?m)^[ \\t]*(?<word>(?:vrrp_)?(?:garp|gna)_interval)[ \\t]+(?<value>0+(?:\\.0*)?)[ \\t]*(?=[#!\\r\\n]|\\z)");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public List<Span> check(SourceFile file, String kind, Reporter out) {
    if (!kind.equals("keepalived") || !file.text().contains("_interval")) return List.of();
    List<Span> found = new ArrayList<>();
    Matcher zero = ZERO.matcher(file.text());
    while (zero.find()) {
      Span value = file.span(zero.start("value"), zero.end("value"));
      found.add(value);
      out.report(finding(value, zero.group("word")));
    }
    return found;
  }

  private static Diagnostic finding(Span value, String keyword) {
    Diagnostic finding =
        Diagnostic.of(
                META,
                value,
                "`%s` has to be above 0: keepalived ignores this line".formatted(keyword))
            .help("delete the line, which means the same");
    return Statements.deleteLine(value, keyword)
        .map(edit -> finding.fix(new Fix("delete what is ignored", true, List.of(edit))))
        .orElse(finding);
  }
}
