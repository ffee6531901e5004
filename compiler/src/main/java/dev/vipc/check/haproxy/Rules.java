package dev.vipc.check.haproxy;

import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the rules of one proxy: {@code http-request}, {@code tcp-request} and their like. */
final class Rules {
  private static final Set<String> REDIRECTIONS = Set.of("location", "prefix", "scheme");
  private static final String OF_STATISTICS = "stats http-request";
  private static final Set<String> FINAL = Set.of("allow", "deny", "tarpit", "auth", "return");
  private static final Set<String> REDIRECT_CODES = Set.of("301", "302", "303", "307", "308");

  private final Verdicts out;
  private final Language language;
  private final Proxies proxies;
  private final Proxy proxy;
  private final Actions actions;

  /** The kinds whose last rule ends the evaluation of every connection or request. */
  private final Set<String> ended = new HashSet<>(0);

  private final Set<String> users = new HashSet<>(0);

  Rules(Verdicts out, Language language, Proxies proxies, Proxy proxy) {
    this.out = out;
    this.language = language;
    this.proxies = proxies;
    this.proxy = proxy;
    this.actions = new Actions(out, language, proxy);
  }

  /** Reads a line whose keyword says which kind of rule it is. */
  void read(List<Word> words) {
    String first = words.getFirst().value();
    Cursor line = new Cursor(words, 1);
    switch (first) {
      case "http-request" -> {
        rule(first, line, Places.request(proxy));
        add(Proxy.RuleKind.HTTP_REQUEST, words);
        proxy.mark("http-request", words.getFirst().span());
      }
      case "http-response", "http-after-response" -> {
        rule(first, line, Places.response(proxy));
        proxy.mark(first, words.getFirst().span());
      }
      case "redirect" -> {
        if (redirect(line, Places.request(proxy)))
          language.conditionOrEnd(line, Places.request(proxy), "redirect");
        add(Proxy.RuleKind.REDIRECT, words);
        proxy.mark("redirect", words.getFirst().span());
      }
      case "monitor" -> monitor(line, words);
      case "stats" -> stats(line, words);
      case "tcp-request" -> tcpRequest(line, words);
      case "tcp-response" -> tcpResponse(line);
      default -> {}
    }
  }

  private void delay(String kind, Span span) {
    String setting = kind + " inspect-delay";
    if (proxy.settings().has(setting))
      out.warning(
          HaproxyFindings.DEFINED_TWICE,
          span,
          "a `%s` stands above or in `defaults`, and this one is ignored".formatted(setting),
          "keep one of the two");
    else proxy.settings().put(setting, span);
  }

  private void tcpRequest(Cursor line, List<Word> words) {
    String layer = line.next();
    switch (layer) {
      case "connection" -> {
        rule("tcp-request connection", line, Places.TCP_CONNECTION);
        add(Proxy.RuleKind.TCP_CONNECTION, words);
      }
      case "session" -> {
        rule("tcp-request session", line, Places.TCP_SESSION);
        add(Proxy.RuleKind.TCP_SESSION, words);
      }
      case "content" -> {
        rule("tcp-request content", line, Places.content(proxy));
        add(Proxy.RuleKind.TCP_CONTENT, words);
      }
      case "inspect-delay" -> delay("tcp-request", line.lastSpan());
      default -> {}
    }
  }

  private void tcpResponse(Cursor line) {
    if (line.take("inspect-delay")) delay("tcp-response", line.lastSpan());
    else if (line.take("content"))
      rule("tcp-response content", line, Places.BACKEND_RESPONSE_CONTENT);
  }

  private void rule(String kind, Cursor line, int where) {
    proxies.hasRules(kind);
    if (ended.remove(kind))
      out.warning(
          HaproxyFindings.WITHOUT_EFFECT,
          line.words().getFirst().span(),
          "the `%s` rule above has no condition and is final: this one is never reached"
              .formatted(kind),
          "give the rule above a condition, or delete this one");
    String action = line.peek();
    boolean good =
        action.equals("redirect")
            ? line.take("redirect") && redirect(line, where)
            : actions.read(kind, line, where);
    if (good && line.atEnd() && isFinal(kind, action, line)) ended.add(kind);
    if (good) language.conditionOrEnd(line, where, kind + " " + action);
  }

  private static boolean isFinal(String kind, String action, Cursor line) {
    if (kind.equals(OF_STATISTICS)) return true;
    if (!kind.startsWith("http-")) return false;
    return FINAL.contains(action)
        || (action.equals("redirect")
            && line.words().stream().noneMatch(w -> w.is("ignore-empty")));
  }

