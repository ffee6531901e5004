package dev.vipc.keyword;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

final class NearestWordTest {
  /** What is left out before it is measured was too far away. */
  @Property
  void itIsTheNearestOfAll(
      @ForAll @Chars({'-', '.', '0', 'a', 'm', 'n', 'p'}) @StringLength(min = 1, max = 12)
          String word,
      @ForAll @Size(max = 20)
          List<@Chars({'-', '.', '0', 'a', 'm', 'n', 'p'}) @StringLength(min = 1, max = 12) String>
              known) {
    int limit = Math.max(1, word.length() / 3);
    Optional<String> nearest =
        known.stream()
            .filter(candidate -> NearestWord.distance(word, candidate, limit) <= limit)
            .min(
                Comparator.comparing(
                        (String candidate) -> NearestWord.distance(word, candidate, limit))
                    .thenComparing(Comparator.naturalOrder()));
    assertEquals(nearest, NearestWord.of(word, known));
  }
}
