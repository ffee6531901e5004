package dev.vipc.check.haproxy;

import dev.vipc.keyword.ArgumentShape;
import dev.vipc.keyword.ArgumentShape.Type;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The arguments in parentheses of one fetch or converter. */
final class SampleArguments {
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

  /** As OpenSSL 3 knows them, in small letters. */
  private static final Set<String> DIGESTS =
      Set.of(
          ("md4 md5 md5-sha1 sha1 sha-1 sha1-2 sha224 sha256 sha384 sha512 sha512-224 sha512-256 "
                  + "sha-224 sha-256 sha-384 sha-512 sha-512/224 sha-512/256 "
                  + "sha2-224 sha2-256 sha2-384 sha2-512 sha2-512/224 sha2-512/256 "
                  + "sha3-224 sha3-256 sha3-384 sha3-512 shake128 shake-128 shake256 shake-256 "
                  + "blake2b512 blake2b-512 blake2s256 blake2s-256 "
                  + "ripemd ripemd160 ripemd-160 rmd160 sm3 whirlpool "
                  + "rsa-sha512/224 rsa-sha512/256")
              .split(" "));

  private static final Set<String> PROTOBUF_TYPES =
      Set.of(
          "int32",
          "uint32",
          "sint32",
          "int64",
          "uint64",
          "sint64",
          "bool",
          "enum",
          "fixed64",
          "sfixed64",
          "double",
          "fixed32",
          "sfixed32",
          "float");

  private final String name;
  private final List<ArgumentShape> kinds;
  private final References references;

  SampleArguments(String name, List<ArgumentShape> kinds, References references) {
    this.name = name;
    this.kinds = kinds;
    this.references = references;
  }

