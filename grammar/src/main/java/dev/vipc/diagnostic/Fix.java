package dev.vipc.diagnostic;

import dev.vipc.source.Span;
import java.util.List;

/**
 * A mechanical cure: replacements that do not overlap, to be made together.
 *
 * @param safe whether the meaning stays; one that changes behaviour needs the user's consent
 */
public record Fix(String description, boolean safe, List<Edit> edits) {
  /** Puts {@code text} in the place of {@code span}; an empty span inserts. */
  public record Edit(Span span, String text) {}

  public Fix {
    edits = List.copyOf(edits);
  }

  public static Fix replace(Span span, String text, String description) {
    return new Fix(description, true, List.of(new Edit(span, text)));
  }
}
