package dev.vipc.check.haproxy;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the actions of rules and their arguments, up to the condition. */
final class Actions {
  private static final Set<String> LOG_LEVELS =
      Set.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug", "silent");

  /** What follows each action: E an expression, F a format, R a regular expression, W a word. */
  private static final Map<String, String> SHAPES =
      Map.ofEntries(
          Map.entry("allow", ""),
          Map.entry("accept", ""),
          Map.entry("reject", ""),
          Map.entry("close", ""),
          Map.entry("disable-l7-retry", ""),
          Map.entry("wait-for-handshake", ""),
          Map.entry("unset-var", ""),
          Map.entry("sc-inc-gpc", ""),
          Map.entry("sc-inc-gpc0", ""),
          Map.entry("sc-inc-gpc1", ""),
          Map.entry("add-header", "WF"),
          Map.entry("set-header", "WF"),
          Map.entry("early-hint", "WF"),
          Map.entry("replace-header", "WRF"),
          Map.entry("replace-value", "WRF"),
          Map.entry("set-path", "F"),
          Map.entry("set-pathq", "F"),
          Map.entry("set-query", "F"),
          Map.entry("set-uri", "F"),
          Map.entry("set-method", "F"),
          Map.entry("replace-path", "RF"),
          Map.entry("replace-pathq", "RF"),
          Map.entry("replace-uri", "RF"),
          Map.entry("set-var", "E"),
          Map.entry("set-var-fmt", "f"),
          Map.entry("set-src", "E"),
          Map.entry("set-dst", "E"),
          Map.entry("set-src-port", "E"),
          Map.entry("set-dst-port", "E"),
          Map.entry("set-priority-class", "E"),
          Map.entry("set-priority-offset", "E"),
          Map.entry("do-resolve", "E"),
          Map.entry("add-acl", "F"),
          Map.entry("del-acl", "F"),
          Map.entry("del-map", "F"),
          Map.entry("set-map", "FF"),
          Map.entry("use-service", "S"),
          Map.entry("cache-use", "C"),
          Map.entry("cache-store", "C"),
          Map.entry("set-log-level", "L"),
          Map.entry("set-nice", "W"),
          Map.entry("send-spoe-group", "WW"),
          Map.entry("expect-proxy", "W"),
          Map.entry("expect-netscaler-cip", "W"));

  private final Verdicts out;
  private final Language language;
  private final Proxy proxy;

  Actions(Verdicts out, Language language, Proxy proxy) {
    this.out = out;
    this.language = language;
    this.proxy = proxy;
  }

  /**
   * Reads an action.
   *
   * @return whether it is good, and the condition may follow
   */
  boolean read(String kind, Cursor line, int where) {
    if (line.atEnd()) return refuse(line.lastSpan(), "`" + kind + "` needs an action");
    Span span = line.span();
    String word = line.next();
    int bracket = word.indexOf('(');
    String action = bracket < 0 ? word : word.substring(0, bracket);
    if (action.startsWith("lua.")) return lua(action, line, span);
    if (!inBrackets(action, word, bracket, span)) return false;
    String shape = SHAPES.get(action);
    return shape != null
        ? arguments(kind + " " + action, shape, line, where)
        : special(kind, action, line, where, span);
  }

  private boolean lua(String action, Cursor line, Span span) {
    if (!language.samples().isLuaLoaded())
      return refuse(span, "`" + action + "` is registered by no Lua script");
    while (!line.atActionEnd()) line.next();
    return true;
  }

