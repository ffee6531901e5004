package dev.vipc.keyword;

import dev.vipc.keyword.KeywordTable.Place;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The directives of nginx.conf. The fields of a row, beside {@code name}, {@code since}, {@code
 * deprecated}, {@code gone}, {@code build} and {@code note}, which are those of every table:
 *
 * <ul>
 *   <li>{@code in}: the blocks it may stand in; {@code any} is every one
 *   <li>{@code take}: how many arguments; {@code 1+} at least one, {@code flag} one of on and off,
 *       {@code any} any number
 *   <li>{@code block}: what its block holds: {@code keywords}, {@code entries} of its own form, or
 *       {@code lua}
 *   <li>{@code value}: the kind of its arguments: {@code flag}, {@code number}, {@code size},
 *       {@code size-or-variable}, {@code offset}, {@code msec}, {@code sec}, {@code buffers},
 *       {@code choice} and {@code choices} of the {@code words}
 *   <li>{@code range}: of a number
 *   <li>{@code once}: nginx refuses a second one in the same block
 * </ul>
 */
public final class NginxTable {
  private final KeywordTable table = new KeywordTable(new NginxRows());

  /** Rows that were looked up, by their word: a large file has few. */
  private final Map<String, List<Row>> known = new HashMap<>();

  /** Gathered once a context: a file of another program has an unknown word on every line. */
  private final Map<NginxContext, Set<String>> words = new EnumMap<>(NginxContext.class);

  /**
   * One row.
   *
   * @param contexts the blocks it may stand in, within its part of the table
   * @param counts how many arguments it takes
   * @param words what its arguments choose from
   */
  public record Row(
      Keyword keyword, Set<String> contexts, List<String> counts, List<String> words) {
    private static Row of(Keyword keyword) {
      return new Row(
          keyword,
          Set.copyOf(items(keyword, "in")),
          items(keyword, "take"),
          items(keyword, "words"));
    }

    /** The kind of its arguments; empty for text. */
    public String value() {
      return keyword.field("value");
    }

    public boolean once() {
      return !keyword.field("once").isEmpty();
    }

    private static List<String> items(Keyword keyword, String field) {
      String list = keyword.field(field);
      if (list.length() <= 2) return List.of();
      return List.of(list.substring(1, list.length() - 1).split(", "));
    }

    boolean standsIn(NginxContext context) {
      return contexts.contains("any")
          || keyword.place().equals(context.place()) && contexts.contains(context.word());
    }

    boolean takes(int arguments) {
      for (String count : counts()) {
        boolean fits =
            switch (count) {
              case "any" -> true;
              case "flag" -> arguments == 1;
              case "1+" -> arguments >= 1;
              case "2+" -> arguments >= 2;
              default -> arguments == Integer.parseInt(count);
            };
        if (fits) return true;
      }
      return false;
    }

    /** The least number of arguments. */
    int fewest() {
      String first = counts().getFirst();
      return switch (first) {
        case "any" -> 0;
        case "flag", "1+" -> 1;
        case "2+" -> 2;
        default -> Integer.parseInt(first);
      };
    }
  }

  /** Every row of a word, in any context. */
  public List<Row> all(String word) {
    List<Row> rows = known.get(word);
    if (rows != null) return rows;
    List<Row> found = new ArrayList<>();
    for (Place place : table.places()) place.all(word).forEach(row -> found.add(Row.of(row)));
    if (!found.isEmpty()) known.put(word, found);
    return found;
  }

  /** All rows, with the name of the part that they stand in. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Place place : table.places())
      for (String word : new TreeSet<>(place.words()))
        place.all(word).forEach(row -> rows.add(Row.of(row)));
    return rows;
  }

  /** The row of a word in a context; of several the one that holds in the release. */
  Optional<Row> find(String word, NginxContext context, Release release) {
    Optional<Row> other = Optional.empty();
    for (Row row : all(word)) {
      if (!row.standsIn(context)) continue;
      if (row.keyword().knownIn(release)) return Optional.of(row);
      if (other.isEmpty()) other = Optional.of(row);
    }
    return other;
  }

  /** The words that may stand in a context. */
  Set<String> words(NginxContext context) {
    return words.computeIfAbsent(context, this::gathered);
  }

  private Set<String> gathered(NginxContext context) {
    Set<String> found = new TreeSet<>();
    for (Row row : rows()) if (row.standsIn(context)) found.add(row.keyword().name());
    return found;
  }

  /** The contexts that know a word, in their order. */
  List<NginxContext> contexts(String word) {
    List<Row> rows = all(word);
    List<NginxContext> contexts = new ArrayList<>();
    for (NginxContext context : NginxContext.values())
      if (rows.stream().anyMatch(row -> row.standsIn(context))) contexts.add(context);
    return contexts;
  }
}
