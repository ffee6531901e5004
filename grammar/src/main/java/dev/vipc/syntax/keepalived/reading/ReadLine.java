package dev.vipc.syntax.keepalived.reading;

import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.List;
import java.util.Optional;

/**
 * One line as keepalived's handlers get it.
 *
 * @param text the line before it was split, for the keywords that split it in their own way
 * @param words at least one; a brace is a line of its own
 */
public record ReadLine(TracedText text, List<Word> words) {
  public String keyword() {
    return words.getFirst().value();
  }

  public boolean is(String word) {
    return keyword().equals(word);
  }

  public boolean opens() {
    return is("{");
  }

  public boolean closes() {
    return is("}");
  }

  public Optional<Word> word(int index) {
    return index < words.size() ? Optional.of(words.get(index)) : Optional.empty();
  }

  public int size() {
    return words.size();
  }

  public Span keywordSpan() {
    return words.getFirst().span();
  }

  public Span span() {
    return words.getFirst().span().to(words.getLast().span());
  }
}
