package dev.vipc.keyword;

import dev.vipc.keyword.KeywordTable.Place;
import java.util.List;

/**
 * The words of a place that a message may recommend: those that every build of a release takes
 * without a warning, in alphabetical order; all of them where there is none such.
 */
record KnownWords(List<String> words) {
  private static final int MOST_SHOWN = 6;

  /** A row for a word that the user chooses. */
  private static final String ANY = "*";

  static KnownWords of(Place place, Release release) {
    List<String> all = place.words().stream().filter(word -> !word.equals(ANY)).sorted().toList();
    List<String> current =
        all.stream()
            .filter(word -> place.find(word, release).filter(row -> fits(row, release)).isPresent())
            .toList();
    return new KnownWords(current.isEmpty() ? all : current);
  }

  private static boolean fits(Keyword keyword, Release release) {
    return keyword.knownIn(release) && !keyword.deprecatedIn(release) && keyword.build().isEmpty();
  }

  /** {@code such as `tcp`}. */
  String suchAs() {
    return "such as `" + words.getFirst() + "`";
  }

  /** {@code write one of `http`, `tcp`}; a single one {@code behind it}, not in its place. */
  String writeOne() {
    String shown = String.join("`, `", words.subList(0, Math.min(words.size(), MOST_SHOWN)));
    if (words.size() == 1) return "write `" + shown + "` behind it";
    return "write one of `" + shown + "`" + (words.size() > MOST_SHOWN ? ", …" : "");
  }
}
