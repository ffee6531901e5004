package dev.vipc.lower.script;

import dev.vipc.source.Span;
import java.util.List;

/** A word of a shell command, quotes taken off, its expansions still to be made. */
record ShellWord(List<Part> parts, Span span) {
  /** A stretch of a word. */
  sealed interface Part {
    /** Text that stands for itself. */
    record Text(String text) implements Part {}

    /**
     * {@code $NAME}, <code>${NAME}</code> or <code>${NAME:-fallback}</code>.
     *
     * @param raw as written
     * @param fallback empty where there is none
     * @param plain whether it has braces and nothing but a name in them
     */
    record Variable(String name, String raw, String fallback, boolean plain, Span span)
        implements Part {}

    /** What a command prints. */
    record Output(String raw) implements Part {}
  }

  /** The word with its expansions as they were written. */
  String written() {
    StringBuilder all = new StringBuilder();
    for (Part part : parts)
      switch (part) {
        case Part.Text(var text) -> all.append(text);
        case Part.Variable variable -> all.append(variable.raw());
        case Part.Output(var raw) -> all.append(raw);
      }
    return all.toString();
  }

  boolean is(String text) {
    return written().equals(text);
  }

  /** The place within the quotes, where the whole word stands in one pair of them. */
  Span inner() {
    String raw = span.text();
    int last = raw.length() - 1;
    boolean quoted =
        last > 0
            && (raw.charAt(0) == '"' || raw.charAt(0) == '\'')
            && raw.indexOf(raw.charAt(0), 1) == last;
    return quoted ? span.part(1, last) : span;
  }
}
