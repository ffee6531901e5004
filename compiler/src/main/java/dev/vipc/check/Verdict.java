package dev.vipc.check;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Severity;
import java.util.List;
import java.util.Locale;

/** What a program says of a file; from mildest to worst. */
public enum Verdict {
  ACCEPTED,
  WARNED,
  /** Its check exits with another status than 0, for the file's text. */
  REFUSED;

  /** The word that reports use. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Verdict of(List<Diagnostic> diagnostics) {
    if (any(diagnostics, Severity.ERROR)) return REFUSED;
    return any(diagnostics, Severity.WARNING) ? WARNED : ACCEPTED;
  }

  private static boolean any(List<Diagnostic> diagnostics, Severity severity) {
    return diagnostics.stream().anyMatch(diagnostic -> diagnostic.severity() == severity);
  }
}
