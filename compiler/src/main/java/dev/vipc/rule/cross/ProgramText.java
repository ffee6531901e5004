package dev.vipc.rule.cross;

import dev.vipc.source.SourceFile;
import java.util.BitSet;
import java.util.regex.Pattern;

/**
 * Tells which characters of a file its program reads as words: not comments, not quoted text, and
 * in YAML not the text of a block scalar. Approximate where a language has rarer forms (here
 * documents, for one).
 */
public final class ProgramText {
  /** How a kind of file writes comments and quotes. */
  public enum Language {
    KEEPALIVED,
    HAPROXY,
    SHELL,
    YAML,
    LIST;

    /** The language of a file kind; kinds that vipc reads as YAML are the rest. */
    public static Language of(String kind) {
      return switch (kind) {
        case "keepalived" -> KEEPALIVED;
        case "haproxy", "nginx" -> HAPROXY;
        case "hosts", "host-list", "systemd-unit" -> LIST;
        default -> kind.contains("script") ? SHELL : YAML;
      };
    }
  }

  private static final Pattern BLOCK_SCALAR =
      Pattern.compile(".*[:\\-]\\s+[|>][+-]?\\d?[+-]?\\s*(#.*)?");

  private final String text;
  private final Language language;
  private final BitSet read = new BitSet();
  private char quote;
  private int blockIndent = -1;

  private ProgramText(SourceFile file, Language language) {
    this.text = file.text();
    this.language = language;
  }

  /** The offsets of the characters that are read as words; line ends are not among them. */
  public static BitSet of(SourceFile file, Language language) {
    ProgramText text = new ProgramText(file, language);
    int start = 0;
    while (start < text.text.length()) {
      int end = file.text().indexOf('\n', start);
      if (end < 0) end = text.text.length();
      text.line(start, end);
      start = end + 1;
    }
    return text.read;
  }

  private void line(int start, int end) {
    if (language == Language.YAML && inBlockScalar(start, end)) return;
    if (language != Language.YAML && language != Language.SHELL) quote = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\' && quote == '"') i++;
        else if (c == quote) quote = 0;
      } else if (c == '\\' && language != Language.YAML) {
        read.set(i, Math.min(i + 2, end));
        i++;
      } else if (isComment(c, i, start)) {
        return;
      } else if (opensQuote(c, i, start)) {
        quote = c;
      } else {
        read.set(i);
      }
    }
  }

  private boolean isComment(char c, int at, int lineStart) {
    if (c == '!') return language == Language.KEEPALIVED;
    if (c != '#') return false;
    return switch (language) {
      case KEEPALIVED, HAPROXY -> true;
      case SHELL, YAML, LIST -> at == lineStart || isBlank(text.charAt(at - 1));
    };
  }

  private boolean opensQuote(char c, int at, int lineStart) {
    return switch (language) {
      case KEEPALIVED -> c == '"';
      case HAPROXY, SHELL -> c == '"' || c == '\'';
      case LIST -> false;
      case YAML -> (c == '"' || c == '\'') && startsScalar(at, lineStart);
    };
  }

  private boolean startsScalar(int at, int lineStart) {
    int before = at - 1;
    while (before >= lineStart && isBlank(text.charAt(before))) before--;
    return before < lineStart || ":-,[{?".indexOf(text.charAt(before)) >= 0;
  }

  private boolean inBlockScalar(int start, int end) {
    int first = start;
    while (first < end && text.charAt(first) == ' ') first++;
    boolean empty = first == end;
    if (blockIndent >= 0 && (empty || first - start > blockIndent)) return true;
    blockIndent = -1;
    if (BLOCK_SCALAR.matcher(text.substring(start, end)).matches()) blockIndent = first - start;
    return false;
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\u000B';
  }
}
