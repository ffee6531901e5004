package dev.vipc.check.haproxy;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The arguments in parentheses of one fetch or converter. */
final class SampleArguments {
  /** What an argument is, and whether it may be left out. */
  record Kind(String type, boolean optional) {}

  /** Arguments that HAProxy refuses, and why. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String why) {
      super(why);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  private static final Set<String> ARITHMETIC =
      Set.of("add", "sub", "mul", "div", "mod", "and", "or", "xor");

  private final String name;
  private final boolean converter;
  private final List<Kind> kinds;
  private final References references;

  SampleArguments(String name, boolean converter, List<Kind> kinds, References references) {
    this.name = name;
    this.converter = converter;
    this.kinds = kinds;
    this.references = references;
  }

  /** Reads a list such as {@code string,integer[,string]} of the table. */
  static List<Kind> kinds(String takes) {
    var kinds = new ArrayList<Kind>();
    boolean optional = false;
    for (String piece : takes.replace("[", ",[").split(",")) {
      String word = piece;
      if (word.startsWith("[")) {
        optional = true;
        word = word.substring(1);
      }
      word = word.replace("]", "").strip();
      if (!word.isEmpty()) kinds.add(new Kind(word, optional));
    }
    return List.copyOf(kinds);
  }

  /** Reads from the opening parenthesis, if there is one; where the text behind them begins. */
  int read(String text, int start, Span span) throws Malformed {
    var values = new ArrayList<String>();
    int end = start;
    if (start < text.length() && text.charAt(start) == '(') end = split(text, start + 1, values);
    if (values.size() == 1 && values.getFirst().isEmpty()) values.clear();
    // what is left out altogether counts as one empty argument where one must be there
    if (values.isEmpty() && !kinds.isEmpty() && !kinds.getFirst().optional()) values.add("");
    if (values.size() > kinds.size())
      throw new Malformed(
          kinds.isEmpty()
              ? "it takes no arguments"
              : "`%s` is one argument too many".formatted(values.get(kinds.size())));
    for (int i = 0; i < kinds.size(); i++) {
      Kind kind = kinds.get(i);
      if (i >= values.size()) {
        if (!kind.optional())
          throw new Malformed("argument %d (%s) is missing".formatted(i + 1, kind.type()));
      } else {
        check(kind, values.get(i), i, span);
      }
    }
    checkMeaning(values);
    return end;
  }

  private static int split(String text, int start, List<String> values) throws Malformed {
    var value = new StringBuilder();
    char quote = 0;
    for (int at = start; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && quote != '\'' && at + 1 < text.length()) {
        char next = text.charAt(++at);
        if ("\\ \"'".indexOf(next) < 0) value.append('\\');
        value.append(next);
      } else if (quote == 0 && (c == '"' || c == '\'')) quote = c;
      else if (c == quote) quote = 0;
      else if (quote == 0 && c == ',') {
        values.add(value.toString());
        value.setLength(0);
      } else if (quote == 0 && c == ')') {
        values.add(value.toString());
        return at + 1;
      } else value.append(c);
    }
    throw new Malformed("the closing parenthesis is missing");
  }

  private void check(Kind kind, String value, int index, Span span) throws Malformed {
    switch (kind.type()) {
      case "integer" -> {
        if (!isInteger(value))
          throw new Malformed(
              value.isEmpty()
                  ? "argument %d is empty, and must be a number".formatted(index + 1)
                  : "`%s` is not a whole number".formatted(value));
      }
      case "IPv4 mask", "IPv4 address" -> {
        if (!Address.isIpv4(value) && !isPrefixLength(value, 32))
          throw new Malformed("`%s` is no %s".formatted(value, kind.type()));
      }
      case "IPv6 mask", "IPv6 address" -> {
        if (!Address.isIpv6(value) && !isPrefixLength(value, 128))
          throw new Malformed("`%s` is no %s".formatted(value, kind.type()));
      }
      case "backend", "frontend", "table", "user list", "server" ->
          references.use(kind.type(), new Located<>(value, span));
      default -> {}
    }
  }

  /** What a few of them check of their arguments beyond the kind. */
  private void checkMeaning(List<String> values) throws Malformed {
    if (values.isEmpty()) return;
    String first = values.getFirst();
    if (converter && ARITHMETIC.contains(name)) {
      if (!isInteger(first) && !Samples.isVariable(first))
        throw new Malformed("`" + first + "` is neither a whole number nor a variable");
      return;
    }
    switch (name) {
      case "var", "set-var", "unset-var", "strcmp", "secure_memcmp" -> {
        if (!Samples.isVariable(first))
          throw new Malformed("`" + first + "` is no variable: " + References.SCOPES);
      }
      case "sha2" -> {
        if (!Set.of("224", "256", "384", "512").contains(first))
          throw new Malformed("`" + first + "` is not one of 224, 256, 384, 512");
      }
      case "regsub" -> {
        String fault = Regexes.fault(first);
        if (!fault.isEmpty()) throw new Malformed("`" + first + "` is no regular expression: " + fault);
        if (values.size() > 2 && !values.get(2).matches("[gi]*"))
          throw new Malformed("`" + values.get(2) + "` is no flag, only `i` and `g` are");
      }
      case "json" -> {
        if (!Set.of("", "ascii", "utf8", "utf8s", "utf8p", "utf8ps").contains(first))
          throw new Malformed("`" + first + "` is not one of ascii, utf8, utf8s, utf8p, utf8ps");
      }
      default -> {}
    }
  }

  private static boolean isInteger(String text) {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    if (start == text.length() || text.length() > 20) return false;
    for (int i = start; i < text.length(); i++)
      if (text.charAt(i) < '0' || text.charAt(i) > '9') return false;
    return true;
  }

  private static boolean isPrefixLength(String text, int most) {
    return Address.isNumber(text) && Integer.parseInt(text) <= most;
  }
}
