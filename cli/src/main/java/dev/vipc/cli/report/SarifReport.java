package dev.vipc.cli.report;

import dev.vipc.compile.LintResult;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Label;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.settings.silence.Fingerprints;
import dev.vipc.source.Position;
import dev.vipc.source.Span;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.json.JSONWriter;

/** SARIF 2.1.0 (OASIS standard of 27 March 2020), with what GitHub's code scanning reads of it. */
final class SarifReport implements Report {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  @Override
  public void write(LintResult result, PrintWriter out) {
    JSONWriter json = new JSONWriter(out);
    json.object().key("$schema").value(SCHEMA).key("version").value("2.1.0");
    json.key("runs").array().object();
    Map<RuleMeta, Integer> rules = rules(result);
    tool(json, rules.keySet());
    json.key("columnKind").value("utf16CodeUnits");
    artifacts(json, result);
    invocation(json, result);
    Fingerprints fingerprints = new Fingerprints();
    json.key("results").array();
    for (Diagnostic finding : result.diagnostics())
      result(json, finding, rules.getOrDefault(finding.rule(), 0), fingerprints.of(finding));
    json.endArray().endObject().endArray().endObject();
    out.println();
  }

  /** The rules that found something, in the order of their first findings. */
  private static Map<RuleMeta, Integer> rules(LintResult result) {
    Map<RuleMeta, Integer> rules = new LinkedHashMap<>();
    for (Diagnostic finding : result.diagnostics()) rules.putIfAbsent(finding.rule(), rules.size());
    return rules;
  }

  private static void tool(JSONWriter json, Iterable<RuleMeta> rules) {
    json.key("tool").object().key("driver").object();
    json.key("name").value("vipc").key("informationUri").value(RulePage.project());
    json.key("version").value(Release.number());
    json.key("rules").array();
    rules.forEach(rule -> rule(json, rule));
    json.endArray().endObject().endObject();
  }

  private static void rule(JSONWriter json, RuleMeta rule) {
    json.object().key("id").value(rule.code()).key("name").value(rule.name());
    json.key("shortDescription");
    text(json, rule.summary());
    json.key("fullDescription");
    text(json, rule.summary());
    json.key("help").object().key("text").value(rule.doc().strip());
    json.key("markdown").value(rule.doc().strip()).endObject();
    json.key("helpUri").value(RulePage.uri(rule));
    json.key("defaultConfiguration").object();
    json.key("level").value(level(rule.severity())).endObject();
    json.endObject();
  }

  private static void text(JSONWriter json, String text) {
    json.object().key("text").value(text).endObject();
  }

  private static String level(Severity severity) {
    return severity == Severity.INFO ? "note" : severity.word();
  }

  private static void artifacts(JSONWriter json, LintResult result) {
    json.key("artifacts").array();
    for (LintResult.ReadFile file : result.files()) {
      json.object().key("location");
      location(json, file.path());
      json.endObject();
    }
    json.endArray();
  }

  private static void location(JSONWriter json, String path) {
    json.object().key("uri").value(SarifUri.of(path)).endObject();
  }

  private static void invocation(JSONWriter json, LintResult result) {
    json.key("invocations").array().object();
    json.key("executionSuccessful").value(result.failures().isEmpty());
    json.key("toolExecutionNotifications").array();
    for (String failure : result.failures()) {
      json.object().key("level").value("error").key("message");
      text(json, Plain.line(failure));
      json.endObject();
    }
    json.endArray().endObject().endArray();
  }

  private static void result(
      JSONWriter json, Diagnostic finding, int ruleIndex, String fingerprint) {
    json.object().key("ruleId").value(finding.rule().code());
    json.key("ruleIndex").value(ruleIndex).key("level").value(level(finding.severity()));
    json.key("message");
    text(json, Plain.withHelp(finding));
    json.key("locations").array().object();
    place(json, finding.span());
    json.endObject().endArray();
    if (!finding.labels().isEmpty()) related(json, finding.labels());
    json.key("partialFingerprints").object();
    json.key("primaryLocationLineHash").value(fingerprint);
    json.key("vipcFinding/v1").value(fingerprint).endObject();
    finding.fix().ifPresent(fix -> fix(json, fix));
    json.endObject();
  }

  private static void related(JSONWriter json, List<Label> labels) {
    json.key("relatedLocations").array();
    int id = 0;
    for (Label label : labels) {
      json.object().key("id").value(id++);
      place(json, label.span());
      json.key("message");
      text(json, Plain.line(label.text()));
      json.endObject();
    }
    json.endArray();
  }

  private static void place(JSONWriter json, Span span) {
    json.key("physicalLocation").object().key("artifactLocation");
    location(json, span.file().path());
    json.key("region");
    region(json, span);
    json.endObject();
  }

  private static void region(JSONWriter json, Span span) {
    Position start = span.startPosition();
    Position end = span.endPosition();
    json.object();
    json.key("startLine").value(start.line()).key("startColumn").value(start.column());
    json.key("endLine").value(end.line()).key("endColumn").value(end.column());
    json.endObject();
  }

  private static void fix(JSONWriter json, Fix fix) {
    Map<String, List<Fix.Edit>> byFile = new LinkedHashMap<>();
    for (Fix.Edit edit : fix.edits())
      byFile.computeIfAbsent(edit.span().file().path(), _ -> new ArrayList<>()).add(edit);
    json.key("fixes").array().object().key("description");
    text(json, Plain.line(fix.description()) + (fix.safe() ? "" : " (changes behaviour)"));
    json.key("artifactChanges").array();
    byFile.forEach(
        (path, edits) -> {
          json.object().key("artifactLocation");
          location(json, path);
          json.key("replacements").array();
          edits.forEach(edit -> replacement(json, edit));
          json.endArray().endObject();
        });
    json.endArray().endObject().endArray();
  }

  private static void replacement(JSONWriter json, Fix.Edit edit) {
    json.object().key("deletedRegion");
    region(json, edit.span());
    if (!edit.text().isEmpty()) {
      json.key("insertedContent");
      text(json, edit.text());
    }
    json.endObject();
  }
}
