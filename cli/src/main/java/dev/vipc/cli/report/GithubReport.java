package dev.vipc.cli.report;

import dev.vipc.compile.LintResult;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Label;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.Position;
import java.io.PrintWriter;

/**
 * Workflow commands, of which GitHub makes annotations: {@code ::error file=…,line=…::message}. The
 * escapes are those of GitHub's own toolkit (command.ts).
 */
final class GithubReport implements Report {
  @Override
  public void write(LintResult result, PrintWriter out) {
    result.diagnostics().forEach(finding -> out.println(command(finding)));
  }

  private static String command(Diagnostic finding) {
    Position start = finding.span().startPosition();
    Position end = finding.span().endPosition();
    StringBuilder line = new StringBuilder("::").append(word(finding.severity()));
    line.append(" file=").append(property(Plain.path(finding.span().file().path())));
    line.append(",line=").append(start.line()).append(",endLine=").append(end.line());
    // columns count only within one line, and end with the last one
    if (start.line() == end.line() && end.column() > start.column())
      line.append(",col=").append(start.column()).append(",endColumn=").append(end.column() - 1);
    else line.append(",col=").append(start.column());
    line.append(",title=").append(property(Plain.title(finding)));
    return line.append("::").append(data(message(finding))).toString();
  }

  private static String word(Severity severity) {
    return severity == Severity.INFO ? "notice" : severity.word();
  }

  private static String message(Diagnostic finding) {
    StringBuilder message = new StringBuilder(Plain.line(finding.message()));
    for (Label label : finding.labels())
      message.append('\n').append(label.span()).append(": ").append(Plain.line(label.text()));
    finding.help().ifPresent(help -> message.append("\nhelp: ").append(Plain.line(help)));
    return message.toString();
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
