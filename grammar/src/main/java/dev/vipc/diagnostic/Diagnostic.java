package dev.vipc.diagnostic;

import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One finding: what is wrong and where ({@code span}, the smallest that shows it), the other places
 * it speaks of, what to write instead ({@code help}), and the cure where it is mechanical.
 *
 * <p>Message and help are lower case without a full stop, with the user's own words in backticks.
 */
public record Diagnostic(
    RuleMeta rule,
    Severity severity,
    String message,
    Span span,
    List<Label> labels,
    Optional<String> help,
    Optional<Fix> fix) {
  /** By file, place, code, message: the order of every report. */
  public static final Comparator<Diagnostic> ORDER = Diagnostic::compare;

  public Diagnostic {
    labels = List.copyOf(labels);
  }

  private static int compare(Diagnostic one, Diagnostic other) {
    int byPlace = one.span.compareTo(other.span);
    if (byPlace != 0) return byPlace;
    int byCode = one.rule.code().compareTo(other.rule.code());
    return byCode != 0 ? byCode : one.message.compareTo(other.message);
  }

  /** A finding with the rule's default severity. */
  public static Diagnostic of(RuleMeta rule, Span span, String message) {
    return new Diagnostic(
        rule, rule.severity(), message, span, List.of(), Optional.empty(), Optional.empty());
  }

  /** Adds another place; the finding's own place, or one that has a label, gets none. */
  public Diagnostic also(Span place, String text) {
    boolean shown = span.equals(place) || labels.stream().anyMatch(l -> l.span().equals(place));
    if (shown) return this;
    List<Label> more = new ArrayList<>(labels);
    more.add(new Label(place, text));
    return new Diagnostic(rule, severity, message, span, more, help, fix);
  }

  public Diagnostic help(String text) {
    return new Diagnostic(rule, severity, message, span, labels, Optional.of(text), fix);
  }

  public Diagnostic fix(Fix cure) {
    return new Diagnostic(rule, severity, message, span, labels, help, Optional.of(cure));
  }

  public Diagnostic withoutFix() {
    return new Diagnostic(rule, severity, message, span, labels, help, Optional.empty());
  }

  /** Another grade than the default; only one that the rule's documentation names. */
  public Diagnostic as(Severity grade) {
    return new Diagnostic(rule, grade, message, span, labels, help, fix);
  }
}
