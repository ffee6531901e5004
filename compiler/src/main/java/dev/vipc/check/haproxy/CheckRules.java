package dev.vipc.check.haproxy;

import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.List;
import java.util.Set;

/** Reads {@code http-check} and {@code tcp-check} rules. */
final class CheckRules {
  private static final Set<String> TCP_PATTERNS =
      Set.of("string", "rstring", "string-lf", "binary", "rbinary", "binary-lf");
  private static final Set<String> HTTP_PATTERNS =
      Set.of("status", "rstatus", "string", "rstring", "string-lf", "hdr", "fhdr");
  private static final Set<String> EXPECT_WITH_VALUE =
      Set.of(
          "min-recv",
          "comment",
          "ok-status",
          "error-status",
          "tout-status",
          "on-success",
          "on-error",
          "status-code");

  private static final Set<String> STEPS = Set.of("connect", "send", "expect");

  private final Verdicts out;
  private final Language language;
  private final Proxy proxy;
  private boolean otherFirst;
  private boolean connectFirst;
  private boolean connects;

  /** The last of {@code connect}, {@code send} and {@code expect}. */
  private String last = "";

  private boolean portless;

  CheckRules(Verdicts out, Language language, Proxy proxy) {
    this.out = out;
    this.language = language;
    this.proxy = proxy;
  }

  void read(List<Word> words) {
    if (proxy.kind().equals("frontend") || words.size() < 2) return;
    String kind = words.getFirst().value();
    Cursor line = new Cursor(words, 1);
    String rule = line.next();
    int bracket = rule.indexOf('(');
    String name = bracket < 0 ? rule : rule.substring(0, bracket);
    Span span = line.lastSpan();
    boolean isRule = !name.equals("disable-on-404") && !name.equals("send-state");
    String option = kind.equals("http-check") ? "httpchk" : kind;
    if (isRule && !proxy.settings().check().equals(option))
      proxy.mark("unused " + option, words.getFirst().span());
    if (kind.equals("http-check") && !follows(name, words.getFirst().span().to(span))) return;
    switch (name) {
      case "connect" -> connect(kind, line, words.getFirst().span().to(span));
      case "expect" -> {
        other(name);
        expect(kind, line, span);
      }
      case "send" -> {
        other(name);
        if (kind.equals("http-check")) httpSend(line, span);
        else tcpSend(line, span, false);
      }
      case "send-lf" -> {
        other(name);
        tcpSend(line, span, true);
      }
      case "send-binary", "send-binary-lf" -> {
        other(name);
        binary(line, span, name.endsWith("lf"));
      }
      case "disable-on-404", "send-state" -> {
        if (!line.atEnd()) refuse(line.span(), "`" + name + "` takes no argument");
      }
      case "comment" -> {
        if (line.atEnd()) refuse(span, "`comment` needs a text");
      }
      case "set-var", "set-var-fmt" -> variable(rule, bracket, line, name);
      default -> {}
    }
  }

  /** Whether HAProxy takes the step behind the last one; others may stand anywhere. */
  private boolean follows(String step, Span span) {
    if (!STEPS.contains(step)) return true;
    boolean fits =
        switch (last) {
          case "connect" -> step.equals("send");
          case "send" -> step.equals("expect");
          case "expect" -> !step.equals("send");
          default -> true;
        };
    if (!fits && !(step.equals("connect") && otherFirst && !connectFirst)) {
      out.error(
          HaproxyFindings.BAD_RULE,
          span,
          "`http-check %s` stands behind `http-check %s`".formatted(step, last),
          "write the steps in this order: `connect`, `send`, `expect`, then `connect` again");
      return false;
    }
    last = step;
    return true;
  }

  private void variable(String rule, int bracket, Cursor line, String name) {
    String inside =
        bracket >= 0 && rule.endsWith(")") ? rule.substring(bracket + 1, rule.length() - 1) : "";
    int comma = inside.indexOf(',');
    String variable = comma < 0 ? inside : inside.substring(0, comma);
    if (!Samples.isVariable(variable)) {
      refuse(line.lastSpan(), "`" + variable + "` is no variable: " + References.SCOPES);
    } else if (name.equals("set-var")) {
      language.expression(line, Places.CHECK);
    } else if (!line.atEnd()) {
      Span span = line.span();
      language.formats().read(line.next(), span, Places.CHECK);
    }
  }

  private void other(String name) {
    if (!connectFirst && !name.equals("comment")) otherFirst = true;
  }

  private void connect(String kind, Cursor line, Span span) {
    if (otherFirst && !connectFirst) {
      out.error(
          HaproxyFindings.BAD_RULE,
          span,
          "the first step must be a `connect` too where there is a `connect` step",
          "write `%s connect` above the other steps".formatted(kind));
      return;
    }
    connectFirst = true;
    connects = true;
    boolean port = false;
    while (!line.atEnd()) {
      Span at = line.span();
      String word = line.next();
      switch (word) {
        case "port" -> {
          port = true;
          if (Address.isNumber(line.peek())) line.next();
          else if (!language.expression(line, Places.CHECK)) return;
        }
        case "addr" -> {
          if (line.atEnd()) {
            refuse(at, "`addr` needs an address");
            return;
          }
          Word address = line.words().get(line.index());
          line.next();
          language.address(address, Address.Takes.STREAM);
        }
        case "comment", "sni", "alpn", "proto" -> {
          if (line.atEnd()) {
            refuse(at, "`" + word + "` needs a value");
            return;
          }
          line.next();
        }
        case "default", "send-proxy", "via-socks4", "linger", "ssl" -> {}
        default -> {
          refuse(at, "`" + word + "` is no argument of `connect`");
          return;
        }
      }
    }
    if (!port) portless = true;
    if (connects && !portless) proxy.mark("check port", span);
  }

