package dev.vipc.compile;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.rule.TextRule;
import dev.vipc.rule.cross.ProgramText;
import dev.vipc.rule.cross.ProgramText.Language;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.SyntaxFaults;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the marks of a template engine in haproxy.cfg and keepalived.conf. They are the one cause
 * of whatever is wrong with their lines: a mark is no argument of a wrong type.
 */
@AutoService(TextRule.class)
public final class TemplateText implements TextRule {
  private static final Set<String> KINDS = Set.of("haproxy", "keepalived");
  private static final Pattern MARK = Pattern.compile("\\{\\{[^{}\\r\\n]*}}|\\{%[^%\\r\\n]*%}");

  @Override
  public RuleMeta meta() {
    return SyntaxFaults.TEMPLATE;
  }

  /** The syntax trees report the same finding where they meet a mark. */
  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public List<Span> check(SourceFile file, String kind, Reporter out) {
    if (!KINDS.contains(kind) || !hasMark(file)) return List.of();
    List<Span> marks = marks(file, ProgramText.of(file, Language.of(kind)));
    if (!marks.isEmpty())
      out.report(
          Diagnostic.of(meta(), marks.getFirst(), "this is a mark of a template, not of " + kind)
              .help("lint the file that the template engine makes of it"));
    return marks;
  }

  private static boolean hasMark(SourceFile file) {
    String text = file.text();
    int at = file.holds('{') ? text.indexOf('{') : -1;
    while (at >= 0 && !text.startsWith("{", at + 1) && !text.startsWith("%", at + 1))
      at = text.indexOf('{', at + 1);
    return at >= 0;
  }

  private static List<Span> marks(SourceFile file, BitSet read) {
    List<Span> marks = new ArrayList<>();
    Matcher mark = MARK.matcher(file.text());
    while (mark.find()) if (read.get(mark.start())) marks.add(file.span(mark.start(), mark.end()));
    return marks;
  }
}
