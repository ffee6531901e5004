package dev.vipc.check.keepalived;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.Span;
import dev.vipc.syntax.keepalived.reading.ReadingRules;
import java.util.HashSet;
import java.util.Set;

/** Says what keepalived refuses, and what of the machine is taken as it should be. */
final class Refusals {
  private final Reporter out;
  private final Set<String> assumed = new HashSet<>();

  Refusals(Reporter out) {
    this.out = out;
  }

  void refuse(RuleMeta rule, Span span, String message, String help) {
    out.report(Diagnostic.of(rule, span, message).as(Severity.ERROR).help(help));
  }

  /** A finding that another class has put together. */
  void refuse(Diagnostic finding) {
    out.report(finding.as(Severity.ERROR));
  }

  /** Something that keepalived only logs, and goes without. */
  void warn(RuleMeta rule, Span span, String message, String help) {
    out.report(Diagnostic.of(rule, span, message).as(Severity.WARNING).help(help));
  }

  /** A refusal that speaks of another place too. */
  void refuse(RuleMeta rule, Span span, String message, Span other, String label, String help) {
    out.report(Diagnostic.of(rule, span, message).as(Severity.ERROR).also(other, label).help(help));
  }

  /** Something of the machine that is taken as present; said once. */
  void assume(RuleMeta rule, Span span, String what) {
    if (assumed.add(what))
      out.report(Diagnostic.of(rule, span, what + "; it is taken as given").as(Severity.INFO));
  }

  /** Whether a word holds a value that only the machine knows. */
  static boolean isUnknown(String word) {
    return word.indexOf(ReadingRules.UNKNOWN) >= 0;
  }
}
