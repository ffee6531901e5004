package dev.vipc.cli.report;

import dev.vipc.compile.LintResult;
import java.io.PrintWriter;

/** Writes what a lint found. */
public interface Report {
  /** The names that {@code --format} takes. */
  enum Format {
    text,
    json
  }

  void write(LintResult result, PrintWriter out);

  static Report of(Format format, boolean colour) {
    return switch (format) {
      case text -> new TextReport(colour);
      case json -> new JsonReport();
    };
  }
}