  private void expect(String kind, Cursor line, Span span) {
    Set<String> patterns = kind.equals("http-check") ? HTTP_PATTERNS : TCP_PATTERNS;
    boolean found = false;
    while (!line.atEnd()) {
      Span at = line.span();
      String word = line.next();
      if (word.equals("!")) continue;
      String pattern = word.startsWith("!") ? word.substring(1) : word;
      if (patterns.contains(pattern)) {
        if (found) {
          refuse(at, "a second pattern stands in one `expect`");
          return;
        }
        found = true;
        if (!pattern(pattern, line, at)) return;
      } else if (EXPECT_WITH_VALUE.contains(word)) {
        if (line.atEnd()) {
          refuse(at, "`" + word + "` needs a value");
          return;
        }
        line.next();
      } else {
        refuse(at, "`" + word + "` is no pattern of `" + kind + " expect`");
        return;
      }
    }
    if (!found) refuse(span, "`expect` needs a pattern");
  }

  private boolean pattern(String pattern, Cursor line, Span span) {
    if (pattern.equals("hdr") || pattern.equals("fhdr")) {
      header(line);
      return true;
    }
    if (line.atEnd()) {
      refuse(span, "`" + pattern + "` needs a pattern");
      return false;
    }
    Span at = line.span();
    String text = line.next();
    switch (pattern) {
      case "status" -> {
        if (!isListOfStatuses(text)) {
          refuse(at, "`" + text + "` is no list of HTTP statuses");
          return false;
        }
      }
      case "rstatus", "rstring", "rbinary" -> {
        return Regexes.check(text, at, out);
      }
      case "binary" -> {
        return hexadecimal(text, at);
      }
      default -> {}
    }
    return true;
  }

  /** Numbers and ranges; nothing between two commas is 0. */
  private static boolean isListOfStatuses(String text) {
    for (String part : text.split(",", -1)) {
      int dash = part.indexOf('-');
      String low = dash < 0 ? part : part.substring(0, dash);
      String high = dash < 0 ? part : part.substring(dash + 1);
      boolean numbers = (low + high).chars().allMatch(c -> c >= '0' && c <= '9');
      if (!numbers || Address.leading(low) > Address.leading(high)) return false;
    }
    return true;
  }

  private static void header(Cursor line) {
    Set<String> words = Set.of("name", "name-lf", "value", "value-lf", "-m");
    while (words.contains(line.peek())) {
      line.next();
      line.take("-m");
      line.next();
    }
    line.take("full");
  }

  private void httpSend(Cursor line, Span span) {
    while (!line.atEnd()) {
      Span at = line.span();
      String word = line.next();
      int values =
          switch (word) {
            case "meth", "uri", "uri-lf", "ver", "body", "body-lf", "comment" -> 1;
            case "hdr" -> 2;
            default -> 0;
          };
      if (values == 0) {
        refuse(at, "`" + word + "` is no argument of `http-check send`");
        return;
      }
      for (int i = 0; i < values; i++) {
        if (line.atEnd()) {
          refuse(at, "`" + word + "` needs " + (values == 1 ? "a value" : "a name and a value"));
          return;
        }
        Span value = line.span();
        String text = line.next();
        boolean format = word.endsWith("-lf") || (word.equals("hdr") && i == 1);
        if (format && !language.formats().read(text, value, Places.CHECK)) return;
      }
    }
  }

  private void tcpSend(Cursor line, Span span, boolean format) {
    if (line.atEnd()) {
      refuse(span, "`send` needs a text");
      return;
    }
    Span at = line.span();
    String text = line.next();
    if (format && !language.formats().read(text, at, Places.CHECK)) return;
    comment(line);
  }

  private void binary(Cursor line, Span span, boolean format) {
    if (line.atEnd()) {
      refuse(span, "`send-binary` needs hexadecimal digits");
      return;
    }
    Span at = line.span();
    String text = line.next();
    if (format ? language.formats().read(text, at, Places.CHECK) : hexadecimal(text, at))
      comment(line);
  }

  private void comment(Cursor line) {
    if (line.atEnd()) return;
    Span at = line.span();
    if (!line.take("comment"))
      refuse(at, "only `comment` may follow, and not `" + line.peek() + "`");
    else if (line.atEnd()) refuse(at, "`comment` needs a text");
  }

  private boolean hexadecimal(String text, Span span) {
    boolean digits = text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    if (digits && text.length() % 2 == 0) return true;
    refuse(span, "`" + text + "` is no even number of hexadecimal digits");
    return false;
  }

  private void refuse(Span span, String message) {
    out.error(HaproxyFindings.BAD_RULE, span, message, "see the rule in section 4.2 of the manual");
  }
}
