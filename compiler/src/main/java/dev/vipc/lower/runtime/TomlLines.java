package dev.vipc.lower.runtime;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of a TOML file that stand on one line each, with the table above them: as much of
 * the language as the files of container runtimes use for what is asked of them.
 */
final class TomlLines {
  private static final Pattern TABLE = Pattern.compile("^\\s*\\[([^\\[\\]]+)]");
  private static final Pattern SETTING =
      Pattern.compile("^\\s*([A-Za-z0-9_.\"-]+)\\s*=\\s*([^#]*)");

  private record Line(String table, String key, Located<String> value) {}

  private final List<Line> lines = new ArrayList<>();

  TomlLines(SourceFile file) {
    String text = file.text();
    String table = "";
    for (int at = 0; at < text.length(); ) {
      int newline = text.indexOf('\n', at);
      int end = newline < 0 ? text.length() : newline;
      String line = text.substring(at, end);
      Matcher header = TABLE.matcher(line);
      Matcher setting = SETTING.matcher(line);
      if (header.find()) table = header.group(1).strip().replace("\"", "").replace("'", "");
      else if (setting.lookingAt()) {
        String value = setting.group(2).stripTrailing();
        var place = file.span(at + setting.start(2), at + setting.start(2) + value.length());
        lines.add(new Line(table, setting.group(1), new Located<>(value, place)));
      }
      at = end + 1;
    }
  }

  /** The last setting of a key in a table whose name ends so. */
  Optional<Located<String>> find(String tableEnd, String key) {
    return lines.reversed().stream()
        .filter(line -> line.table().endsWith(tableEnd) && line.key().equals(key))
        .map(Line::value)
        .findFirst();
  }
}
