package dev.vipc.check.haproxy;

import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The flags and patterns of a test. */
final class Patterns {
  private static final Set<String> METHODS =
      Set.of(
          "found", "bool", "int", "ip", "bin", "len", "str", "sub", "beg", "end", "dir", "dom",
          "reg");
  private static final Set<String> OPERATORS = Set.of("eq", "ge", "gt", "le", "lt");
  private static final Pattern RANGE =
      Pattern.compile("-?\\d+(\\.\\d+)?(:(-?\\d+(\\.\\d+)?)?)?|:-?\\d+");

  /** The method of a type that needs no {@code -m}. */
  private static final Map<String, String> BY_TYPE =
      Map.of(
          "bool", "bool",
          "sint", "int",
          "addr", "ip",
          "ipv4", "ip",
          "ipv6", "ip",
          "str", "str",
          "meth", "meth");

  /** What a value must become for a method. */
  private static final Map<String, String> WANTED =
      Map.ofEntries(
          Map.entry("bool", "sint"),
          Map.entry("int", "sint"),
          Map.entry("ip", "addr"),
          Map.entry("bin", "bin"),
          Map.entry("len", "str"),
          Map.entry("str", "str"),
          Map.entry("sub", "str"),
          Map.entry("beg", "str"),
          Map.entry("end", "str"),
          Map.entry("dir", "str"),
          Map.entry("dom", "str"),
          Map.entry("reg", "str"),
          Map.entry("found", "any"));

  private final Verdicts out;

  Patterns(Verdicts out) {
    this.out = out;
  }

  /**
   * Checks what stands behind the expression of a test; whether HAProxy takes it.
   *
   * @param first the expression
   * @param named the method that the name of the test implies; empty for that of the type
   */
  boolean check(List<Word> line, int start, int end, Word first, String type, String named) {
    String method = named.isEmpty() ? BY_TYPE.getOrDefault(type, "") : named;
    int at = start;
    while (at < end && line.get(at).value().startsWith("-")) {
      Word flag = line.get(at);
      if (flag.is("--")) {
        at++;
        break;
      }
      if (isNumeric(method) && isNumber(flag.value())) break;
      switch (flag.value()) {
        case "-i", "-n", "-M" -> at++;
        case "-u" -> at += 2;
        case "-f" -> {
          if (!file(line, at + 1, end, flag)) return false;
          at += 2;
        }
        case "-m" -> {
          String chosen = at + 1 < end ? line.get(at + 1).value() : "";
          if (!method(chosen, type, flag.span(), first)) return false;
          method = chosen;
          at += 2;
        }
        default -> {
          return refuse(
              flag.span(),
              "`" + flag.value() + "` is no flag of a test",
              "write `--` before a pattern that begins with a dash");
        }
      }
    }
    if (method.isEmpty())
      return refuse(
          first.span(),
          "how to compare a value of this kind is not said",
          "write `-m` and one of str, int, ip, bin, found and the like behind it");
    if (at >= end) {
      // HAProxy warns only where no flag says that something is meant
      if (at == start && !method.equals("bool") && !method.equals("found")) withoutPattern(first);
      return true;
    }
    return fit(line, at, end, method);
  }

  private static boolean isNumeric(String method) {
    return method.equals("int") || method.equals("len") || method.equals("bool");
  }

  private static boolean isNumber(String text) {
    return text.length() > 1 && text.charAt(1) >= '0' && text.charAt(1) <= '9';
  }

  private boolean file(List<Word> line, int at, int end, Word flag) {
    if (at >= end) return refuse(flag.span(), "`-f` needs a file", "write its path");
    out.assume("file", line.get(at).value(), line.get(at).span());
    return true;
  }

  private boolean method(String method, String type, Span span, Word first) {
    if (!METHODS.contains(method))
      return refuse(
          span,
          method.isEmpty() ? "`-m` needs a method" : "`" + method + "` is no method of comparing",
          "write one of bool, int, ip, bin, len, str, sub, beg, end, dir, dom, reg, found");
    String wanted = WANTED.getOrDefault(method, "any");
    if (Samples.canBecome(type, wanted)) return true;
    return refuse(
        first.span(),
        "method `%s` does not fit `%s`, whose value is of type %s"
            .formatted(method, first.value(), type),
        "choose a method for that type");
  }

  private void withoutPattern(Word first) {
    out.warning(
        HaproxyFindings.BAD_ACL,
        first.span(),
        "this test has no pattern to compare `" + first.value() + "` with, so it never matches",
        "write a pattern, `-m found` to test whether there is a value, or `--` if that is meant");
  }

  private boolean fit(List<Word> line, int start, int end, String method) {
    for (int at = start; at < end; at++) {
      Word word = line.get(at);
      boolean fits =
          switch (method) {
            case "int", "len" -> isRange(word.value()) || isOperator(word, at, end);
            case "ip" -> ip(word);
            case "reg" -> regex(word);
            case "bin" -> hexadecimal(word);
            default -> true;
          };
      if (!fits && method.equals("ip")) return notAnAddress(word);
      if (!fits && isNumeric(method))
        return refuse(
            word.span(),
            "`" + word.value() + "` is no number, range or operator",
            "write a number, a range such as `1:5`, or one of eq, ge, gt, le, lt before a number");
      if (!fits) return false;
    }
    return true;
  }

  private boolean isRange(String text) {
    return RANGE.matcher(text).matches();
  }

  private boolean isOperator(Word word, int at, int end) {
    return OPERATORS.contains(word.value()) && at < end;
  }

  private boolean notAnAddress(Word word) {
    return refuse(
        word.span(),
        "`" + word.value() + "` is no IPv4 or IPv6 address or network",
        "write an address such as `192.0.2.1` or a network such as `192.0.2.0/24`");
  }

  private boolean ip(Word word) {
    String text = word.value();
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    String mask = slash < 0 ? "" : text.substring(slash + 1);
    if (Address.isIpv6(address)) return slash < 0 || isLength(mask, 128);
    if (Address.isIpv4(address) || Address.isDotted(address))
      return slash < 0 || isLength(mask, 32) || Address.isIpv4(mask);
    if (slash >= 0 || !isHostName(address)) return false;
    out.assume("host name", address, word.span());
    return true;
  }

  private static boolean isHostName(String text) {
    return text.indexOf('.') > 0
        && Address.isName(text)
        && text.chars().anyMatch(Character::isLetter)
        && !Address.isPartial(text)
        && text.chars().allMatch(c -> Names.isAllowed((char) c) && c != ':');
  }

  private static boolean isLength(String text, int most) {
    return Address.isNumber(text) && Integer.parseInt(text) <= most;
  }

  /** PCRE and Java's expressions agree on most of what is malformed. */
  private boolean regex(Word word) {
    String why = Regexes.fault(word.value());
    if (why.isEmpty()) return true;
    return refuse(
        word.span(), "`%s` is no regular expression: %s".formatted(word.value(), why), "mend it");
  }

  private boolean hexadecimal(Word word) {
    String text = word.value();
    for (int i = 0; i < text.length(); i++)
      if (Character.digit(text.charAt(i), 16) < 0)
        return refuse(
            word.span(),
            "`" + text.charAt(i) + "` is no hexadecimal digit",
            "write hexadecimal digits");
    return text.length() % 2 == 0
        || refuse(
            word.span(), "`" + text + "` has half a byte at its end", "write two digits a byte");
  }

  private boolean refuse(Span span, String message, String help) {
    out.error(HaproxyFindings.BAD_ACL, span, message, help);
    return false;
  }
}
