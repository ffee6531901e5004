package dev.vipc.syntax;

import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/** A directive or a block of a configuration file. */
public sealed interface Statement {
  /** All words of the line, the keyword first; empty only for a block without a head. */
  List<Word> words();

  /** From the first character of the statement to its last, comments after it not included. */
  Span span();

  /** The value of the first word; empty text where there is none. */
  default String keyword() {
    return words().isEmpty() ? "" : words().getFirst().value();
  }

  /** The word at an index, 0 being the keyword. */
  default Optional<Word> word(int index) {
    return index < words().size() ? Optional.of(words().get(index)) : Optional.empty();
  }

  /** The words after the keyword. */
  default List<Word> arguments() {
    return words().isEmpty() ? List.of() : words().subList(1, words().size());
  }

  /** The keyword's place, or the whole statement's where there is no word. */
  default Span keywordSpan() {
    return words().isEmpty() ? span() : words().getFirst().span();
  }

  /** One line: a keyword and its arguments. */
  record Directive(List<Word> words, Span span) implements Statement {
    public Directive {
      if (words.isEmpty()) throw new IllegalArgumentException("a directive has a keyword: " + span);
    }

    @Override
    public String keyword() {
      return words.get(0).value();
    }
  }

  /** A head and the statements between its braces. */
  record Block(List<Word> words, List<Statement> body, Span span) implements Statement {}
}
