package dev.vipc.lower.kubekey;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** {@code node[1:3]}: node1, node2 and node3. What stands behind the bracket KubeKey drops. */
final class NameRange {
  private static final Pattern RANGE = Pattern.compile("([^\\[]*)\\[(\\d{1,9}):(\\d{1,9})].*");

  /** More names than this are nobody's cluster. */
  private static final int MOST = 5000;

  private NameRange() {}

  /** The names that an item of a group means. */
  static Stream<String> names(String item) {
    Matcher range = RANGE.matcher(item);
    if (!range.matches()) return Stream.of(item);
    int first = Integer.parseInt(range.group(2));
    int last = Integer.parseInt(range.group(3));
    return IntStream.rangeClosed(first, Math.min(last, first + MOST))
        .mapToObj(number -> range.group(1) + number);
  }
}
