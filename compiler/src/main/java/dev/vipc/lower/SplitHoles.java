package dev.vipc.lower;

import dev.vipc.source.Span;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Puts the words of {@code <source IP address>} together again: the grammar splits them at blanks,
 * yet they are one hole.
 */
final class SplitHoles {
  private static final int MOST_WORDS = 8;
  private static final Pattern OPENS =
      Pattern.compile("(?:[^<>A-Za-z0-9]|.*[^<>A-Za-z0-9])?<\\p{L}[^<>]*");
  private static final Pattern INSIDE = Pattern.compile("[^<>]*");
  private static final Pattern CLOSES = Pattern.compile("[^<>]*>[^<>]*");

  private SplitHoles() {}

  static Document join(Document document) {
    if (document.file().text().indexOf('<') < 0) return document;
    return new Document(document.file(), joinAll(document.statements()), document.comments());
  }

  private static List<Statement> joinAll(List<Statement> statements) {
    List<Statement> joined = new ArrayList<>(statements.size());
    for (Statement statement : statements) joined.add(join(statement));
    return joined;
  }

  private static Statement join(Statement statement) {
    return switch (statement) {
      case Statement.Directive directive -> join(directive);
      case Statement.Block(var words, var body, var span) ->
          new Statement.Block(joinWords(words), joinAll(body), span);
    };
  }

  /** The same line where nothing is to be joined. */
  static Statement.Directive join(Statement.Directive line) {
    List<Word> words = joinWords(line.words());
    return words == line.words() ? line : new Statement.Directive(words, line.span());
  }

  private static List<Word> joinWords(List<Word> words) {
    if (!mayHaveHole(words)) return words;
    List<Word> joined = new ArrayList<>(words.size());
    for (int i = 0; i < words.size(); i++) {
      Optional<Integer> last = lastWordOfHole(words, i);
      joined.add(last.isPresent() ? one(words.get(i), words.get(last.get())) : words.get(i));
      i = last.orElse(i);
    }
    return joined;
  }

  private static boolean mayHaveHole(List<Word> words) {
    for (Word word : words) if (word.value().indexOf('<') >= 0) return true;
    return false;
  }

  private static Word one(Word first, Word last) {
    Span whole = first.span().to(last.span());
    return new Word(whole.text(), whole);
  }

  private static Optional<Integer> lastWordOfHole(List<Word> words, int first) {
    if (!isBare(words.get(first)) || !OPENS.matcher(words.get(first).value()).matches())
      return Optional.empty();
    int end = Math.min(words.size(), first + MOST_WORDS);
    for (int i = first + 1; i < end && isBare(words.get(i)); i++) {
      if (CLOSES.matcher(words.get(i).value()).matches()) return Optional.of(i);
      if (!INSIDE.matcher(words.get(i).value()).matches()) return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean isBare(Word word) {
    return word.span().end() - word.span().start() == word.value().length();
  }
}
