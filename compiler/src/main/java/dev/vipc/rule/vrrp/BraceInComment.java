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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A brace that a comment takes away. */
@AutoService(TextRule.class)
public final class BraceInComment implements TextRule {
  private static final RuleMeta META =
      new RuleMeta(
              "KA026",
              "brace-in-comment",
              Severity.ERROR,
              """
              A brace that a block needs stands in a comment.

              In keepalived.conf `#` and `!` begin a comment wherever they stand, even in the middle of a
              word, and it goes to the end of the line. A brace behind one is not there: the block stays
              open, what follows is read as a part of it, and `keepalived -t` reports unknown keywords and
              a missing brace (measured with 2.2.7). It happens when a line is commented out by hand, or
              when a page joins lines, as in `#vrrp_strict }`.

              Write the brace on a line of its own. The rule speaks only where the braces outside of
              comments do not match and one inside of a comment would make them match.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public List<Span> check(SourceFile file, String kind, Reporter out) {
    if (!kind.equals("keepalived") || file.text().contains("{%")) return List.of();
    Braces braces = new Braces(file.text());
    int missing = braces.open.size();
    if (missing == 0 || braces.closersInComments.size() < missing || braces.extra) return List.of();
    List<Span> spoilt = new ArrayList<>();
    for (int at : braces.closersInComments.subList(0, missing)) {
      Span brace = file.span(at, at + 1);
      out.report(finding(brace, braces.closersInComments.size() == missing));
      spoilt.add(brace);
    }
    // all that is read after a block that is not closed is a consequence
    int first = braces.open.stream().min(Integer::compare).orElseThrow();
    spoilt.add(file.span(first, file.text().length()));
    return spoilt;
  }

  private static Diagnostic finding(Span brace, boolean certain) {
    Diagnostic finding =
        Diagnostic.of(META, brace, "this `}` is in a comment, and the block stays open")
            .help("write it on a line of its own");
    Span line = brace.file().lineAt(brace.start());
    boolean last =
        line.part(brace.end() - line.start(), line.end() - line.start()).text().isBlank();
    if (!last || !certain) return finding;
    Span here = brace.part(0, 0);
    return finding.fix(
        new Fix("put it on a line of its own", true, List.of(new Fix.Edit(here, "\n"))));
  }

  /** The braces of a text, those in quotes left out. */
  private static final class Braces {
    private final Deque<Integer> open = new ArrayDeque<>();
    private final List<Integer> closersInComments = new ArrayList<>();
    private boolean extra;
    private int openInComments;

    Braces(String text) {
      boolean comment = false;
      boolean quoted = false;
      for (int at = 0; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '\n') {
          comment = false;
          quoted = false;
        } else if (comment) {
          inComment(c, at);
        } else if (c == '"') {
          quoted = !quoted;
        } else if (!quoted && (c == '#' || c == '!') && !isEscaped(text, at)) {
          comment = true;
        } else if (!quoted && c == '{') {
          open.push(at);
        } else if (!quoted && c == '}') {
          if (open.isEmpty()) extra = true;
          else open.pop();
        }
      }
    }

    /** What was commented out as a whole matches in itself. */
    private void inComment(char c, int at) {
      if (c == '{') openInComments++;
      if (c != '}') return;
      if (openInComments > 0) openInComments--;
      else closersInComments.add(at);
    }

    private static boolean isEscaped(String text, int at) {
      return at > 0 && text.charAt(at - 1) == '\\';
    }
  }
}
