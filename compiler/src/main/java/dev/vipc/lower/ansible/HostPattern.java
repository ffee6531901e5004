package dev.vipc.lower.ansible;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** {@code node[01:03].example} and {@code node-[a:c]}: the names that a line of hosts means. */
final class HostPattern {
  private static final Pattern RANGE =
      Pattern.compile("([^\\[]*)\\[(\\d{1,9}|[A-Za-z]):(\\d{1,9}|[A-Za-z])(?::(\\d{1,9}))?](.*)");

  /** More names than this are nobody's cluster. */
  private static final int MOST = 5000;

  private HostPattern() {}

  /** At most {@value #MOST} names; a second range in one pattern is left as it is written. */
  static List<String> names(String pattern) {
    Matcher range = RANGE.matcher(pattern);
    if (!range.matches()) return List.of(pattern);
    int step = range.group(4) == null ? 1 : Math.max(1, Integer.parseInt(range.group(4)));
    return numbers(range.group(2), range.group(3), step)
        .map(middle -> range.group(1) + middle + range.group(5))
        .toList();
  }

  private static Stream<String> numbers(String first, String last, int step) {
    boolean letters = Character.isLetter(first.charAt(0));
    if (letters != Character.isLetter(last.charAt(0))) return Stream.empty();
    int from = letters ? first.charAt(0) : Integer.parseInt(first);
    int to = letters ? last.charAt(0) : Integer.parseInt(last);
    return IntStream.iterate(from, n -> n <= to, n -> n + step)
        .limit(MOST)
        .mapToObj(n -> letters ? Character.toString(n) : padded(n, first));
  }

  /** With the zeros that the first number is written with. */
  private static String padded(int number, String like) {
    String plain = Integer.toString(number);
    return like.startsWith("0")
        ? "0".repeat(Math.max(0, like.length() - plain.length())) + plain
        : plain;
  }
}