  /** What must stand in parentheses right behind the action's name. */
  private boolean inBrackets(String action, String word, int bracket, Span span) {
    boolean any = bracket >= 0 && word.endsWith(")");
    String inside = any ? word.substring(bracket + 1, word.length() - 1) : "";
    return switch (action) {
      case "set-var", "set-var-fmt", "unset-var" -> {
        if (!any) yield refuse(span, "`" + action + "` needs a variable in parentheses");
        int comma = inside.indexOf(',');
        boolean conditional = comma >= 0 && out.atLeast(2, 6);
        String name = conditional ? inside.substring(0, comma) : inside;
        List<String> conditions =
            conditional ? List.of(inside.substring(comma + 1).split(",", -1)) : List.of();
        yield Samples.isVariable(name)
            ? onConditions(action, conditions, span)
            : refuse(span, "`" + name + "` is no variable: " + References.SCOPES);
      }
      case "normalize-uri" ->
          language.hasGlobal("expose-experimental-directives")
              || refuse(
                  span,
                  "`normalize-uri` is experimental, and needs `expose-experimental-directives` in"
                      + " `global`");
      case "sc-inc-gpc0", "sc-inc-gpc1", "sc-set-gpt0" -> {
        boolean counter = Address.isNumber(inside) && Integer.parseInt(inside) <= mostCounter();
        yield !any || counter || refuse(span, "`" + inside + "` is no number of a counter");
      }
      case "do-resolve" -> {
        String[] parts = inside.split(",", -1);
        if (parts.length < 2)
          yield refuse(span, "`do-resolve` needs a variable and a resolvers section");
        language.references().use("resolvers", new Located<>(parts[1].strip(), span));
        yield Samples.isVariable(parts[0].strip())
            || refuse(span, "`" + parts[0] + "` is no variable: " + References.SCOPES);
      }
      default -> true;
    };
  }

  /** Behind the variable, up to the first that is empty (vars.c, parse_store()). */
  private boolean onConditions(String action, List<String> conditions, Span span) {
    for (String condition : conditions) {
      if (condition.isEmpty()) break;
      if (action.equals("unset-var"))
        return refuse(span, "`unset-var` takes no condition behind the variable");
      if (!Samples.CONDITIONS_OF_SETTING.contains(condition))
        return refuse(
            span,
            "`%s` is no condition to set a variable on: %s"
                .formatted(condition, String.join(", ", Samples.CONDITIONS_OF_SETTING)));
    }
    return true;
  }

  private boolean arguments(String action, String shape, Cursor line, int where) {
    for (int i = 0; i < shape.length(); i++) {
      Span span = line.span();
      if ("Ef".indexOf(shape.charAt(i)) < 0
          && (line.atEnd() || (line.atCondition() && i > 0 && shape.charAt(i) != 'F')))
        return refuse(line.lastSpan(), "`" + action + "` lacks an argument");
      boolean good =
          switch (shape.charAt(i)) {
            case 'E' -> language.expression(line, where);
            case 'F' -> format(line, where);
            case 'R' -> regex(line);
            case 'L' -> {
              String level = line.next();
              yield LOG_LEVELS.contains(level) || refuse(span, "`" + level + "` is no log level");
            }
            case 'f' -> line.atEnd() || format(line, where);
            case 'S' -> service(line, span);
            case 'C' -> {
              language.references().use("cache", new Located<>(line.next(), span));
              yield true;
            }
            default -> {
              line.next();
              yield true;
            }
          };
      if (!good) return false;
    }
    return true;
  }

  boolean format(Cursor line, int where) {
    Span span = line.span();
    String text = line.next();
    boolean good = language.formats().read(text, span, where);
    if (good && HttpFetches.in(text)) proxy.mark("http format", span);
    if (good && language.formats().wasRaw() && (where & Places.OF_TCP) == 0)
      language.formats().warnOfRaw(span);
    return good;
  }

  private boolean regex(Cursor line) {
    Span span = line.span();
    String text = line.next();
    return Regexes.check(text, span, out);
  }

  private boolean service(Cursor line, Span span) {
    String name = line.next();
    if (name.equals("prometheus-exporter") && out.atLeast(2, 0)) return true;
    if (name.startsWith("lua.") && language.samples().isLuaLoaded()) return true;
    return refuse(span, "no service is called `" + name + "`");
  }

