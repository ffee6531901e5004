package dev.vipc.cli;

import dev.vipc.diagnostic.Severity;
import java.util.Arrays;
import java.util.Iterator;

/** The severities as people write them. */
final class SeverityCandidates implements Iterable<String> {
  SeverityCandidates() {}

  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(Severity.values()).map(Severity::word).iterator();
  }
}
