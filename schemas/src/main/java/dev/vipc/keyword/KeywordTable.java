package dev.vipc.keyword;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keywords of one program, from the class that the build makes of its YAML file
 * (docs/decisions/keyword-tables.md). A row is parsed when its keyword is looked up. Not safe for
 * use by several threads.
 */
public final class KeywordTable {
  private final KeywordRows table;
  private final Map<String, Place> places = new HashMap<>();

  KeywordTable(KeywordRows table) {
    this.table = table;
  }

  /** The words that may stand in one place. */
  public final class Place {
    private static final char WORD_END = '\t';

    private final String name;
    private final int number;

    /** Rows that were looked up, by their word. */
    private final Map<String, List<Keyword>> known = new HashMap<>();

    /** Gathered when they are first asked for, which is when one is not found. */
    private final Set<String> words = new HashSet<>();

    /**
     * @param number counted from 0
     */
    private Place(String name, int number) {
      this.name = name;
      this.number = number;
    }

    public String name() {
      return name;
    }

    /** The words, in no order. */
    public Set<String> words() {
      String lines = table.lines(number);
      if (words.isEmpty())
        for (int at = 0; at < lines.length(); at = lineEnd(lines, at) + 1)
          words.add(lines.substring(at, lines.indexOf(WORD_END, at)));
      return Collections.unmodifiableSet(words);
    }

    boolean has(String word) {
      return position(word) >= 0;
    }

    /** The row of a word; where it has several, the one that holds in the release. */
    public Optional<Keyword> find(String word, Release release) {
      List<Keyword> all = all(word);
      if (all.isEmpty()) return Optional.empty();
      for (int i = 0; i < all.size() - 1; i++) {
        if (all.get(i).knownIn(release)) return Optional.of(all.get(i));
      }
      return Optional.of(all.getLast());
    }

    /** Every row of a word. */
    List<Keyword> all(String word) {
      List<Keyword> all = known.get(word);
      if (all == null) {
        int at = position(word);
        if (at < 0) return List.of();
        all = read(word, at);
        known.put(word, all);
      }
      return all;
    }

    /** Where the first row of a word is in {@link KeywordRows#lines}; -1 where it has none. */
    private int position(String word) {
      String index = table.index(number);
      String lines = table.lines(number);
      int last = index.length() - 1;
      int hash = word.hashCode();
      for (int slot = hash ^ hash >>> 16; ; slot++) {
        int at = index.charAt(slot & last) - 1;
        if (at < 0 || isAt(lines, at, word)) return at;
      }
    }

    private static boolean isAt(String lines, int at, String word) {
      return lines.startsWith(word, at) && lines.charAt(at + word.length()) == WORD_END;
    }

    /** The rows of a word stand together. */
    private List<Keyword> read(String word, int first) {
      String lines = table.lines(number);
      List<Keyword> rows = new ArrayList<>();
      for (int at = first;
          at < lines.length() && isAt(lines, at, word);
          at = lineEnd(lines, at) + 1)
        rows.add(keyword(word, lines.substring(at + word.length() + 1, lineEnd(lines, at))));
      return rows;
    }

    private Keyword keyword(String word, String fields) {
      Map<String, String> row = fields(fields);
      row.put("name", word);
      String below = name.equals("root") ? word : name + separator() + word;
      return new Keyword(
          this,
          row,
          place(row.getOrDefault("then", below)),
          row.containsKey("options") ? place(row.get("options")) : Optional.empty());
    }

    private char separator() {
      return table.place("root") >= 0 ? '/' : ' ';
    }
  }

  /** The table of keepalived.conf; places are the paths of blocks, {@code root} outside of all. */
  public static KeywordTable keepalived() {
    return new KeywordTable(new KeepalivedRows());
  }

  /** The table of haproxy.cfg; see the head of the file for its places. */
  public static KeywordTable haproxy() {
    return new KeywordTable(new HaproxyRows());
  }

  /** The words of HAProxy that stand within arguments; see the head of the file. */
  public static KeywordTable haproxyExpressions() {
    return new KeywordTable(new HaproxyExpressionsRows());
  }

  private static int lineEnd(String text, int start) {
    int end = text.indexOf('\n', start);
    return end < 0 ? text.length() : end;
  }

  public Optional<Place> place(String name) {
    Place known = places.get(name);
    if (known != null) return Optional.of(known);
    int number = table.place(name);
    if (number < 0) return Optional.empty();
    Place place = new Place(name, number);
    places.put(name, place);
    return Optional.of(place);
  }

  /** All places, in the order of the file. */
  public List<Place> places() {
    return table.places().lines().flatMap(name -> place(name).stream()).toList();
  }

  /** The fields of a row; lists as they are written, quotes removed. */
  private static Map<String, String> fields(String row) {
    var fields = new HashMap<String, String>();
    for (int at = 0; at < row.length(); ) {
      int colon = row.indexOf(": ", at);
      int valueEnd = valueEnd(row, colon + 2);
      fields.put(row.substring(at, colon), unquoted(row.substring(colon + 2, valueEnd)));
      at = valueEnd + 2;
    }
    return fields;
  }

  private static int valueEnd(String row, int start) {
    char first = row.charAt(start);
    if (first == '[') return row.indexOf(']', start) + 1;
    if (first == '"') return row.indexOf('"', start + 1) + 1;
    int comma = row.indexOf(", ", start);
    return comma < 0 ? row.length() : comma;
  }

  private static String unquoted(String value) {
    return value.startsWith("\"") ? value.substring(1, value.length() - 1) : value;
  }
}
