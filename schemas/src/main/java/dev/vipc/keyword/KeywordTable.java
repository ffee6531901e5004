package dev.vipc.keyword;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keywords of one program, read from a YAML file of one row a line.
 *
 * <p>Only the places' names are read at first, by a reader that knows no more YAML than these files
 * use (docs/decisions/keyword-tables.md); the rows' names are read when their place is first asked,
 * and a row when its keyword is looked up. Not safe for use by several threads.
 */
public final class KeywordTable {
  private static final String ROW = "    - {";
  private static final String NAME = ROW + "name: ";
  private static final String INDENT = "  ";
  private static final String HEADING_END = ":\n";

  private final String text;
  private final Map<String, Place> places = new LinkedHashMap<>();

  private KeywordTable(String text) {
    this.text = text;
    readPlaces();
  }

  /** The words that may stand in one place. */
  public final class Place {
    private final String name;
    private final int start;
    private final int end;
    private Map<String, Row> rows = Map.of();

    /**
     * @param start of its lines in the file
     */
    private Place(String name, int start, int end) {
      this.name = name;
      this.start = start;
      this.end = end;
    }

    public String name() {
      return name;
    }

    /** The words, in no order. */
    public Set<String> words() {
      return Collections.unmodifiableSet(rows().keySet());
    }

    boolean has(String word) {
      return rows().containsKey(word);
    }

    /** The row of a word; where it has several, the one that holds in the release. */
    public Optional<Keyword> find(String word, Release release) {
      Row row = rows().get(word);
      return row == null ? Optional.empty() : row.at(release);
    }

    /** Every row of a word. */
    List<Keyword> all(String word) {
      Row row = rows().get(word);
      return row == null ? List.of() : row.keywords().stream().flatMap(Optional::stream).toList();
    }

    private Map<String, Row> rows() {
      if (rows.isEmpty() && start < end) {
        rows = new HashMap<>();
        for (int at = start; at < end; at = lineEnd(text, at) + 1)
          if (text.startsWith(NAME, at)) add(text.substring(at, lineEnd(text, at)));
      }
      return rows;
    }

    private void add(String line) {
      String word = nameOf(line);
      Row earlier = rows.putIfAbsent(word, new Row(this, line));
      if (earlier != null) earlier.add(line);
    }

    private Keyword keyword(String line) {
      Map<String, String> row = fields(line);
      String word = row.getOrDefault("name", "");
      String below = name.equals("root") ? word : name + separator() + word;
      return new Keyword(
          this,
          row,
          place(row.getOrDefault("then", below)),
          row.containsKey("options") ? place(row.get("options")) : Optional.empty());
    }

    private char separator() {
      return places.containsKey("root") ? '/' : ' ';
    }
  }

  /** The lines of one word, parsed when they are first asked for. */
  private static final class Row {
    private final Place place;
    private List<String> lines;
    private List<Optional<Keyword>> keywords = List.of();

    Row(Place place, String line) {
      this.place = place;
      this.lines = List.of(line);
    }

    void add(String line) {
      var more = new ArrayList<>(lines);
      more.add(line);
      lines = more;
    }

    Optional<Keyword> at(Release release) {
      List<Optional<Keyword>> all = keywords();
      for (int i = 0; i < all.size() - 1; i++) {
        if (all.get(i).orElseThrow().knownIn(release)) return all.get(i);
      }
      return all.getLast();
    }

    List<Optional<Keyword>> keywords() {
      if (keywords.isEmpty())
        keywords = lines.stream().map(line -> Optional.of(place.keyword(line))).toList();
      return keywords;
    }
  }

  /** The table of keepalived.conf; places are the paths of blocks, {@code root} outside of all. */
  public static KeywordTable keepalived() {
    return read("keepalived.yaml");
  }

  /** The table of haproxy.cfg; see the head of the file for its places. */
  public static KeywordTable haproxy() {
    return read("haproxy.yaml");
  }

  /** The words of HAProxy that stand within arguments; see the head of the file. */
  public static KeywordTable haproxyExpressions() {
    return read("haproxy-expressions.yaml");
  }

  static KeywordTable read(String resource) {
    try (InputStream in = KeywordTable.class.getResourceAsStream(resource)) {
      if (in == null) throw new IllegalStateException("no resource " + resource);
      return new KeywordTable(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  /** A place's heading is the only line below {@code places} that ends in a colon. */
  private void readPlaces() {
    int heading = nextHeading(0);
    while (heading < text.length()) {
      int start = lineEnd(text, heading) + 1;
      int next = nextHeading(start);
      String name = text.substring(heading + INDENT.length(), start - HEADING_END.length());
      places.put(name, new Place(name, start, next));
      heading = next;
    }
  }

  private int nextHeading(int from) {
    for (int end = text.indexOf(HEADING_END, from); end >= 0; ) {
      int line = text.lastIndexOf('\n', end) + 1;
      if (text.startsWith(INDENT, line)) return line;
      end = text.indexOf(HEADING_END, end + 1);
    }
    return text.length();
  }

  private static int lineEnd(String text, int start) {
    int end = text.indexOf('\n', start);
    return end < 0 ? text.length() : end;
  }

  private static String nameOf(String line) {
    return unquoted(
        line.substring(NAME.length(), valueEnd(line, NAME.length(), line.length() - 1)));
  }

  public Optional<Place> place(String name) {
    return Optional.ofNullable(places.get(name));
  }

  /** All places, in the order of the file. */
  public List<Place> places() {
    return List.copyOf(places.values());
  }

  /** The fields of a row's line; lists as they are written, quotes removed. */
  private static Map<String, String> fields(String line) {
    var fields = new HashMap<String, String>();
    int end = line.lastIndexOf('}');
    for (int at = ROW.length(); at < end; ) {
      int colon = line.indexOf(": ", at);
      int valueEnd = valueEnd(line, colon + 2, end);
      fields.put(line.substring(at, colon), unquoted(line.substring(colon + 2, valueEnd)));
      at = valueEnd + 2;
    }
    return fields;
  }

  private static int valueEnd(String line, int start, int end) {
    char first = line.charAt(start);
    if (first == '[') return line.indexOf(']', start) + 1;
    if (first == '"') return line.indexOf('"', start + 1) + 1;
    int comma = line.indexOf(", ", start);
    return comma < 0 ? end : Math.min(comma, end);
  }

  private static String unquoted(String value) {
    return value.startsWith("\"") ? value.substring(1, value.length() - 1) : value;
  }
}
