package dev.vipc.check.haproxy;

import dev.vipc.source.Span;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions as PCRE reads them, so far as Java can tell. */
final class Regexes {
  private Regexes() {}

  /** Reports an expression that is malformed; whether it is not. */
  static boolean check(String expression, Span span, Verdicts out) {
    String fault = fault(expression);
    if (fault.isEmpty()) return true;
    out.error(
        HaproxyFindings.BAD_RULE,
        span,
        "`%s` is no regular expression: %s".formatted(expression, fault),
        "mend the expression");
    return false;
  }

  /** What is wrong with it; empty where nothing is. */
  static String fault(String expression) {
    if (expression.matches("\\^[*+?].*")) return "a repetition has nothing to repeat";
    try {
      Pattern.compile(expression);
      return "";
    } catch (PatternSyntaxException e) {
      String why = String.valueOf(e.getDescription());
      // Java refuses more than PCRE; both refuse what is not closed
      if (why.startsWith("Unclosed group")) return "a parenthesis is not closed";
      if (why.startsWith("Unmatched closing")) return "a parenthesis closes nothing";
      if (why.startsWith("Unclosed character class")) return "a bracket is not closed";
      if (why.startsWith("Dangling meta")) return "a repetition has nothing to repeat";
      return "";
    }
  }
}
