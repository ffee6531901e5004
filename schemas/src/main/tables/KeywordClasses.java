import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes a class of each keyword table, run by the build before it compiles: {@code java
 * KeywordClasses.java FOLDER TARGET}, with the Java that runs Maven. What a class holds is said in
 * {@code KeywordRows}, why there are classes in docs/decisions/keyword-tables.md.
 */
final class KeywordClasses {
  private static final String PLACES = "places:\n";
  private static final String ROW = "    - {name: ";

  /** A constant of a class takes no more, and nor does a letter of the index. */
  private static final int LONGEST = 0xFFFF;

  private KeywordClasses() {}

  public static void main(String[] words) throws IOException {
    Path target = Path.of(words[1]);
    Files.createDirectories(target);
    try (Stream<Path> files = Files.list(Path.of(words[0]))) {
      for (Path file : files.sorted().toList()) {
        String text = Files.readString(file);
        if (file.toString().endsWith(".yaml") && text.contains(PLACES)) write(file, text, target);
      }
    }
  }

  private static void write(Path file, String text, Path target) throws IOException {
    String table = file.getFileName().toString();
    String name = className(table);
    Path to = target.resolve(name + ".java");
    String source = source(name, table, places(table, text));
    // what did not change is left as it is, so that nothing is compiled anew
    if (!Files.exists(to) || !Files.readString(to).equals(source)) Files.writeString(to, source);
  }

  /** {@code haproxy-expressions.yaml} is {@code HaproxyExpressionsRows}. */
  private static String className(String table) {
    var name = new StringBuilder();
    for (String word : table.substring(0, table.lastIndexOf('.')).split("-", -1))
      name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    return name.append("Rows").toString();
  }

  /** The rows of each place: word, tab, the other fields. */
  private static Map<String, List<String>> places(String table, String text) {
    var places = new LinkedHashMap<String, List<String>>();
    List<String> rows = List.of();
    for (String line : text.substring(text.indexOf(PLACES) + PLACES.length()).split("\n", -1)) {
      if (line.startsWith(ROW)) {
        rows.add(row(line));
      } else if (line.startsWith("  ") && line.endsWith(":")) {
        rows = new ArrayList<>();
        places.put(line.substring(2, line.length() - 1), rows);
      } else if (!line.isBlank() && !line.strip().startsWith("#")) {
        throw new IllegalStateException(table + ": neither a place nor a row: " + line);
      }
    }
    return places;
  }

  private static String row(String line) {
    String fields = line.substring(ROW.length(), line.lastIndexOf('}'));
    boolean quoted = fields.startsWith("\"");
    int end = quoted ? fields.indexOf('"', 1) : (fields + ", ").indexOf(", ");
    String rest = fields.substring(Math.min(fields.length(), quoted ? end + 1 : end));
    String others = rest.startsWith(", ") ? rest.substring(2) : rest;
    return fields.substring(quoted ? 1 : 0, end) + '\t' + others;
  }

  private static String source(String name, String table, Map<String, List<String>> places) {
    var numbers = new StringBuilder();
    var lines = new StringBuilder();
    var index = new StringBuilder();
    int place = 0;
    for (Map.Entry<String, List<String>> entry : places.entrySet()) {
      List<String> rows = entry.getValue();
      String all = String.join("\n", rows) + "\n";
      if (all.length() > LONGEST)
        throw new IllegalStateException(table + ": too long for one place: " + rows.get(0));
      numbers.append("      case %s -> %d;\n".formatted(literal(entry.getKey()), place));
      lines.append("      case %d -> %s;\n".formatted(place, literal(all)));
      index.append("      case %d -> %s;\n".formatted(place, literal(index(rows))));
      place++;
    }
    return """
        package dev.vipc.keyword;

        /** The rows of {@code %s}; made of it by the build. */
        final class %s extends KeywordRows {
          @Override
          String places() {
            return %s;
          }

          @Override
          int place(String name) {
            return switch (name) {
        %s      default -> -1;
            };
          }

          @Override
          String lines(int place) {
            return switch (place) {
        %s      default -> throw new IndexOutOfBoundsException(place);
            };
          }

          @Override
          String index(int place) {
            return switch (place) {
        %s      default -> throw new IndexOutOfBoundsException(place);
            };
          }
        }
        """
        .formatted(table, name, literal(String.join("\n", places.keySet())), numbers, lines, index);
  }

  /** See {@code KeywordRows.index}. */
  private static String index(List<String> rows) {
    int size = Integer.highestOneBit(Math.max(1, 2 * rows.size())) * 2;
    char[] slots = new char[size];
    String last = "";
    int start = 0;
    for (String row : rows) {
      String word = row.substring(0, row.indexOf('\t'));
      if (!word.equals(last)) {
        int hash = word.hashCode();
        int slot = (hash ^ hash >>> 16) & size - 1;
        while (slots[slot] != 0) slot = slot + 1 & size - 1;
        slots[slot] = (char) (start + 1);
      }
      last = word;
      start += row.length() + 1;
    }
    return new String(slots);
  }

  private static String literal(String text) {
    var literal = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '\n' -> literal.append("\\n");
        case '\t' -> literal.append("\\t");
        case '"', '\\' -> literal.append('\\').append(c);
        default -> {
          // a return written as a Unicode escape would be the end of a line to the compiler
          if (c < ' ') literal.append("\\%03o".formatted((int) c));
          else if (c < 0x7f) literal.append(c);
          else literal.append("\\u%04x".formatted((int) c));
        }
      }
    }
    return literal.append('"').toString();
  }
}
