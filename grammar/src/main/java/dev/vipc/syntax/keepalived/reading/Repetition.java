package dev.vipc.syntax.keepalived.reading;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A line that {@code ~SEQ(...)} or {@code ~LST(...)} repeats: the values of its variables, round by
 * round, and the text that is read in each.
 */
final class Repetition {
  /** A specification that keepalived does not read. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;
    private final String why;

    Malformed(String why) {
      super(why, null, false, false);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  private static final int LONGEST_PARAMETERS = 64;

  private final Iterator<Map<String, String>> rounds;
  private final TracedText text;

  private Repetition(Iterator<Map<String, String>> rounds, TracedText text) {
    this.rounds = rounds;
    this.text = text;
  }

  boolean hasMore() {
    return rounds.hasNext();
  }

  /** The values of the next round. */
  Map<String, String> next() {
    return rounds.next();
  }

  TracedText text() {
    return text;
  }

  /**
   * Reads a line that begins with {@code ~SEQ} or {@code ~LST}.
   *
   * @param substitute puts definitions into the numbers of a {@code ~SEQ}
   */
  static Repetition of(TracedText line, Function<String, String> substitute) throws Malformed {
    return line.text().startsWith("~SEQ") ? sequence(line, substitute) : list(line);
  }

  private static Repetition sequence(TracedText line, Function<String, String> substitute)
      throws Malformed {
    boolean hex = line.at(4) == 'x';
    int open = line.afterBlanks(hex ? 5 : 4);
    if (line.at(open) != '(') throw new Malformed("`(` is missing");
    int start = line.afterBlanks(open + 1);
    int end = endOfName(line, start, " \t,)");
    int comma = line.afterBlanks(end);
    if (end == start || line.at(comma) == ')' || comma == line.length())
      throw new Malformed("it needs a variable and a number, as in `~SEQ(i, 1, 3)`");
    int close = line.text().indexOf(')', comma);
    if (close < 0) throw new Malformed("`)` is missing");
    int from = line.afterBlanks(comma + 1);
    if (close + 1 - from + 1 > LONGEST_PARAMETERS) throw new Malformed("its numbers are too long");
    long[] bounds = bounds(substitute.apply(line.text().substring(from, close)));
    if (hex && (bounds[0] < 0 || bounds[2] < 0))
      throw new Malformed("`~SEQx` takes no negative numbers");
    String name = line.text().substring(start, end);
    return new Repetition(counting(name, bounds, hex), line.part(line.afterBlanks(close + 1)));
  }

  private static Iterator<Map<String, String>> counting(String name, long[] bounds, boolean hex) {
    return new Iterator<>() {
      private long value = bounds[0];
      private boolean more = true;

      @Override
      public boolean hasNext() {
        return more;
      }

      @Override
      public Map<String, String> next() {
        String now = hex ? Long.toHexString(value) : Long.toString(value);
        value += bounds[1];
        more = bounds[1] > 0 ? value <= bounds[2] : value >= bounds[2];
        return Map.of(name, now);
      }
    };
  }

  /** Start, step and end; what is left out is 1 or -1. */
  private static long[] bounds(String text) throws Malformed {
    String[] parts = text.split(",", -1);
    if (parts.length > 3) throw new Malformed("it takes at most start, step and end");
    long[] numbers = new long[parts.length];
    for (int i = 0; i < parts.length; i++) numbers[i] = number(parts[i].strip());
    long end = numbers[numbers.length - 1];
    if (numbers.length == 1) return new long[] {end < 0 ? -1 : 1, end < 1 ? -1 : 1, end};
    long start = numbers[0];
    if (numbers.length == 2) return new long[] {start, start <= end ? 1 : -1, end};
    long step = numbers[1];
    if (step == 0 || (start < end && step < 0) || (start > end && step > 0))
      throw new Malformed("its step does not lead from start to end");
    return new long[] {start, step, end};
  }

  /** As C writes numbers: 0x for base 16, 0 for base 8; nothing is 0. */
  private static long number(String text) throws Malformed {
    if (text.isEmpty()) return 0;
    try {
      return Long.decode(text);
    } catch (NumberFormatException _) {
      throw new Malformed("`%s` is not a number".formatted(text));
    }
  }

  private static Repetition list(TracedText line) throws Malformed {
    int open = line.afterBlanks(4);
    if (line.at(open) != '(') throw new Malformed("`(` is missing");
    var reader = new ListReader(line, line.afterBlanks(open + 1));
    List<String> names = reader.group(" \t,}");
    reader.comma();
    List<Map<String, String>> rounds = new ArrayList<>();
    do {
      List<String> values = reader.group(" \t,})");
      if (values.size() > names.size())
        throw new Malformed("it has more values than variables in one round");
      Map<String, String> round = new TreeMap<>();
      for (int i = 0; i < names.size(); i++)
        round.put(names.get(i), i < values.size() ? values.get(i) : "");
      rounds.add(round);
    } while (reader.another());
    return new Repetition(rounds.iterator(), line.part(reader.end()));
  }

  private static int endOfName(TracedText line, int start, String stops) {
    int at = start;
    while (at < line.length() && stops.indexOf(line.at(at)) < 0) at++;
    return at;
  }

  /** Reads the parts of a {@code ~LST}. */
  private static final class ListReader {
    private final TracedText line;
    private int at;

    ListReader(TracedText line, int at) {
      this.line = line;
      this.at = at;
    }

    /** One word, or several in braces. */
    List<String> group(String stops) throws Malformed {
      boolean braces = line.at(at) == '{';
      if (braces) at = line.afterBlanks(at + 1);
      List<String> items = new ArrayList<>();
      while (true) {
        int end = endOfName(line, at, stops);
        items.add(line.text().substring(at, end));
        at = line.afterBlanks(end);
        if (!braces) return items;
        if (line.at(at) == '}') break;
        if (line.at(at) != ',') throw new Malformed("`}` is missing");
        at = line.afterBlanks(at + 1);
      }
      at = line.afterBlanks(at + 1);
      return items;
    }

    void comma() throws Malformed {
      if (line.at(at) != ',') throw new Malformed("it has no values");
      at = line.afterBlanks(at + 1);
    }

    boolean another() throws Malformed {
      if (line.at(at) == ')') return false;
      comma();
      return true;
    }

    int end() {
      return line.afterBlanks(at + 1);
    }
  }
}
