package dev.vipc.syntax;

import dev.vipc.source.SourceFile;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The words of a line that ends, to the letter, as a line above it does: the servers of a large
 * file differ in name and address and repeat the rest. Who has judged one tail needs not judge it
 * again.
 */
public final class RepeatedWords extends AbstractList<Word> implements RandomAccess {
  /**
   * What several lines have in common behind their own words; one and the same object for all of
   * them.
   */
  public static final class Tail {
    private final String[] values;
    private final int[] starts;
    private final int[] ends;

    /**
     * @param words without quotes and escapes
     * @param base the offset that the text of the tail begins at
     */
    public Tail(List<Word> words, int base) {
      values = words.stream().map(Word::value).toArray(String[]::new);
      starts = words.stream().mapToInt(word -> word.start() - base).toArray();
      ends = words.stream().mapToInt(word -> word.end() - base).toArray();
    }
  }

  private final SourceFile file;
  private final Word[] head;
  private final Tail tail;
  private final int base;

  /**
   * @param head the line's own words, one at least
   * @param base the offset that the text of the tail begins at
   */
  public RepeatedWords(SourceFile file, List<Word> head, Tail tail, int base) {
    this.file = file;
    this.head = head.toArray(Word[]::new);
    this.tail = tail;
    this.base = base;
  }

  /** The tail of a line, where it repeats another's and begins at this index. */
  public static @Nullable Tail tailOf(List<Word> line, int from) {
    return line instanceof RepeatedWords words && words.head.length == from ? words.tail : null;
  }

  @Override
  public Word get(int index) {
    if (index < head.length) return head[index];
    int at = index - head.length;
    return new Word(tail.values[at], file, base + tail.starts[at], base + tail.ends[at]);
  }

  @Override
  public int size() {
    return head.length + tail.values.length;
  }
}
