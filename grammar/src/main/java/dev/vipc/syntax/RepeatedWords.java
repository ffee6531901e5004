package dev.vipc.syntax;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
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
     * @param words one at least, without quotes and escapes
     * @param base the offset that the text of the tail begins at
     */
    public Tail(List<Word> words, int base) {
      values = new String[words.size()];
      starts = new int[words.size()];
      ends = new int[words.size()];
      for (int i = 0; i < values.length; i++) {
        Word word = words.get(i);
        values[i] = word.value();
        starts[i] = word.start() - base;
        ends[i] = word.end() - base;
      }
    }
  }

  /** How many words of its own such a line has: as in {@code server NAME ADDRESS}. */
  public static final int HEAD = 3;

  private final SourceFile file;
  private final Word first;
  private final Word second;
  private final Word third;
  private final Tail tail;
  private final int base;

  /**
   * @param head the line's own words, {@link #HEAD} of them
   * @param base the offset that the text of the tail begins at
   */
  public RepeatedWords(SourceFile file, List<Word> head, Tail tail, int base) {
    this.file = file;
    this.first = head.get(0);
    this.second = head.get(1);
    this.third = head.get(2);
    this.tail = tail;
    this.base = base;
  }

  /** The tail of a line, where it repeats another's and begins at this index. */
  public static @Nullable Tail tailOf(List<Word> line, int from) {
    return from == HEAD && line instanceof RepeatedWords words ? words.tail : null;
  }

  @Override
  public Word get(int index) {
    return switch (index) {
      case 0 -> first;
      case 1 -> second;
      case 2 -> third;
      default -> repeated(index - HEAD);
    };
  }

  private Word repeated(int at) {
    return new Word(tail.values[at], file, base + tail.starts[at], base + tail.ends[at]);
  }

  @Override
  public int size() {
    return HEAD + tail.values.length;
  }

  @Override
  public Word getFirst() {
    return first;
  }

  @Override
  public boolean isEmpty() {
    return false;
  }

  /** From the first word to the last. */
  public Span span() {
    return new Span(file, first.start(), base + tail.ends[tail.ends.length - 1]);
  }
}