  private void monitor(Cursor line, List<Word> words) {
    if (!line.take("fail")) return;
    if (!line.atCondition()) {
      out.error(
          HaproxyFindings.BAD_CONDITION,
          line.rest(),
          "`monitor fail` needs `if` or `unless` and a condition",
          "write `monitor fail if …`");
      return;
    }
    language.acls().condition(line, Places.FRONTEND_REQUEST);
    add(Proxy.RuleKind.MONITOR, words);
  }

  private void stats(Cursor line, List<Word> words) {
    proxy.settings().put("stats", words.getFirst().span());
    proxy.mark("stats " + line.peek().replace("realm", "auth"), line.span());
    switch (line.next()) {
      case "admin" -> {
        if (line.atCondition()) language.acls().condition(line, Places.request(proxy));
        else
          out.error(
              HaproxyFindings.BAD_CONDITION,
              line.rest(),
              "`stats admin` needs `if` or `unless` and a condition",
              "write `stats admin if …`");
      }
      case "http-request" -> rule(OF_STATISTICS, line, Places.request(proxy));
      case "auth" -> user(line);
      default -> {}
    }
  }

  private void user(Cursor line) {
    String name = line.peek().split(":", 2)[0];
    if (!name.isEmpty() && !users.add(name))
      out.warning(
          HaproxyFindings.DEFINED_TWICE,
          line.span(),
          "`" + name + "` has a password above already, and this one is ignored",
          "keep one of the two");
  }

  /** Reads the arguments of a redirection; whether they are good. */
  private boolean redirect(Cursor line, int where) {
    boolean target = false;
    while (!line.atActionEnd()) {
      Span span = line.span();
      String word = line.next();
      if (REDIRECTIONS.contains(word)) {
        if (line.atEnd()) return missing(span, "`" + word + "` needs a value");
        Span value = line.span();
        if (!language.formats().read(line.next(), value, where)) return false;
        target = true;
      } else if (word.equals("code")) {
        Span value = line.span();
        String code = line.next();
        if (!REDIRECT_CODES.contains(String.valueOf(Address.leading(code))))
          return missing(value, "`" + code + "` is not one of 301, 302, 303, 307, 308");
      } else if (word.equals("set-cookie") || word.equals("clear-cookie")) {
        if (line.atEnd()) return missing(span, "`" + word + "` needs a value");
        line.next();
      } else if (!Set.of(
              "drop-query", "append-slash", "ignore-empty", "set-cookie-fmt", "keep-query")
          .contains(word)) {
        return missing(span, "`" + word + "` is no argument of a redirection");
      }
    }
    return target || missing(line.lastSpan(), "the redirection has no target");
  }

  private boolean missing(Span span, String message) {
    out.error(
        HaproxyFindings.BAD_RULE,
        span,
        message,
        "write `location`, `prefix` or `scheme` and a value, then `code`, `drop-query` and the like");
    return false;
  }

  void httpError(Cursor line) {
    new Reply(out, language, actions).read("http-error", line, Places.ANY_OF_HTTP);
  }

  /** Reads {@code match}, {@code on}, {@code store-request}, {@code store-response}. */
  void stick(Cursor line) {
    if (proxy.kind().equals("frontend")) return;
    String kind = line.next();
    int where = kind.equals("store-response") ? Places.STORE_RESPONSE : Places.USE_SERVER;
    if (!Set.of("match", "on", "store-request", "store-response").contains(kind)) return;
    if (!language.expression(line, where)) return;
    if (line.take("table")) {
      if (line.atEnd()) {
        out.error(HaproxyFindings.BAD_RULE, line.lastSpan(), "`table` needs a name", "write it");
        return;
      }
      Word table = line.words().get(line.index());
      language.references().use("table", table.located());
      line.next();
    } else {
      language.references().use("table", new dev.vipc.source.Located<>("", line.lastSpan()));
    }
    language.conditionOrEnd(line, where, "stick " + kind);
  }

  /** Takes note of a rule, and warns where one of a later kind stands above it. */
  void add(Proxy.RuleKind kind, List<Word> words) {
    for (Proxy.RuleKind other : proxy.rules()) {
      if (other.compareTo(kind) <= 0) continue;
      out.warning(
          HaproxyFindings.OUT_OF_ORDER,
          words.getFirst().span(),
          "this `%s` rule stands below a `%s` rule, and still runs before it"
              .formatted(kind.words, other.words),
          "move it above");
      break;
    }
    proxy.rules().add(kind);
  }
}
