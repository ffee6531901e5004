package dev.vipc.syntax.keepalived.reading;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.Span;

/** Says what an include does not find, as gravely as its keyword demands it. */
final class IncludeFindings {
  private IncludeFindings() {}

  /**
   * Reports a problem.
   *
   * @param kind the letter behind {@code include}, or nothing
   */
  static void report(
      Includes.Problem problem, String kind, String pattern, Span place, Reporter out) {
    switch (problem) {
      case NONE -> {}
      case OUTSIDE ->
          info(place, "`%s` is outside of the folder and is taken as empty", pattern, out);
      case MISSING_FILE -> missing("mwa", kind, "`%s` is not there", pattern, place, out);
      case NO_MATCH -> missing("wa", kind, "nothing matches `%s`", pattern, place, out);
      case MISSING_ALTERNATIVE ->
          missing("ba", kind, "an alternative of `%s` is not there", pattern, place, out);
      case UNREADABLE ->
          missing("rmwba", kind, "`%s` is no readable file, or is a program", pattern, place, out);
    }
  }

  private static void missing(
      String demanding, String kind, String message, String pattern, Span place, Reporter out) {
    boolean demanded = !kind.isEmpty() && demanding.contains(kind);
    if (demanded)
      out.report(
          Diagnostic.of(ReadingFaults.INCLUDE_FAILS, place, message.formatted(pattern))
              .help("write the name of a file that is there, or `include` to take a missing one"));
    else
      info(place, message + ", which `include%s` takes in silence".formatted(kind), pattern, out);
  }

  private static void info(Span place, String message, String pattern, Reporter out) {
    out.report(
        Diagnostic.of(ReadingFaults.INCLUDE_FAILS, place, message.formatted(pattern))
            .as(Severity.INFO));
  }
}
