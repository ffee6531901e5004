package dev.vipc.cli.report;

import dev.vipc.diagnostic.Severity;

/**
 * How a report looks.
 *
 * @param colour whether its reader is a terminal that shows colours
 * @param links whether that terminal shows hyperlinks
 * @param quiet whether findings alone are written
 * @param summary whether findings are counted instead of shown
 * @param failOn from which severity on a finding is a failure
 */
public record ReportStyle(
    boolean colour, boolean links, boolean quiet, boolean summary, Severity failOn) {
  /** For files and pipes. */
  public static final ReportStyle PLAIN =
      new ReportStyle(false, false, false, false, Severity.ERROR);

  public ReportStyle withColour(boolean shown) {
    return new ReportStyle(shown, links, quiet, summary, failOn);
  }

  public ReportStyle withFailOn(Severity severity) {
    return new ReportStyle(colour, links, quiet, summary, severity);
  }
}
