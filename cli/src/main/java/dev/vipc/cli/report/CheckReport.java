package dev.vipc.cli.report;

import dev.vipc.check.CheckResult;
import dev.vipc.check.CheckResult.FileVerdict;
import dev.vipc.compile.LintResult;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.BuildOptions;
import dev.vipc.model.Targets;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.json.JSONWriter;

/** Writes what a program would say of its files. */
public interface CheckReport {
  void write(CheckResult result, PrintWriter out);

  /** Text and JSON have the verdicts; the other formats, which know only findings, have those. */
  static CheckReport of(Report.Format format, ReportStyle style) {
    if (format == Report.Format.text) return new Text(new TextReport(style));
    if (format == Report.Format.json) return new Json();
    return new FindingsAlone(Report.of(format, style));
  }

  /** What was found, as a lint reports it. */
  record FindingsAlone(Report report) implements CheckReport {
    @Override
    public void write(CheckResult result, PrintWriter out) {
      List<LintResult.ReadFile> files = new ArrayList<>();
      List<Diagnostic> findings = new ArrayList<>();
      for (FileVerdict file : result.files()) {
        files.add(
            new LintResult.ReadFile(
                file.path(), file.program(), Optional.of(file.program()), Optional.empty()));
        findings.addAll(file.diagnostics());
      }
      findings.sort(Diagnostic.ORDER);
      report.write(new LintResult(files, findings, result.failures(), 0, Targets.NONE), out);
    }
  }

  /** For people: the findings, then a line for each file. */
  record Text(TextReport findings) implements CheckReport {
    @Override
    public void write(CheckResult result, PrintWriter out) {
      for (FileVerdict file : result.files())
        for (Diagnostic diagnostic : file.diagnostics()) findings.write(diagnostic, out);
      for (FileVerdict file : result.files()) out.println(line(file));
    }

    private static String line(FileVerdict file) {
      String measured = file.target().measured() ? "" : " (a version that was never measured)";
      // put together by hand: a format costs a small file's check half a millisecond
      return Excerpt.printable(file.path())
          + ": "
          + file.verdict().word()
          + " by "
          + file.program()
          + " "
          + file.target().version()
          + file.conditions().build()
          + measured
          + ": "
          + count(file, Severity.ERROR)
          + ", "
          + count(file, Severity.WARNING);
    }

    private static String count(FileVerdict file, Severity severity) {
      long count = file.diagnostics().stream().filter(d -> d.severity() == severity).count();
      return TextReport.counted(count, severity.word());
    }
  }

  /** The JSON of {@code check}, version 1 of the contract. */
  record Json() implements CheckReport {
    @Override
    public void write(CheckResult result, PrintWriter out) {
      JSONWriter json = new JSONWriter(out);
      json.object().key("version").value(1).key("files").array();
      result.files().forEach(file -> file(json, file));
      json.endArray().endObject();
      out.println();
    }

    private static void file(JSONWriter json, FileVerdict file) {
      json.object().key("path").value(file.path()).key("program").value(file.program());
      json.key("target").value(file.target().version().toString());
      json.key("measured").value(file.target().measured());
      if (!file.conditions().build().equals(BuildOptions.NONE))
        json.key("build").value(file.conditions().build().toString());
      file.conditions().configId().ifPresent(id -> json.key("configId").value(id));
      json.key("verdict").value(file.verdict().word()).key("diagnostics").array();
      file.diagnostics().forEach(diagnostic -> JsonReport.diagnostic(json, diagnostic));
      json.endArray().endObject();
    }
  }
}
