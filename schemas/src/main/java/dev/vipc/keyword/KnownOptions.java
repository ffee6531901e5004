package dev.vipc.keyword;

import dev.vipc.syntax.RepeatedWords;
import dev.vipc.syntax.RepeatedWords.Tail;
import dev.vipc.syntax.Word;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which options of a line were found right: the servers of a large file differ in name
 * and address and repeat the rest.
 */
final class KnownOptions {
  private static final int SLOTS = 1 << 10;

  private record Options(Keyword keyword, List<Word> words) {
    boolean areThose(Keyword keyword, List<Word> line, int from) {
      if (this.keyword != keyword || words.size() != line.size() - from) return false;
      for (int i = 0; i < words.size(); i++)
        if (!words.get(i).value().equals(line.get(from + i).value())) return false;
      return true;
    }
  }

  private final @Nullable Options[] slots = new Options[SLOTS];
  private @Nullable Tail lastTail;
  private @Nullable Keyword lastKeyword;

  /** Whether these words, to the end of the line, are known to be right behind the keyword. */
  boolean has(Keyword keyword, List<Word> line, int from) {
    Tail tail = RepeatedWords.tailOf(line, from);
    if (tail != null && tail == lastTail && keyword == lastKeyword) return true;
    Options known = slots[slot(line, from)];
    boolean found = known != null && known.areThose(keyword, line, from);
    if (found) {
      lastTail = tail;
      lastKeyword = keyword;
    }
    return found;
  }

  void add(Keyword keyword, List<Word> line, int from) {
    slots[slot(line, from)] = new Options(keyword, List.copyOf(line.subList(from, line.size())));
  }

  private static int slot(List<Word> line, int from) {
    int hash = line.size();
    for (int i = from; i < line.size(); i++) hash = 31 * hash + line.get(i).value().hashCode();
    return (hash ^ hash >>> 16) & SLOTS - 1;
  }
}
