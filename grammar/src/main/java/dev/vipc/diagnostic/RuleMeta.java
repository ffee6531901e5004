package dev.vipc.diagnostic;

import java.util.regex.Pattern;

/**
 * What a rule is: its code (area and number, never reused), its name (which states the bad thing),
 * its default severity, and its documentation.
 *
 * <p>The documentation is Markdown. Its first line is one sentence that states what the rule finds;
 * after an empty line it says why that breaks in real life, with the source (RFC section, manual,
 * measurement), and what to write instead. A rule that uses another grade than its default says
 * here when.
 */
public record RuleMeta(String code, String name, Severity severity, String doc, boolean fixable) {
  private static final Pattern CODE = Pattern.compile("[A-Z]{2,3}\\d{3}");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  public RuleMeta {
    if (!CODE.matcher(code).matches()) throw new IllegalArgumentException("code: " + code);
    if (!NAME.matcher(name).matches()) throw new IllegalArgumentException("name: " + name);
    if (doc.isBlank()) throw new IllegalArgumentException(code + " has no documentation");
  }

  /** A rule whose findings carry no fix. */
  public RuleMeta(String code, String name, Severity severity, String doc) {
    this(code, name, severity, doc, false);
  }

  /** The same rule, with findings that may carry a fix. */
  public RuleMeta withFix() {
    return new RuleMeta(code, name, severity, doc, true);
  }

  /** The first sentence of the documentation, without the full stop. */
  public String summary() {
    String first = doc.lines().findFirst().orElseThrow().strip();
    return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
  }
}
