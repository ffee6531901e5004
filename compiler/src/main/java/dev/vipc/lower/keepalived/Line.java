package dev.vipc.lower.keepalived;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.List;
import java.util.Optional;

/**
 * A line as keepalived acts on it: definitions substituted, {@code @id} markers taken off.
 *
 * @param body the lines between its braces; empty for a line without
 * @param conditional whether it counts only on some machines, or stands for lines that are made of
 *     it ({@code @id}, {@code ~SEQ}, {@code ~LST})
 */
record Line(List<Word> words, List<Line> body, boolean isBlock, boolean conditional, Span span) {
  String keyword() {
    return words.isEmpty() ? "" : words.getFirst().value();
  }

  boolean is(String keyword) {
    return keyword().equals(keyword);
  }

  Optional<Located<String>> word(int index) {
    return index < words.size() ? Optional.of(words.get(index).located()) : Optional.empty();
  }

  List<Located<String>> wordsFrom(int index) {
    return words.stream().skip(index).map(Word::located).toList();
  }

  Span keywordSpan() {
    return words.isEmpty() ? span : words.getFirst().span();
  }

  /** The word after another one, as in {@code dev eth0}. */
  Optional<Located<String>> after(String word) {
    for (int i = 0; i + 1 < words.size(); i++)
      if (words.get(i).is(word)) return Optional.of(words.get(i + 1).located());
    return Optional.empty();
  }

  boolean has(String word) {
    return words.stream().anyMatch(w -> w.is(word));
  }
}
