package dev.vipc.compile;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.Span;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps back what a reader says of lines whose text is spoilt: where one fault has several
 * symptoms, the cause is reported alone.
 */
final class Consequences implements Reporter {
  private static final Set<String> READERS = Set.of("SYN", "KW", "SCH");

  private final BitSet spoiltLines = new BitSet();
  private final Reporter out;

  /**
   * @param spoilt places in the file that is about to be read
   */
  Consequences(List<Span> spoilt, Reporter out) {
    this.out = out;
    for (Span place : spoilt)
      spoiltLines.set(place.startPosition().line(), place.endPosition().line() + 1);
  }

  @Override
  public void report(Diagnostic diagnostic) {
    if (!isConsequence(diagnostic)) out.report(diagnostic);
  }

  private boolean isConsequence(Diagnostic diagnostic) {
    String area = diagnostic.rule().code().replaceAll("\\d", "");
    return READERS.contains(area) && spoiltLines.get(diagnostic.span().startPosition().line());
  }
}
