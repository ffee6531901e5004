package dev.vipc.check.haproxy;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code stick-table} lines, and the {@code table} lines of a {@code peers} section. */
final class StickTable {
  private static final Set<String> TYPES = Set.of("ip", "ipv6", "integer", "string", "binary");
  private static final Set<String> COUNTERS =
      Set.of(
          "server_id",
          "server_key",
          "server_name",
          "gpt0",
          "gpc0",
          "gpc1",
          "conn_cnt",
          "conn_cur",
          "sess_cnt",
          "http_req_cnt",
          "http_err_cnt",
          "http_fail_cnt",
          "bytes_in_cnt",
          "bytes_out_cnt",
          "glitch_cnt");

  /** With how many elements behind the name, 1 to 100. */
  private static final Set<String> ARRAYS = Set.of("gpt", "gpc", "gpc_rate");

  private static final int MOST_ELEMENTS = 100;
  private static final Set<String> RATES =
      Set.of(
          "gpc0_rate",
          "gpc1_rate",
          "conn_rate",
          "sess_rate",
          "http_req_rate",
          "http_err_rate",
          "http_fail_rate",
          "bytes_in_rate",
          "bytes_out_rate",
          "glitch_rate");

  private final Verdicts out;
  private final Language language;

  StickTable(Verdicts out, Language language) {
    this.out = out;
    this.language = language;
  }

  /**
   * @param name what rules call the table
   */
  void read(List<Word> words, String name) {
    Span line = words.getFirst().span();
    if (language.references().define("table", new Located<>(name, line)).isPresent()) {
      out.error(
          HaproxyFindings.DEFINED_TWICE,
          line,
          "`" + name + "` has a stick-table already",
          "delete one of the two");
      return;
    }
    Cursor rest = new Cursor(words, 1);
    boolean type = false;
    boolean size = false;
    while (!rest.atEnd()) {
      Span span = rest.span();
      String word = rest.next();
      boolean needsValue = !word.equals("nopurge");
      if (needsValue && rest.atEnd()) {
        refuse(span, "`" + word + "` needs a value");
        return;
      }
      Span at = rest.span();
      switch (word) {
        case "type" -> {
          String kind = rest.next();
          if (!TYPES.contains(kind)) {
            refuse(at, "`" + kind + "` is no type of a key");
            return;
          }
          type = true;
          if (rest.take("len") && Address.leading(rest.next()) <= 0) {
            refuse(rest.lastSpan(), "`len` needs a number");
            return;
          }
        }
        case "size" -> {
          size = true;
          String number = rest.next();
          if (!number.matches("0*[1-9]\\d*[kKmMgG]?")) {
            refuse(at, "`" + number + "` is no size");
            return;
          }
        }
        case "expire" -> {
          String time = rest.next();
          if (!Times.isTime(time)) {
            refuse(at, "`" + time + "` is no time");
            return;
          }
        }
        case "peers" -> language.references().use("peers", new Located<>(rest.next(), at));
        case "store" -> {
          if (!store(rest.next(), at)) return;
        }
        case "srvkey", "write-to", "recv-only", "brates-factor" -> rest.next();
        case "nopurge" -> {}
        default -> {
          refuse(span, "`" + word + "` is no argument of a stick-table");
          return;
        }
      }
    }
    if (!type) refuse(line, "the stick-table has no `type`");
    else if (!size) refuse(line, "the stick-table has no `size`");
  }

  private boolean store(String list, Span span) {
    var stored = new HashSet<String>();
    for (String item : split(list)) {
      int bracket = item.indexOf('(');
      String name = bracket < 0 ? item : item.substring(0, bracket);
      String inside =
          bracket < 0 ? "" : item.substring(bracket + 1).replaceFirst("\\).*", "").strip();
      if (!stored(name, item, inside, span)) return false;
      if (!stored.add(name))
        out.warning(
            HaproxyFindings.DEFINED_TWICE,
            span,
            "`" + name + "` is stored already",
            "write it once");
    }
    return true;
  }

  private boolean stored(String name, String item, String inside, Span span) {
    if (ARRAYS.contains(name)) return elements(name, inside, span);
    if (RATES.contains(name))
      return Times.isTime(inside)
          || refused(span, "`" + name + "` needs its period in parentheses");
    if (!COUNTERS.contains(name))
      return refused(span, "`" + item + "` is nothing that a stick-table stores");
    return inside.isEmpty() || refused(span, "`" + name + "` takes nothing in parentheses");
  }

  /** A count, and for rates a comma and the period. */
  private boolean elements(String name, String inside, Span span) {
    int comma = inside.indexOf(',');
    int count = Address.leading(comma < 0 ? inside : inside.substring(0, comma));
    if (count < 1 || count > MOST_ELEMENTS)
      return refused(
          span, "`%s` needs a count of 1..%d in parentheses".formatted(name, MOST_ELEMENTS));
    boolean period = comma >= 0 && Times.isTime(inside.substring(comma + 1).strip());
    return !name.equals("gpc_rate")
        || period
        || refused(span, "`gpc_rate` needs a period behind the count");
  }

  private boolean refused(Span span, String message) {
    refuse(span, message);
    return false;
  }

  /** At commas that stand outside of parentheses. */
  private static List<String> split(String list) {
    var items = new java.util.ArrayList<String>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      if (c == '(') depth++;
      if (c == ')') depth--;
      if (c == ',' && depth == 0) {
        items.add(list.substring(start, i));
        start = i + 1;
      }
    }
    if (start < list.length()) items.add(list.substring(start));
    return items;
  }

  private void refuse(Span span, String message) {
    out.error(
        HaproxyFindings.BAD_RULE,
        span,
        message,
        "write `type T size N [expire T] [peers P] [store LIST]`");
  }
}
