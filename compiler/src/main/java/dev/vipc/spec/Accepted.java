package dev.vipc.spec;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.Optional;

/**
 * A finding that a person lives with, and why.
 *
 * @param place the entry of the spec that it is accepted for; absent: anywhere
 */
public record Accepted(
    Located<String> code, Located<String> reason, Optional<Place> place, Span span) {
  /** An entry of the spec: its names with dots, and all that stands there. */
  public record Place(String path, Span within) {}

  /** Whether it speaks of this finding. */
  public boolean covers(Diagnostic finding) {
    return finding.rule().code().equals(code.value())
        && place.map(where -> contains(where.within(), finding.span())).orElse(true);
  }

  private static boolean contains(Span outer, Span inner) {
    return outer.file().equals(inner.file())
        && outer.start() <= inner.start()
        && inner.end() <= outer.end();
  }
}
