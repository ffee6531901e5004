package dev.vipc.cli.report;

import dev.vipc.compile.LintResult;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Severity;
import dev.vipc.settings.silence.Fingerprints;
import java.io.PrintWriter;
import org.json.JSONWriter;

/** GitLab's code quality report: the part of Code Climate's format that its manual names. */
final class GitlabReport implements Report {
  @Override
  public void write(LintResult result, PrintWriter out) {
    JSONWriter json = new JSONWriter(out);
    Fingerprints fingerprints = new Fingerprints();
    json.array();
    for (Diagnostic finding : result.diagnostics()) write(json, finding, fingerprints.of(finding));
    json.endArray();
    out.println();
  }

  private static void write(JSONWriter json, Diagnostic finding, String fingerprint) {
    String path = Plain.path(finding.span().file().path());
    json.object();
    json.key("type").value("issue");
    json.key("check_name").value(finding.rule().code());
    json.key("description").value(finding.rule().code() + ": " + Plain.withHelp(finding));
    // it has to be one of a kind in the whole report, and the other files know nothing of this one
    json.key("fingerprint").value("%s:%08x".formatted(fingerprint, path.hashCode()));
    json.key("severity").value(word(finding.severity()));
    json.key("location").object().key("path").value(path).key("lines").object();
    json.key("begin").value(finding.span().startPosition().line());
    json.key("end").value(finding.span().endPosition().line());
    json.endObject().endObject().endObject();
  }

  private static String word(Severity severity) {
    return switch (severity) {
      case ERROR -> "critical";
      case WARNING -> "minor";
      case INFO -> "info";
    };
  }
}
