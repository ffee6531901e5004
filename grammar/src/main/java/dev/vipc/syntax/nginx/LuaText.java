package dev.vipc.syntax.nginx;

/**
 * Finds the brace that ends a block of Lua: braces in Lua's strings, long brackets and comments do
 * not count (the lexer of lua-nginx-module, ngx_http_lua_lex.c).
 */
final class LuaText {
  private final String text;
  private int at;

  private LuaText(String text, int at) {
    this.text = text;
    this.at = at;
  }

  /**
   * The offset of the closing brace of a block whose text begins at an offset; or the text's
   * length.
   */
  static int end(String text, int from) {
    return new LuaText(text, from).end();
  }

  private int end() {
    int depth = 1;
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '{' -> depth++;
        case '}' -> {
          if (--depth == 0) return at;
        }
        case '"', '\'' -> string(c);
        case '[' -> longBracket();
        case '-' -> comment();
        default -> {}
      }
      at++;
    }
    return text.length();
  }

  /** To the closing quote; a string ends with its line at the latest. */
  private void string(char quote) {
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\') at++;
      else if (c == quote || c == '\n') return;
    }
  }

  /** To the end of {@code [[ ]]} or {@code [==[ ]==]}, where one begins here. */
  private void longBracket() {
    int open = at + 1;
    while (open < text.length() && text.charAt(open) == '=') open++;
    if (open >= text.length() || text.charAt(open) != '[') return;
    int close = text.indexOf("]" + "=".repeat(open - at - 1) + "]", open);
    at = close < 0 ? text.length() : close + open - at;
  }

  private void comment() {
    if (!text.startsWith("--", at)) return;
    at += 2;
    if (text.startsWith("[", at)) {
      int before = at;
      longBracket();
      if (at != before) return;
    }
    int newline = text.indexOf('\n', at);
    at = newline < 0 ? text.length() : newline;
  }
}
