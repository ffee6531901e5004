package dev.vipc.syntax.keepalived.reading;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The variables of the file, as {@code $NAME=VALUE} and the reader itself define them. */
final class Definitions {
  /** A value; one of several lines is what a {@code \} at the end of its first line makes it. */
  record Definition(String value, boolean multiline) {}

  /** A use: how much of the text it takes, and what it stands for. */
  private record Use(Definition definition, int length) {}

  private static final Pattern DEFINING = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)=");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern PARAMETERS = Pattern.compile("[ 0-9]*");

  /** More than any real line needs; a definition that contains itself never ends. */
  private static final int MAX_REPLACEMENTS = 2_000;

  private final Map<String, Definition> byName = new HashMap<>();
  private final ReadingRules rules;
  private String folder = ".";

  /** The lines of a definition that are still to be read, behind the one put into the text. */
  private Optional<String> moreLines = Optional.empty();

  Definitions(ReadingRules rules) {
    this.rules = rules;
    set("_HASH", "#");
    set("_BANG", "!");
    set("_INSTANCE", rules.configId());
  }

  /** The folder of the file that is being read, for {@code $_PWD}. */
  void folder(String path) {
    folder = path;
  }

  void set(String name, String value) {
    byName.put(name, new Definition(value, false));
  }

  void set(String name, Definition definition) {
    byName.put(name, definition);
  }

  /** The name that a line defines. */
  static Optional<String> definedBy(TracedText line) {
    Matcher matcher = DEFINING.matcher(line.text());
    return matcher.lookingAt() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The value that a defining line gives, the end of its first line still a {@code \}. */
  static String valueOf(TracedText line) {
    int start = line.afterBlanks(line.text().indexOf('=') + 1);
    return line.text().substring(start);
  }

  /** The lines that follow the one which {@link #substituted} put in; the caller takes them. */
  Optional<String> takeMoreLines() {
    Optional<String> taken = moreLines;
    moreLines = Optional.empty();
    return taken;
  }

  /**
   * The text with every variable replaced, and what these stand for again; the same text where
   * there is none.
   *
   * @param limit the longest line there is
   * @return absent where a definition contains itself
   */
  Optional<TracedText> substituted(TracedText line, int limit) {
    TracedText text = line;
    int replacements = 0;
    int at = text.text().indexOf('$');
    while (at >= 0 && at + 1 < text.length()) {
      Optional<Use> use = useAt(text.text(), at + 1);
      if (use.isEmpty()) {
        at = text.text().indexOf('$', at + 1);
        continue;
      }
      if (++replacements > MAX_REPLACEMENTS) return Optional.empty();
      int end = Math.min(text.length(), at + 1 + use.get().length());
      String value = firstLine(use.get().definition());
      if (text.length() + value.length() - (end - at) >= limit) return Optional.of(text);
      text = text.replaced(at, end, value);
      if (value.strip().startsWith("~")) return Optional.of(text);
      at = text.text().indexOf('$', at);
    }
    return Optional.of(text);
  }

  private String firstLine(Definition definition) {
    if (!definition.multiline()) return definition.value();
    int end = definition.value().indexOf('\n');
    if (end < 0) return definition.value();
    moreLines = Optional.of(definition.value().substring(end + 1));
    return definition.value().substring(0, end);
  }

  private Optional<Use> useAt(String text, int start) {
    boolean braces = text.charAt(start) == '{';
    int from = braces ? start + 1 : start;
    Matcher name = NAME.matcher(text).region(from, text.length());
    if (!name.lookingAt()) return Optional.empty();
    if (braces) return inBraces(text, name);
    boolean ends = name.end() == text.length() || " \t,)".indexOf(text.charAt(name.end())) >= 0;
    if (!ends) return Optional.empty();
    return find(name.group(), name.end() == text.length(), "")
        .map(found -> new Use(found, name.end() - start));
  }

  /** A blank before the closing brace is not taken off with the rest (measured with 2.2.7). */
  private Optional<Use> inBraces(String text, Matcher name) {
    if (rules.knowsEnvironment() && name.group().equals("_ENV")) return environment(text, name);
    Matcher parameters = PARAMETERS.matcher(text).region(name.end(), text.length());
    String given = parameters.lookingAt() ? parameters.group() : "";
    int close = name.end() + given.length();
    boolean closed = close < text.length() && text.charAt(close) == '}';
    if (!closed || !given.isBlank() && given.endsWith(" ")) return Optional.empty();
    int length = given.isBlank() ? name.group().length() + 2 : close - name.start() + 2;
    return find(name.group(), name.end() + 1 == text.length(), given.strip())
        .map(found -> new Use(found, length));
  }

  private static Optional<Use> environment(String text, Matcher name) {
    int close = text.indexOf('}', name.end());
    if (close < 0) return Optional.empty();
    Definition value = new Definition(String.valueOf(ReadingRules.UNKNOWN), false);
    return Optional.of(new Use(value, close - name.start() + 2));
  }

  private Optional<Definition> find(String name, boolean endsLine, String parameters) {
    Definition found = byName.get(name);
    if (found == null) return ownOf(name, parameters);
    boolean usable = parameters.isEmpty() && (endsLine || !found.multiline());
    return usable ? Optional.of(found) : Optional.empty();
  }

  private Optional<Definition> ownOf(String name, String parameters) {
    return switch (name) {
      case "_PWD" ->
          parameters.isEmpty() ? Optional.of(new Definition(folder, false)) : Optional.empty();
      case "_RANDOM" -> Optional.of(new Definition(lowest(parameters), false));
      default -> Optional.empty();
    };
  }

  /** The smallest number that {@code ${_RANDOM MIN MAX}} can be. */
  private static String lowest(String parameters) {
    int blank = parameters.indexOf(' ');
    if (parameters.isEmpty()) return "0";
    return blank < 0 ? parameters : parameters.substring(0, blank);
  }
}
