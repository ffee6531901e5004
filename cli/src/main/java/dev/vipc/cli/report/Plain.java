package dev.vipc.cli.report;

import dev.vipc.diagnostic.Diagnostic;

/** Texts for other programs. */
final class Plain {
  private Plain() {}

  /** One line that holds only what may stand in any document: no control, no half character. */
  static String line(String text) {
    return Excerpt.printable(text);
  }

  /** The message and, behind it, what to do. */
  static String withHelp(Diagnostic finding) {
    return line(finding.message()) + finding.help().map(help -> "; " + line(help)).orElse("");
  }

  /** {@code KA001 auth-pass-too-long}. */
  static String title(Diagnostic finding) {
    return finding.rule().code() + " " + finding.rule().name();
  }

  /** A path as typed, without the {@code ./} before it, which some readers do not resolve. */
  static String path(String path) {
    String plain = path;
    while (plain.startsWith("./")) plain = plain.substring(2).replaceFirst("^/+", "");
    return plain.isEmpty() ? "." : plain;
  }
}
