package dev.vipc.rule.cross;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Label;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.rule.TextRule;
import dev.vipc.rule.cross.ProgramText.Language;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds characters that web pages and editors put into configuration. */
@AutoService(TextRule.class)
public final class DamagedText implements TextRule {
  private static final int MOST_LABELS = 10;
  private static final RuleMeta META =
      new RuleMeta(
              "XS008",
              "damaged-text",
              Severity.ERROR,
              """
              The text holds characters that look right and that the program reads otherwise.

              They come from web pages and word processors. No-break and other Unicode spaces are no white space to
              HAProxy, keepalived or a shell: `pidfile` and its argument become one unknown word. A byte order mark
              becomes part of the first word (measured with HAProxy 2.6 and keepalived 2.2.7: refused). En dashes and
              typographic quotes are letters. YAML refuses tabs in its indentation. A shell script with CR LF line
              ends does not start, because the kernel looks for an interpreter whose name ends in CR. A
              keepalived.conf that was flattened onto one line beginning with `!` is one comment, and `keepalived -t`
              accepts it. CR LF line ends in keepalived.conf, haproxy.cfg and YAML do no harm and are no finding.

              Each kind of character is reported once in a file, with its first further places. Characters in
              comments and in quoted text are left alone. Where every space is at the end of its line, it is a
              warning: most programs read a number before it all the same.

              Write the plain ASCII character instead.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public List<Span> check(SourceFile file, String kind, Reporter out) {
    // of a PEM file only Base64 is read, which has a reader of its own
    if (kind.equals("certificate")) return List.of();
    List<Span> spoilt = new ArrayList<>();
    DamageFinder.find(file, Language.of(kind))
        .forEach(
            (damage, places) -> {
              out.report(finding(damage, places));
              if (damage != Damage.FLATTENED) spoilt.addAll(places);
            });
    return spoilt;
  }

  private static Diagnostic finding(Damage damage, List<Span> places) {
    Span first = places.getFirst();
    Optional<Fix> fix = damage.isMechanical() ? Optional.of(fix(damage, places)) : Optional.empty();
    Severity severity =
        damage == Damage.SPACE && places.stream().allMatch(DamagedText::endsItsLine)
            ? Severity.WARNING
            : META.severity();
    String message = damage.message(first.file().text().charAt(first.start()));
    return new Diagnostic(
        META, severity, message, first, labels(places), Optional.of(damage.help()), fix);
  }

  private static List<Label> labels(List<Span> places) {
    List<Label> labels = new ArrayList<>();
    int shown = Math.min(places.size(), MOST_LABELS + 1);
    for (Span place : places.subList(1, shown)) labels.add(new Label(place, "also here"));
    if (places.size() > shown)
      labels.set(
          labels.size() - 1,
          new Label(
              places.get(shown - 1),
              "also here, and in %d more places".formatted(places.size() - shown)));
    return labels;
  }

  private static Fix fix(Damage damage, List<Span> places) {
    String description = damage == Damage.SPACE ? "write plain spaces" : "remove the characters";
    return new Fix(
        description,
        true,
        places.stream()
            .map(
                place ->
                    new Fix.Edit(place, damage.replacement().repeat(place.end() - place.start())))
            .toList());
  }

  private static boolean endsItsLine(Span place) {
    String text = place.file().text();
    int end = text.indexOf('\n', place.end());
    boolean nothingAfter = text.substring(place.end(), end < 0 ? text.length() : end).isBlank();
    int start = text.lastIndexOf('\n', place.start() - 1) + 1;
    return nothingAfter && !text.substring(start, place.start()).isBlank();
  }
}
