package dev.vipc.syntax.haproxy;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.Span;
import dev.vipc.syntax.SyntaxFaults;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of a word with quotes or escapes, as parse_line() of HAProxy 2.6 makes it; variables in
 * double quotes stay as written.
 */
final class QuotedWord {
  private static final char NONE = 0;

  /** With a dot, one of HAProxy's own (tools.c, parse_line()). */
  private static final String NAME = "(?:[A-Za-z_]\\w*|\\.(?:LINE|FILE|SECTION)(?!\\w))";

  private static final Pattern VARIABLE =
      Pattern.compile("\\$(NAME|\\{NAME(\\[\\*])?(-[^}]*)?})".replace("NAME", NAME));

  private final Span span;
  private final String raw;
  private final Reporter out;
  private char quote = NONE;
  private int openQuote;
  private boolean variablesHold = true;

  QuotedWord(Span span, Reporter out) {
    this.span = span;
    this.raw = span.text();
    this.out = out;
  }

  String value() {
    StringBuilder value = new StringBuilder(raw.length());
    for (int at = 0; at < raw.length(); ) {
      char c = raw.charAt(at);
      if (c == '\\' && quote != '\'') {
        at = escape(at, value);
      } else if (isQuote(c)) {
        quote = quote == NONE ? c : NONE;
        openQuote = at++;
      } else {
        if (c == '$' && quote == '"' && variablesHold) variable(at);
        value.append(c);
        at++;
      }
    }
    return value.toString();
  }

  /** Where the quote stands that no other closed, relative to the word; known after the value. */
  int openQuote() {
    return openQuote;
  }

  private boolean isQuote(char c) {
    return quote == NONE ? c == '"' || c == '\'' : c == quote;
  }

  /** Appends what the escape at {@code at} means, and tells where the text after it begins. */
  private int escape(int at, StringBuilder value) {
    if (at + 1 == raw.length()) {
      value.append('\\');
      return at + 1;
    }
    char c = raw.charAt(at + 1);
    switch (c) {
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case '\\', ' ', '#', '"', '\'' -> value.append(c);
      case 'x' -> {
        return hexadecimal(at, value);
      }
      case '$' -> value.append(quote == '"' ? "$" : "\\$");
      default -> value.append('\\').append(c);
    }
    return at + 2;
  }

  private void variable(int at) {
    Matcher variable = VARIABLE.matcher(raw).region(at, raw.length());
    variablesHold = variable.lookingAt();
    if (variablesHold) return;
    out.report(
        Diagnostic.of(
                SyntaxFaults.BAD_VARIABLE,
                span.part(at, at + 1),
                "this `$` begins no variable, as it must in double quotes")
            .help("use single quotes, or write a backslash before it"));
  }

  private int hexadecimal(int at, StringBuilder value) {
    int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 2), 16) : -1;
    int low = at + 3 < raw.length() ? Character.digit(raw.charAt(at + 3), 16) : -1;
    if (high >= 0 && low >= 0) {
      value.append((char) (high * 16 + low));
      return at + 4;
    }
    out.report(
        Diagnostic.of(
                SyntaxFaults.BAD_ESCAPE,
                span.part(at, at + 2),
                "`\\x` is not followed by two hexadecimal digits")
            .help("write two digits, or `\\\\x` where a backslash is meant"));
    value.append("\\x");
    return at + 2;
  }
}
