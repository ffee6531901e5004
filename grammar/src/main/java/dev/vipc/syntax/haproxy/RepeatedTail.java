package dev.vipc.syntax.haproxy;

import dev.vipc.source.SourceFile;
import dev.vipc.syntax.RepeatedWords;
import dev.vipc.syntax.RepeatedWords.Tail;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.lexing.TextWindow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the third word of the last line that had so many and was written plainly;
 * where the next one has the same, it needs not be split again.
 */
final class RepeatedTail {
  private final SourceFile file;
  private char[] text = new char[0];
  private @Nullable Tail tail;

  RepeatedTail(SourceFile file) {
    this.file = file;
  }

  /**
   * The whole line, where these words are its head and the known tail and a line end stand right
   * behind the last token, which then becomes the line end; else null.
   */
  @Nullable RepeatedWords behind(List<Word> words, TextWindow tokens) {
    Tail known = tail;
    int base = tokens.end();
    if (known == null || words.size() != RepeatedWords.HEAD || !tokens.skip(text)) return null;
    return new RepeatedWords(file, words, known, base);
  }

  /**
   * Remembers a line of words without quotes and escapes.
   *
   * @param newline the offset of its line end
   */
  void remember(List<Word> words, int newline) {
    if (words.size() <= RepeatedWords.HEAD) return;
    int base = words.get(RepeatedWords.HEAD - 1).end();
    text = file.text().substring(base, newline + 1).toCharArray();
    tail = new Tail(words.subList(RepeatedWords.HEAD, words.size()), base);
  }
}
