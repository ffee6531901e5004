package dev.vipc.syntax.haproxy;

import dev.vipc.source.SourceFile;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.lexing.TextWindow;
import java.util.List;

/**
 * What stands behind the third word of the last line that had so many: the servers of a large file
 * differ in name and address and repeat the rest to the letter, which then needs not be split
 * again.
 */
final class RepeatedTail {
  private static final int HEAD = 3;

  private char[] text = new char[0];
  private String[] values = new String[0];
  private int[] starts = new int[0];
  private int[] ends = new int[0];

  /** Whether the words so far may be the head of a line. */
  static boolean mayFollow(List<Word> words) {
    return words.size() == HEAD;
  }

  /**
   * Adds the words where their text and a line end stand right behind the last token; if so, goes
   * to the line end.
   */
  boolean follows(TextWindow tokens, SourceFile file, List<Word> words) {
    int base = tokens.end();
    if (values.length == 0 || !tokens.skip(text)) return false;
    for (int i = 0; i < values.length; i++)
      words.add(new Word(values[i], file, base + starts[i], base + ends[i]));
    return true;
  }

  /**
   * Remembers a line of words without quotes and escapes.
   *
   * @param newline the offset of its line end
   */
  void remember(SourceFile file, List<Word> words, int newline) {
    if (words.size() <= HEAD) return;
    int base = words.get(HEAD - 1).end();
    List<Word> tail = words.subList(HEAD, words.size());
    text = file.text().substring(base, newline + 1).toCharArray();
    values = tail.stream().map(Word::value).toArray(String[]::new);
    starts = tail.stream().mapToInt(word -> word.start() - base).toArray();
    ends = tail.stream().mapToInt(word -> word.end() - base).toArray();
  }
}