  /** Reads from the opening parenthesis, if there is one; where the text behind them begins. */
  int read(String text, int start, Span span) throws Malformed {
    var values = new ArrayList<String>();
    int end = start;
    if (start < text.length() && text.charAt(start) == '(') end = split(text, start + 1, values);
    if (values.size() == 1 && values.getFirst().isEmpty()) values.clear();
    if (values.size() > kinds.size())
      throw new Malformed(
          kinds.isEmpty()
              ? "it takes no arguments"
              : "`%s` is one argument too many".formatted(values.get(kinds.size())));
    for (int i = 0; i < kinds.size(); i++) {
      ArgumentShape kind = kinds.get(i);
      if (i >= values.size()) {
        if (!kind.optional())
          throw new Malformed(
              "argument %d (%s) is missing".formatted(i + 1, SampleArguments.named(kind)));
        switch (named(kind)) {
          case "table" -> {
            if (!name.matches("sc[0-9_].*")) references.use("table", new Located<>("", span));
          }
          case "backend", "frontend" -> references.use(named(kind), new Located<>("", span));
          default -> {}
        }
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

  private void check(ArgumentShape kind, String value, int index, Span span) throws Malformed {
    if (kind.type() instanceof Type.Word(var what)) {
      word(what, value, span);
      return;
    }
    // what looks a variable up leaves an empty one alone, as smp_check_concat() does
    if (value.isEmpty()
        && (kind.type() instanceof Type.OneOf || kind.type() instanceof Type.Variable)) return;
    if (value.isEmpty())
      throw new Malformed(
          "argument %d is empty, and must be %s".formatted(index + 1, kind.named()));
    Optional<String> fault = kind.fault(value);
    if (fault.isPresent()) throw new Malformed(fault.get());
  }

  private void word(String what, String value, Span span) throws Malformed {
    switch (what) {
      case "backend", "frontend", "table", "server" ->
          references.use(what, new Located<>(value, span));
      case "userlist" -> references.use("user list", new Located<>(value, span));
      case "condition" -> {
        if (!Samples.CONDITIONS_OF_SETTING.contains(value))
          throw new Malformed("`" + value + "` is no condition to set a variable on");
      }
      case "positive-operand" -> {
        boolean positive = isInteger(value) && Long.parseLong(value) > 0;
        if (!positive && !Samples.isVariable(value))
          throw new Malformed("`" + value + "` is neither a number above 0 nor a variable");
      }
      case "operand" -> {
        if (!isInteger(value) && !Samples.isVariable(value))
          throw new Malformed("`" + value + "` is neither a whole number nor a variable");
      }
      case "digest" -> {
        if (!isDigest(value))
          throw new Malformed("`" + value + "` is no digest that OpenSSL knows, such as sha256");
      }
      case "base64-key" -> {
        if (!isBase64(value) && !Samples.isVariable(value))
          throw new Malformed("the key is neither base64 nor a variable");
      }
      case "protobuf-type" -> {
        if (!PROTOBUF_TYPES.contains(value))
          throw new Malformed("`" + value + "` is no type of Protocol Buffers, such as int32");
      }
      case "mask" -> {
        boolean address = Address.isIpv4(value) || Address.isIpv6(value);
        if (!address && !isPrefixLength(value, 128))
          throw new Malformed("`" + value + "` is no mask");
      }
      case "regex" -> {
        String fault = Regexes.fault(value);
        if (!fault.isEmpty())
          throw new Malformed("`" + value + "` is no regular expression: " + fault);
      }
      default -> {}
    }
  }

  /** How the help writes an argument. */
  static String named(ArgumentShape kind) {
    if (kind.type() instanceof Type.Whole) return "integer";
    return kind.type() instanceof Type.Word(var what) ? what : kind.named();
  }

  /** What a few of them check of their arguments beyond the kind. */
  private void checkMeaning(List<String> values) throws Malformed {
    if (values.isEmpty()) return;
    String first = values.getFirst();
    switch (name) {
      case "var", "set-var", "unset-var" -> {
        if (!Samples.isVariable(first))
          throw new Malformed("`" + first + "` is no variable: " + References.SCOPES);
      }
      case "debug" -> {
        if (values.size() > 1 && !isSink(values.get(1)))
          throw new Malformed(
              "`" + values.get(1) + "` is neither stdout, stderr or buf0 nor a ring defined above");
      }
      case "be2hex" -> {
        if (values.size() == 1)
          throw new Malformed("a separator needs the size of a chunk behind it");
      }
      case "add_item" -> {
        if (values.stream().skip(1).allMatch(String::isEmpty))
          throw new Malformed("either a variable or a text to append must be given");
      }
      case "protobuf", "ungrpc" -> {
        // an empty number counts as 0, but not the last (tools.c, parse_dotted_uints())
        if (!first.matches("[0-9.]*[0-9]"))
          throw new Malformed("`" + first + "` is no number of a field, such as 1.2");
      }
      case "sha2" -> {
        if (!Set.of("224", "256", "384", "512").contains(first))
          throw new Malformed("`" + first + "` is not one of 224, 256, 384, 512");
      }
      case "regsub" -> {
        if (values.size() > 2 && !values.get(2).matches("[gi]*"))
          throw new Malformed("`" + values.get(2) + "` is no flag, only `i` and `g` are");
      }
      default -> {}
    }
  }

  private boolean isSink(String name) {
    return Set.of("stdout", "stderr", "buf0").contains(name) || references.isDefined("ring", name);
  }

  /** Those of OpenSSL; it knows aliases with the signature's algorithm in front, too. */
  private static boolean isDigest(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    return DIGESTS.contains(small)
        || DIGESTS.contains(small.replaceFirst("^(rsa|ssl3)-", ""))
        || small.contains("withrsa");
  }

  /** With its padding, which HAProxy does not do without. */
  private static boolean isBase64(String text) {
    return text.length() % 4 == 0 && text.matches("[A-Za-z0-9+/]*={0,2}");
  }

  private static boolean isInteger(String text) {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    if (start == text.length() || text.length() > 18) return false;
    for (int i = start; i < text.length(); i++)
      if (text.charAt(i) < '0' || text.charAt(i) > '9') return false;
    return true;
  }

  private static boolean isPrefixLength(String text, int most) {
    return Address.isNumber(text) && Integer.parseInt(text) <= most;
  }
}
