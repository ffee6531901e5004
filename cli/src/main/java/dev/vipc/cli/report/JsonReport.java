package dev.vipc.cli.report;

import dev.vipc.compile.LintResult;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.Position;
import dev.vipc.source.Span;
import java.io.PrintWriter;
import org.json.JSONWriter;

/** The JSON of {@code lint}, version 1 of the contract. */
final class JsonReport implements Report {
  @Override
  public void write(LintResult result, PrintWriter out) {
    JSONWriter json = new JSONWriter(out);
    json.object().key("version").value(1).key("targets").object();
    result.targetsUsed().forEach((program, version) -> json.key(program).value(version.toString()));
    json.endObject().key("files").array();
    result.files().forEach(file -> file(json, file));
    json.endArray().key("diagnostics").array();
    result.diagnostics().forEach(diagnostic -> diagnostic(json, diagnostic));
    json.endArray().key("summary");
    summary(json, result);
    json.endObject();
    out.println();
  }

  private static void file(JSONWriter json, LintResult.ReadFile file) {
    json.object().key("path").value(file.path()).key("kind").value(file.kind());
    file.node().ifPresent(node -> json.key("node").value(node));
    json.endObject();
  }

  static void diagnostic(JSONWriter json, Diagnostic diagnostic) {
    json.object();
    json.key("code").value(diagnostic.rule().code());
    json.key("name").value(diagnostic.rule().name());
    json.key("severity").value(diagnostic.severity().word());
    json.key("message").value(diagnostic.message());
    place(json, diagnostic.span());
    json.key("labels").array();
    diagnostic
        .labels()
        .forEach(
            label -> {
              json.object();
              place(json, label.span());
              json.key("text").value(label.text()).endObject();
            });
    json.endArray();
    diagnostic.help().ifPresent(help -> json.key("help").value(help));
    json.key("fixable").value(diagnostic.fix().isPresent());
    json.key("doc").value(RulePage.path(diagnostic.rule()));
    json.endObject();
  }

  private static void place(JSONWriter json, Span span) {
    json.key("file").value(span.file().path());
    position(json.key("start"), span.startPosition());
    position(json.key("end"), span.endPosition());
  }

  static void position(JSONWriter json, Position position) {
    json.object();
    json.key("line").value(position.line()).key("column").value(position.column());
    json.endObject();
  }

  private static void summary(JSONWriter json, LintResult result) {
    json.object();
    json.key("errors").value(result.count(Severity.ERROR));
    json.key("warnings").value(result.count(Severity.WARNING));
    json.key("infos").value(result.count(Severity.INFO));
    json.key("files").value(result.files().size());
    json.key("skipped").value(result.skipped());
    json.key("silenced").value(result.silenced());
    json.endObject();
  }
}
