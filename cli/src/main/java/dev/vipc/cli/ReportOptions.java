package dev.vipc.cli;

import dev.vipc.cli.report.Report;
import dev.vipc.diagnostic.Severity;
import picocli.CommandLine.Option;

/** How findings are written, and from which severity on they are a failure. */
final class ReportOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Report.Format format = Report.Format.text;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      completionCandidates = SeverityCandidates.class,
      description = "Exit with 1 from this severity on: ${COMPLETION-CANDIDATES} (default: error).")
  private Severity failOn = Severity.ERROR;

  Report.Format format() {
    return format;
  }

  Severity failOn() {
    return failOn;
  }
}
