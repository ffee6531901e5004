package dev.vipc.cli.report;

import dev.vipc.compile.LintResult;
import java.io.PrintWriter;
import java.util.function.Function;

/** Writes what a lint found. */
public interface Report {
  /** The names that {@code --format} takes, each with the class that writes it. */
  enum Format {
    text(TextReport::new),
    json(_ -> new JsonReport()),
    sarif(_ -> new SarifReport()),
    github(_ -> new GithubReport()),
    gitlab(_ -> new GitlabReport()),
    junit(JunitReport::new),
    checkstyle(_ -> new CheckstyleReport());

    private final Function<ReportStyle, Report> made;

    Format(Function<ReportStyle, Report> made) {
      this.made = made;
    }
  }

  void write(LintResult result, PrintWriter out);

  static Report of(Format format, ReportStyle style) {
    return format.made.apply(style);
  }

  static Report of(Format format, boolean colour) {
    return of(format, ReportStyle.PLAIN.withColour(colour));
  }
}
