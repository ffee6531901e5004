package dev.vipc.template;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.vipc.source.Utf8;
import dev.vipc.template.NamedFilter.Arguments;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ansible's filters on texts. Regular expressions are RE2's, whose time is bounded. */
final class TextFilters {
  private TextFilters() {}

  static List<NamedFilter> all() {
    return List.of(
        new NamedFilter("lower", (v, _) -> Shown.of(v).toLowerCase(Locale.ROOT)),
        new NamedFilter("upper", (v, _) -> Shown.of(v).toUpperCase(Locale.ROOT)),
        new NamedFilter("string", (v, _) -> Shown.of(v)),
        new NamedFilter("trim", (v, _) -> Shown.of(v).strip()),
        new NamedFilter("quote", (v, _) -> quote(Shown.of(v))),
        new NamedFilter("b64encode", (v, _) -> encode(Shown.of(v))),
        new NamedFilter("b64decode", (v, _) -> decode(Shown.of(v))),
        new NamedFilter("hash", (v, a) -> digest(v, a.text(0, "hashtype", "sha1"))),
        new NamedFilter("sha1", (v, _) -> digest(v, "sha1")),
        new NamedFilter("checksum", (v, _) -> digest(v, "sha1")),
        new NamedFilter("md5", (v, _) -> digest(v, "md5")),
        new NamedFilter("basename", (v, _) -> part(Shown.of(v), true)),
        new NamedFilter("dirname", (v, _) -> part(Shown.of(v), false)),
        new NamedFilter("comment", TextFilters::comment),
        new NamedFilter("replace", (v, a) -> replace(Shown.of(v), a)),
        new NamedFilter("split", (v, a) -> split(Shown.of(v), a.text(0, "sep", ""))),
        new NamedFilter("indent", TextFilters::indent),
        new NamedFilter("regex_escape", (v, _) -> Pattern.quote(Shown.of(v))),
        new NamedFilter("regex_replace", TextFilters::regexReplace),
        new NamedFilter("regex_search", TextFilters::regexSearch),
        new NamedFilter("regex_findall", TextFilters::regexFindAll));
  }

  private static String replace(String text, Arguments arguments) {
    return text.replace(arguments.text(0, "old", ""), arguments.text(1, "new", ""));
  }

  private static List<String> split(String text, String separator) {
    return separator.isEmpty()
        ? List.of(text.strip().split("\\s+"))
        : List.of(text.split(java.util.regex.Pattern.quote(separator), -1));
  }

  /** Jinja2's: the first line and empty lines stay as they are unless it is told otherwise. */
  private static String indent(@Nullable Object value, Arguments arguments) {
    String text = Shown.of(value);
    String width = arguments.text(0, "width", "4");
    String margin = width.matches("\\d{1,3}") ? " ".repeat(Integer.parseInt(width)) : width;
    boolean blank = arguments.isTrue(2, "blank");
    StringBuilder indented = new StringBuilder(arguments.isTrue(1, "first") ? margin : "");
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (i > 0) indented.append('\n').append(blank || !lines[i].isEmpty() ? margin : "");
      indented.append(lines[i]);
    }
    return indented.toString();
  }

  /** As the shell needs it: Python's shlex.quote. */
  private static String quote(String text) {
    boolean plain = text.matches("[A-Za-z0-9@%+=:,./_-]+");
    return plain ? text : "'" + text.replace("'", "'\"'\"'") + "'";
  }

  private static String encode(String text) {
    return Base64.getEncoder().encodeToString(Utf8.encode(text));
  }

  private static @Nullable String decode(String text) {
    try {
      return Utf8.decode(Base64.getDecoder().decode(text.strip()));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static @Nullable String digest(@Nullable Object value, String algorithm) {
    try {
      String name = algorithm.replaceFirst("^sha(?=\\d)", "SHA-");
      byte[] digest = MessageDigest.getInstance(name).digest(Utf8.encode(Shown.of(value)));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException _) {
      return null;
    }
  }

  private static String part(String path, boolean last) {
    int slash = path.lastIndexOf('/');
    if (last) return path.substring(slash + 1);
    return slash <= 0 ? path.substring(0, slash + 1) : path.substring(0, slash);
  }

  /** The plain style: a number sign and an empty line's sign around the text. */
  private static String comment(@Nullable Object value, Arguments arguments) {
    String sign = arguments.text(0, "style", "plain").equals("erlang") ? "%" : "#";
    String body =
        Shown.of(value)
            .lines()
            .map(line -> (sign + " " + line).stripTrailing())
            .collect(Collectors.joining("\n"));
    return sign + "\n" + body + "\n" + sign;
  }

  private static Object regexReplace(@Nullable Object value, Arguments arguments) {
    Pattern pattern = pattern(arguments.text(0, "pattern", ""), arguments);
    String replacement =
        arguments
            .text(1, "replacement", "")
            .replace("$", "\\$")
            .replaceAll("\\\\\\\\?g?<?(\\d+)>?", "\\$$1");
    return pattern.matcher(Shown.of(value)).replaceAll(replacement);
  }

  private static @Nullable Object regexSearch(@Nullable Object value, Arguments arguments) {
    Matcher found = pattern(arguments.text(0, "regex", ""), arguments).matcher(Shown.of(value));
    if (!found.find()) return null;
    if (arguments.placed().size() < 2) return found.group();
    List<String> groups = new ArrayList<>();
    for (Object wanted : arguments.placed().subList(1, arguments.placed().size()))
      groups.add(found.group(Integer.parseInt(Shown.of(wanted).replaceAll("\\D", ""))));
    return groups;
  }

  private static Object regexFindAll(@Nullable Object value, Arguments arguments) {
    Matcher found = pattern(arguments.text(0, "regex", ""), arguments).matcher(Shown.of(value));
    List<String> all = new ArrayList<>();
    while (found.find()) all.add(found.groupCount() > 0 ? found.group(1) : found.group());
    return all;
  }

  private static Pattern pattern(String regex, Arguments arguments) {
    int flags = Shown.isTrue(arguments.named().get("ignorecase")) ? Pattern.CASE_INSENSITIVE : 0;
    if (Shown.isTrue(arguments.named().get("multiline"))) flags |= Pattern.MULTILINE;
    return Pattern.compile(regex, flags);
  }
}