  private boolean special(String kind, String action, Cursor line, int where, Span span) {
    return switch (action) {
      case "deny", "tarpit", "return" ->
          new Reply(out, language, this).read(kind + " " + action, line, where);
      case "auth" -> !line.take("realm") || format(line, where);
      case "del-header" -> {
        if (line.atEnd()) yield refuse(span, "`del-header` needs the header's name");
        line.next();
        if (line.take("-m")) line.next();
        yield true;
      }
      case "capture" -> capture(line, where);
      case "sc-set-gpt0", "sc-set-gpt", "sc-add-gpc" -> numberOrExpression(line, where);
      case "set-mark", "set-tos", "set-fc-mark", "set-fc-tos", "set-bc-mark", "set-bc-tos" ->
          mark(line, where);
      case "silent-drop" -> {
        if (line.take("rst-ttl")) line.next();
        yield true;
      }
      case "strict-mode" -> {
        String value = line.next();
        yield value.equals("on")
            || value.equals("off")
            || refuse(line.lastSpan(), "`strict-mode` takes `on` or `off`");
      }
      case "set-status" -> {
        String status = line.next();
        if (!Address.isNumber(status) || status.length() != 3)
          yield refuse(line.lastSpan(), "`set-status` needs a status of 100..999");
        if (line.take("reason")) line.next();
        yield true;
      }
      case "switch-mode" -> {
        if (!line.take("http")) yield refuse(span, "`switch-mode` takes `http`");
        if (line.take("proto")) {
          Protocols.check(new Word(line.peek(), line.span()), out);
          line.next();
        }
        proxy.mark("switch-mode", span);
        yield true;
      }
      case "wait-for-body" -> {
        if (!line.take("time")) yield refuse(span, "`wait-for-body` needs `time`");
        line.next();
        if (line.take("at-least")) line.next();
        yield true;
      }
      case "set-timeout" -> timeout(line, where);
      default -> track(action, line, where);
    };
  }

  private boolean timeout(Cursor line, int where) {
    Span span = line.span();
    String which = line.next();
    if (!Set.of("server", "tunnel", "client", "connect", "queue", "tarpit").contains(which))
      return refuse(span, "`set-timeout` takes `server` or `tunnel`");
    if (which.equals("client") && !out.atLeast(2, 9))
      return refuse(span, "`set-timeout client` is known since HAProxy 2.9");
    if (Times.isTime(line.peek())) {
      line.next();
      return true;
    }
    return language.expression(line, where);
  }

  private boolean track(String action, Cursor line, int where) {
    if (!action.startsWith("track-sc")) {
      while (!line.atActionEnd()) line.next();
      return true;
    }
    String counter = action.substring("track-sc".length());
    if (!Address.isNumber(counter) || Integer.parseInt(counter) > mostCounter())
      return refuse(line.lastSpan(), "`" + counter + "` is no number of a counter");
    if (!language.expression(line, where)) return false;
    Span span = line.span();
    String table = "";
    if (line.take("table")) {
      span = line.span();
      table = line.next();
    }
    language.references().use("table", new Located<>(table, span));
    return true;
  }

  /** Three counters, unless {@code tune.stick-counters} (2.8) says otherwise. */
  private int mostCounter() {
    return language.hasGlobal("tune.stick-counters") ? 99 : 2;
  }

  private boolean capture(Cursor line, int where) {
    if (!language.expression(line, where)) return false;
    Span span = line.span();
    String word = line.next();
    if (!word.equals("len") && !word.equals("id"))
      return refuse(span, "`capture` needs `len` or `id` and a number");
    if (!Address.isNumber(line.peek())) return refuse(line.span(), "`" + word + "` needs a number");
    int number = Integer.parseInt(line.next());
    if (word.equals("len")) proxy.settings().declareSlot();
    if (word.equals("id") && proxy.isFrontend()) proxy.useSlot(number, line.lastSpan());
    return true;
  }

  private boolean numberOrExpression(Cursor line, int where) {
    if (Address.isNumber(line.peek())) {
      line.next();
      return true;
    }
    return language.expression(line, where);
  }

  private boolean mark(Cursor line, int where) {
    String text = line.peek();
    boolean number = text.startsWith("0x") || Address.isNumber(text);
    if (number) {
      line.next();
      return true;
    }
    if (out.atLeast(3, 0)) return language.expression(line, where);
    return refuse(line.span(), "`" + text + "` is no number");
  }

  private boolean refuse(Span span, String message) {
    out.error(
        HaproxyFindings.BAD_RULE, span, message, "see the action in section 4.2 of the manual");
    return false;
  }
}
