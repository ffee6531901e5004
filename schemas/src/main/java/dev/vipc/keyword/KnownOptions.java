package dev.vipc.keyword;

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

  /** Whether these words, to the end of the line, are known to be right behind the keyword. */
  boolean has(Keyword keyword, List<Word> line, int from) {
    Options known = slots[slot(line, from)];
    return known != null && known.areThose(keyword, line, from);
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
