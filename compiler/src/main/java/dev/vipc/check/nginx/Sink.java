package dev.vipc.check.nginx;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.keyword.NginxLines;
import dev.vipc.source.Span;

/** Where the findings of a run go. */
final class Sink {
  private final NginxLines lines;
  private final boolean asProgram;
  private final Reporter out;

  Sink(NginxLines lines, boolean asProgram, Reporter out) {
    this.lines = lines;
    this.asProgram = asProgram;
    this.out = out;
  }

  void report(Diagnostic finding) {
    out.report(finding);
  }

  void error(RuleMeta rule, Span place, String message, String help) {
    out.report(Diagnostic.of(rule, place, message).help(help));
  }

  /** Says what the verdict takes as given; lint gives no verdict. */
  void assume(Span place, String message) {
    if (asProgram) out.report(Diagnostic.of(NginxFindings.ASSUMED, place, message));
  }

  /** Whether a template engine has yet to say what stands here. */
  boolean isOpen(String text) {
    return lines.isOpen(text);
  }
}
