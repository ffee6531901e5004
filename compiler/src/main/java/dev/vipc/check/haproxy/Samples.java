package dev.vipc.check.haproxy;

import dev.vipc.keyword.Keyword;
import dev.vipc.keyword.KeywordTable;
import dev.vipc.keyword.NearestWord;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads sample expressions: a fetch and its converters, {@code req.hdr(host),lower}. */
final class Samples {
  /**
   * One expression that was read.
   *
   * @param name the fetch
   * @param type of its value after all converters; {@code any} where that depends
   * @param places where the fetch can be used, a bit each; all where that was not looked up
   * @param end the offset behind the expression
   */
  record Sample(String name, String type, int places, int end) {}

  static final int EVERYWHERE = -1;
  private static final Set<String> SCOPES = Set.of("proc", "sess", "txn", "req", "res", "check");
  private static final Map<String, Set<String>> CASTS =
      Map.of(
          "bool", Set.of("bool", "sint", "str"),
          "sint", Set.of("bool", "sint", "addr", "ipv4", "ipv6", "str", "bin"),
          "addr", Set.of("addr", "ipv4", "ipv6", "str", "bin"),
          "ipv4", Set.of("sint", "addr", "ipv4", "ipv6", "str", "bin"),
          "ipv6", Set.of("addr", "ipv4", "ipv6", "str", "bin"),
          "str", Set.of("bool", "sint", "addr", "ipv4", "ipv6", "str", "bin", "meth"),
          "bin", Set.of("str", "bin", "meth"),
          "meth", Set.of("str", "bin", "meth"));

  private final KeywordTable.Place fetches;
  private final KeywordTable.Place converters;
  private final Map<String, Optional<Keyword>> known = new HashMap<>();
  private final KeywordTable.Place layerRows;
  private final Map<String, Integer> layers = new HashMap<>();
  private final Verdicts out;
  private final References references;
  private boolean luaLoaded;

  Samples(KeywordTable table, Verdicts out, References references) {
    this.fetches = table.place("sample fetch").orElseThrow();
    this.converters = table.place("converter").orElseThrow();
    this.layerRows = table.place("sample layer").orElseThrow();
    this.out = out;
    this.references = references;
  }

  /** A Lua script may register fetches, converters and actions of any name after {@code lua.}. */
  void loadLua() {
    luaLoaded = true;
  }

  boolean isLuaLoaded() {
    return luaLoaded;
  }

  /** Whether it reads bytes as they come, before or instead of HTTP's analysis. */
  boolean isRaw(String name) {
    return fetch(name).filter(row -> !row.field("raw").isEmpty()).isPresent();
  }

  boolean hasFetch(String name) {
    return fetch(name).isPresent();
  }

  /** On what a variable may be set (vars.c, conditions_array). */
  static final List<String> CONDITIONS_OF_SETTING =
      List.of(
          "ifexists", "ifnotexists", "ifempty", "ifnotempty", "ifset", "ifnotset", "ifgt", "iflt");

  /** Whether the text is a variable's name, with its scope. */
  static boolean isVariable(String name) {
    int dot = name.indexOf('.');
    return dot > 0 && SCOPES.contains(name.substring(0, dot)) && isVariableTail(name, dot + 1);
  }

  private static boolean isVariableTail(String name, int start) {
    for (int i = start; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean fits = c == '_' || c == '.' || (c < 0x80 && Character.isLetterOrDigit(c));
      if (!fits) return false;
    }
    return start < name.length();
  }

  /**
   * Reads the expression that begins at an offset of a word, and reports what is wrong with it.
   *
   * @param where the bits of the places that the expression stands in; {@link #EVERYWHERE} where
   *     that is not looked at
   */
  Optional<Sample> read(String text, int start, Span span, int where) {
    int end = nameEnd(text, start);
    String name = text.substring(start, end);
    if (name.isEmpty()) {
      out.error(
          HaproxyFindings.BAD_SAMPLE,
          span,
          "a sample fetch is missing",
          "write one, such as `src`, without a blank before it");
      return Optional.empty();
    }
    Optional<Keyword> fetch = fetch(name);
    if (fetch.isEmpty()) {
      if (name.startsWith("lua.") && luaLoaded)
        return converted(name, "any", EVERYWHERE, text, argumentsEnd(text, end), span);
      unknown("sample fetch", name, fetches, span);
      return Optional.empty();
    }
    Optional<Integer> behind = arguments(fetch.get(), "sample fetch", text, end, span);
    if (behind.isEmpty()) return Optional.empty();
    int places = places(fetch.get());
    if (where != EVERYWHERE && (places & where) == 0) {
      out.error(
          HaproxyFindings.NOT_AVAILABLE,
          span,
          "`" + name + "` is not available here",
          "use a fetch of what is known at this point");
      return Optional.empty();
    }
    String type = fetch.get().field("gives");
    return converted(name, type.isEmpty() ? "any" : type, places, text, behind.get(), span);
  }

