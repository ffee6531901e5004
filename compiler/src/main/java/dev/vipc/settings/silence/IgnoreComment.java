package dev.vipc.settings.silence;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;

/**
 * {@code # vipc: ignore KA001 reason} in a file.
 *
 * @param place from {@code vipc:} to the end of the comment
 * @param codes as written; some may be no code
 * @param line the line whose findings it silences, 1-based
 */
record IgnoreComment(Span place, List<Located<String>> codes, String reason, int line) {
  IgnoreComment {
    codes = List.copyOf(codes);
  }
}
