package dev.vipc.diagnostic;

import org.jspecify.annotations.Nullable;

/**
 * What a rule is: its code (area and number, never reused), its name (which states the bad thing),
 * its default severity, and its documentation.
 *
 * <p>The documentation is Markdown. Its first line is one sentence that states what the rule finds;
 * after an empty line it says why that breaks in real life, with the source (RFC section, manual,
 * measurement), and what to write instead. A rule that uses another grade than its default says
 * here when.
 *
 * @param fixable whether a finding may carry a fix
 * @param hidesText whether what stands at a finding's place is a secret, which no report shows
 */
public record RuleMeta(
    String code, String name, Severity severity, String doc, boolean fixable, boolean hidesText) {
  private static final int DIGITS = 3;

  /** Checked without regular expressions, since every run makes some hundreds of these. */
  public RuleMeta {
    if (!isCode(code)) throw new IllegalArgumentException("code: " + code);
    if (!isName(name)) throw new IllegalArgumentException("name: " + name);
    if (doc.isBlank()) throw new IllegalArgumentException(code + " has no documentation");
  }

  /** Two or three capitals and three digits. */
  private static boolean isCode(String code) {
    int letters = code.length() - DIGITS;
    if (letters < 2 || letters > 3) return false;
    for (int i = 0; i < code.length(); i++) {
      char c = code.charAt(i);
      if (i < letters ? c < 'A' || c > 'Z' : c < '0' || c > '9') return false;
    }
    return true;
  }

  /** Words of small letters and digits, joined by dashes. */
  private static boolean isName(String name) {
    char before = '-';
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean word = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
      if (!word && (c != '-' || before == '-')) return false;
      before = c;
    }
    return before != '-';
  }

  /** A rule whose findings carry no fix. */
  public RuleMeta(String code, String name, Severity severity, String doc) {
    this(code, name, severity, doc, false, false);
  }

  /** The same rule, with findings that may carry a fix. */
  public RuleMeta withFix() {
    return new RuleMeta(code, name, severity, doc, true, hidesText);
  }

  /** The same rule, with findings whose places hold secrets. */
  public RuleMeta hidingText() {
    return new RuleMeta(code, name, severity, doc, fixable, true);
  }

  /** A code is never used twice. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RuleMeta meta && code.equals(meta.code);
  }

  @Override
  public int hashCode() {
    return code.hashCode();
  }

  /** The first sentence of the documentation, without the full stop. */
  public String summary() {
    String first = doc.lines().findFirst().orElseThrow().strip();
    return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
  }
}
