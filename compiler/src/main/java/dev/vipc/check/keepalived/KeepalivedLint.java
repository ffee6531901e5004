package dev.vipc.check.keepalived;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import java.util.regex.Pattern;

/**
 * The part of {@code keepalived -t} that lint says beside its own rules: what relates the lines of
 * one file. The rules speak of the rest, and of files that a template engine still fills in.
 */
public final class KeepalivedLint {
  private static final String FIRST = "KA101";
  private static final Pattern OPEN = Pattern.compile("\\{\\{|\\{%|(?m)^[ \\t]*@|\\u00A0");

  private final KeepalivedProgramCheck program = new KeepalivedProgramCheck();

  /** Reports the findings of the file, unless it has holes or lines for some hosts only. */
  public void check(SourceFile file, Version stated, Reporter out) {
    if (OPEN.matcher(file.text()).find()) return;
    Version version = program.target(stated).version();
    program.check(file, version, "", found -> pass(found, out));
  }

  private static void pass(Diagnostic found, Reporter out) {
    String code = found.rule().code();
    boolean own = code.startsWith("KA") && code.compareTo(FIRST) >= 0;
    if (!own) return;
    boolean runsAllTheSame = found.rule().equals(KeepalivedFindings.SECURITY);
    out.report(runsAllTheSame ? found.as(Severity.WARNING) : found);
  }
}