  private Optional<Sample> converted(
      String name, String fetched, int places, String text, int start, Span span) {
    String type = fetched;
    int at = start;
    while (at < text.length() && text.charAt(at) == ',') {
      int end = nameEnd(text, at + 1);
      String word = text.substring(at + 1, end);
      Optional<Keyword> converter = converter(word);
      if (converter.isEmpty() && !(word.startsWith("lua.") && luaLoaded)) {
        if (word.isEmpty() && end == text.length()) {
          // a comma at the end of the expression is passed over
          return Optional.of(new Sample(name, type, places, end));
        }
        unknown("converter", word, converters, span);
        return Optional.empty();
      }
      if (converter.isEmpty()) {
        at = argumentsEnd(text, end);
        type = "any";
        continue;
      }
      if (!canBecome(type, converter.get().field("takes"))) {
        out.error(
            HaproxyFindings.BAD_SAMPLE,
            span,
            "converter `%s` does not take what stands before it (%s)".formatted(word, type),
            "write a converter between them that gives " + converter.get().field("takes"));
        return Optional.empty();
      }
      Optional<Integer> behind = arguments(converter.get(), "converter", text, end, span);
      if (behind.isEmpty()) return Optional.empty();
      at = behind.get();
      String result = converter.get().field("gives");
      if (result.isEmpty()) type = "any";
      else if (!result.equals("any")) type = result;
      else if (!word.equals("debug")) type = "any";
    }
    return Optional.of(new Sample(name, type, places, at));
  }

  static boolean canBecome(String type, String wanted) {
    if (type.equals("any") || wanted.isEmpty() || wanted.equals("any")) return true;
    return CASTS.getOrDefault(type, Set.of()).contains(wanted);
  }

  /** Reads what may stand in parentheses behind a name; where the text behind them begins. */
  private Optional<Integer> arguments(
      Keyword keyword, String what, String text, int start, Span span) {
    boolean any = start < text.length() && text.charAt(start) == '(';
    if (!hasShape(keyword)) return Optional.of(any ? argumentsEnd(text, start) : start);
    try {
      return Optional.of(
          new SampleArguments(keyword.name(), keyword.arguments(), references)
              .read(text, start, span));
    } catch (SampleArguments.Malformed e) {
      out.error(
          HaproxyFindings.BAD_SAMPLE,
          span,
          "%s `%s`: %s".formatted(what, keyword.name(), e.why()),
          help(keyword));
      return Optional.empty();
    }
  }

  private static String help(Keyword keyword) {
    if (keyword.arguments().isEmpty()) return "it takes no arguments";
    String list =
        keyword.arguments().stream()
            .map(shape -> SampleArguments.named(shape) + (shape.optional() ? "?" : ""))
            .collect(Collectors.joining(","));
    return "write `%s(%s)`".formatted(keyword.name(), list);
  }

  /** Whether the row says which arguments there are. */
  private static boolean hasShape(Keyword keyword) {
    return !keyword.field("args").isEmpty();
  }

  /** Behind the closing parenthesis that belongs to the one here. */
  private static int argumentsEnd(String text, int start) {
    if (start >= text.length() || text.charAt(start) != '(') return start;
    char quote = 0;
    for (int i = start + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0 && (c == '"' || c == '\'')) quote = c;
      else if (c == quote) quote = 0;
      else if (quote == 0 && c == ')') return i + 1;
    }
    return text.length();
  }

  private void unknown(String what, String name, KeywordTable.Place place, Span span) {
    Optional<Keyword> other = place.find(name, out.release());
    Optional<String> since =
        other
            .flatMap(Keyword::since)
            .filter(first -> first.compareTo(out.release()) > 0)
            .map(
                first ->
                    "delete it, or run HAProxy %s or newer: no earlier release knows it"
                        .formatted(first));
    Optional<String> near = NearestWord.of(name, names(place)).map(word -> "write `" + word + "`");
    String help =
        since.or(() -> near).orElse("see section 7.3 of the configuration manual for their names");
    out.error(
        HaproxyFindings.UNKNOWN_SAMPLE,
        span,
        "HAProxy %s has no %s `%s`".formatted(out.release(), what, name),
        help);
  }

  private List<String> names(KeywordTable.Place place) {
    var names = new ArrayList<String>();
    for (String word : place.words())
      if (place.find(word, out.release()).filter(row -> row.knownIn(out.release())).isPresent())
        names.add(word);
    return names;
  }

  Optional<Keyword> fetch(String name) {
    return known.computeIfAbsent(name, _ -> find(fetches, name));
  }

  private Optional<Keyword> converter(String name) {
    return known.computeIfAbsent("," + name, _ -> find(converters, name));
  }

  private Optional<Keyword> find(KeywordTable.Place place, String name) {
    return place.find(name, out.release()).filter(row -> row.knownIn(out.release()));
  }

  /** The bits of the places in which the fetch has something to read. */
  int places(Keyword fetch) {
    String layer = fetch.field("from");
    return layer.isEmpty() ? EVERYWHERE : layers.computeIfAbsent(layer, this::placesOf);
  }

  private int placesOf(String layer) {
    Keyword row = layerRows.find(layer, out.release()).orElseThrow();
    int bits = 0;
    for (String place : row.field("in").replaceAll("[\\[\\] ]", "").split(","))
      bits |= 1 << Places.NAMES.indexOf(place);
    return bits;
  }

  static int nameEnd(String text, int start) {
    int end = start;
    while (end < text.length() && isNameCharacter(text.charAt(end))) end++;
    return end;
  }

  private static boolean isNameCharacter(char c) {
    return c == '_'
        || c == '-'
        || c == '.'
        || c == '+'
        || (c < 0x80 && Character.isLetterOrDigit(c));
  }
}
