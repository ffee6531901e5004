package dev.vipc.agent.plan;

import dev.vipc.agent.plan.Problem.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads strict JSON (RFC 8259) with the place of every value; the first fault ends it.
 *
 * <p>After a fault the position is the end of the text, so every method runs out without a look at
 * the rest, and nothing has to be thrown.
 */
public final class JsonParser {
  private static final int DEEPEST = 64;
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

  private final String text;
  private int at = 0;
  private int line = 1;
  private int lineStart = 0;
  private int depth = 0;
  private Optional<Problem> fault = Optional.empty();

  private JsonParser(String text) {
    this.text = text;
  }

  /** Either a value or a fault. */
  public record Parsed(Optional<Json> value, Optional<Problem> fault) {}

  public static Parsed parse(String text) {
    JsonParser parser = new JsonParser(text);
    Json value = parser.value();
    parser.skipBlanks();
    if (parser.at < text.length())
      parser.fail("there is more text after the end of the plan", "remove it");
    return new Parsed(
        parser.fault.isPresent() ? Optional.empty() : Optional.of(value), parser.fault);
  }

  private Json value() {
    skipBlanks();
    Place place = place();
    if (at == text.length()) return failed(place, "the text ends where a value belongs");
    return switch (text.charAt(at)) {
      case '{' -> deeper(place, this::object);
      case '[' -> deeper(place, this::array);
      case '"' -> new Json.Text(string(), place);
      default -> word(place);
    };
  }

  private interface Nested {
    Json read(Place place);
  }

  private Json deeper(Place place, Nested nested) {
    if (depth == DEEPEST) return failed(place, "nested deeper than %d levels".formatted(DEEPEST));
    depth++;
    Json value = nested.read(place);
    depth--;
    return value;
  }

  private Json object(Place place) {
    List<Json.Member> members = new ArrayList<>();
    Set<String> names = new HashSet<>();
    at++;
    if (closes('}')) return new Json.Object(members, place);
    do {
      skipBlanks();
      Place start = place();
      if (at == text.length() || text.charAt(at) != '"') {
        if (at == text.length()) fail("the text ends where a field belongs", "is the file whole?");
        else fail("a field's name in double quotes belongs here", "write `\"name\": value`");
        break;
      }
      String name = string();
      if (!names.add(name))
        fail(start, "the field `%s` stands here twice".formatted(name), "remove one");
      expect(':');
      members.add(new Json.Member(name, start, value()));
    } while (continues('}'));
    return new Json.Object(members, place);
  }

  private Json array(Place place) {
    List<Json> items = new ArrayList<>();
    at++;
    if (closes(']')) return new Json.Array(items, place);
    do items.add(value());
    while (continues(']'));
    return new Json.Array(items, place);
  }

  private boolean closes(char end) {
    skipBlanks();
    if (at == text.length() || text.charAt(at) != end) return false;
    at++;
    return true;
  }

  /** Whether a comma follows; otherwise the end of the list or object must. */
  private boolean continues(char end) {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == ',') {
      at++;
      return true;
    }
    expect(end);
    return false;
  }

  private void expect(char wanted) {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == wanted) at++;
    else if (at == text.length())
      fail("the text ends where `%c` belongs".formatted(wanted), "is the file whole?");
    else fail("`%c` belongs here".formatted(wanted), "write strict JSON");
  }

  /** The position is at the opening quote, and afterwards behind the closing one. */
  private String string() {
    StringBuilder out = new StringBuilder();
    Place start = place();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at);
      if (c < ' ') fail("a control character stands in a string", "write it as an escape");
      else if (c == '\\') escape(out);
      else {
        out.append(c);
        at++;
      }
    }
    if (at == text.length()) fail(start, "this string does not end", "is the file whole?");
    else at++;
    return out.toString();
  }

  private void escape(StringBuilder out) {
    char kind = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    int plain = "\"\\/bfnrt".indexOf(kind);
    boolean unicode =
        kind == 'u' && at + 6 <= text.length() && isHex(text.substring(at + 2, at + 6));
    if (plain >= 0) {
      out.append("\"\\/\b\f\n\r\t".charAt(plain));
      at += 2;
    } else if (unicode) {
      out.append((char) Integer.parseInt(text.substring(at + 2, at + 6), 16));
      at += 6;
    } else {
      fail("this escape is not known to JSON", "write `\\\\` for a backslash");
    }
  }

  private static boolean isHex(String digits) {
    return digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
  }

  private Json word(Place place) {
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (number.lookingAt()) {
      at = number.end();
      return new Json.Number(number.group(), place);
    }
    if (skips("true")) return new Json.Truth(true, place);
    if (skips("false")) return new Json.Truth(false, place);
    return skips("null") ? new Json.Null(place) : failed(place, "a value belongs here");
  }

  private boolean skips(String word) {
    if (!text.startsWith(word, at)) return false;
    at += word.length();
    return true;
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      if (text.charAt(at++) == '\n') {
        line++;
        lineStart = at;
      }
    }
  }

  private Place place() {
    return new Place(line, at - lineStart + 1);
  }

  private Json failed(Place place, String message) {
    fail(place, message, "write strict JSON");
    return new Json.Null(place);
  }

  private void fail(String message, String help) {
    fail(place(), message, help);
  }

  private void fail(Place place, String message, String help) {
    if (fault.isEmpty())
      fault = Optional.of(new Problem(Problem.Kind.SYNTAX, place, message, help));
    at = text.length();
  }
}
