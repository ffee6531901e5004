package dev.vipc.imports;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.keyword.HaproxyPlaces;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the lines of the imported files go.
 *
 * @param written the fields of each proxy that some file writes
 * @param findings what lint says of the files
 */
record Sink(
    Machines machines,
    Extras extras,
    Notes notes,
    Comments comments,
    Map<String, Set<String>> written,
    HaproxyPlaces places,
    List<Diagnostic> findings) {
  private static final char NO_BREAK_SPACE = '\u00a0';

  /** A VRRP interval of 0, which keepalived drops. */
  private static final String ZERO_INTERVAL = "KA031";

  /** A line that still works. */
  private static final String DEPRECATED = "KW008";

  /**
   * Whether the program drops or refuses the line: the keyword table found fault with it, or what
   * looks like a blank in it is none.
   */
  boolean isIgnoredByProgram(Statement line) {
    if (line.words().isEmpty()) return true;
    Span head = line.words().getFirst().span().to(line.words().getLast().span());
    if (head.text().indexOf(NO_BREAK_SPACE) >= 0) return true;
    return findings.stream()
        .filter(finding -> isOfProgram(finding.rule().code()))
        .map(Diagnostic::span)
        .anyMatch(
            span ->
                span.file() == head.file()
                    && span.start() >= head.start()
                    && span.end() <= head.end());
  }

  private static boolean isOfProgram(String code) {
    return code.startsWith("KW") && !code.equals(DEPRECATED) || code.equals(ZERO_INTERVAL);
  }
}
