package dev.vipc.syntax.keepalived.reading;

import java.util.function.Consumer;

/** Takes comments and the blanks around a line off, as keepalived does. */
final class Comments {
  private Comments() {}

  /**
   * The line without its comment. {@code \#} and {@code \!} outside of quotes lose their backslash;
   * a backslash that ends the line stays, behind the last word, even if a comment is between.
   *
   * @param unterminated is told the index of a quote that is not closed
   */
  static TracedText off(TracedText line, Consumer<Integer> unterminated) {
    TracedText text = line.leadingBlanksOff();
    int quote = -1;
    int comment = -1;
    TracedText backslash = text.part(0, 0);
    for (int at = 0; at < text.length(); at++) {
      char c = text.at(at);
      if (c == '"' && comment < 0) quote = quote < 0 ? at : -1;
      if (c == '\\' && at + 1 == text.length()) {
        backslash = text.part(at);
        text = text.part(0, at);
      } else if (c == '\\') {
        boolean escapes = quote < 0 && (text.at(at + 1) == '#' || text.at(at + 1) == '!');
        if (escapes) text = text.without(at);
        else at++;
      } else if ((c == '#' || c == '!') && quote < 0 && comment < 0) comment = at;
    }
    if (quote >= 0) unterminated.accept(quote);
    if (comment >= 0) text = text.part(0, comment);
    return text.trailingBlanksOff().and(backslash);
  }
}
