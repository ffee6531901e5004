package dev.vipc.check.nginx;

import dev.vipc.syntax.Statement.Block;
import dev.vipc.syntax.Word;
import java.util.List;
import java.util.Set;

/** The condition of an {@code if} (ngx_http_rewrite_if_condition). */
final class Condition {
  private static final Set<String> COMPARISONS = Set.of("=", "!=");
  private static final Set<String> MATCHES = Set.of("~", "~*", "!~", "!~*");

  private Condition() {}

  static void check(Block block, Sink out) {
    List<Word> words = block.words();
    Word first = words.size() > 1 ? words.get(1) : words.getFirst();
    Word last = words.getLast();
    if (words.size() < 2 || !first.value().startsWith("(") || !last.value().endsWith(")")) {
      wrong(first, "the condition does not stand in round brackets", out);
      return;
    }
    int from = first.is("(") ? 2 : 1;
    int to = last.is(")") ? words.size() - 2 : words.size() - 1;
    if (from > to || out.isOpen(first.value())) {
      if (from > to) wrong(first, "the condition is empty", out);
      return;
    }
    String text = words.get(from).value();
    if (from == 1) text = text.substring(1);
    if (from == to && to == words.size() - 1 && text.endsWith(")"))
      text = text.substring(0, text.length() - 1);
    if (text.length() > 1 && text.startsWith("$")) comparison(words, from, to, out);
    else if (!text.matches("!?-[fdex]") || from + 1 != to)
      wrong(words.get(from), "`%s` begins no condition".formatted(text), out);
  }

  private static void comparison(List<Word> words, int from, int to, Sink out) {
    if (from == to) return;
    Word operator = words.get(from + 1);
    if (from + 2 != to)
      wrong(words.get(from), "a condition is a variable, an operator and a value", out);
    else if (MATCHES.contains(operator.value())) {
      String text = words.get(to).value();
      boolean bracket = to == words.size() - 1;
      Regex.check(words.get(to), bracket ? text.substring(0, text.length() - 1) : text, out);
    } else if (!COMPARISONS.contains(operator.value()))
      wrong(operator, "`%s` compares nothing".formatted(operator.value()), out);
  }

  private static void wrong(Word place, String message, Sink out) {
    out.error(
        NginxFindings.BAD_SETTING,
        place.span(),
        message,
        "write `if ($variable = value)`, `if ($variable ~ expression)` or `if (-f file)`");
  }
}
