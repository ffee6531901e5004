package dev.vipc.lower.kubevip;

import dev.vipc.lower.Holes;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The simple commands of a shell script, as far as a generated manifest needs: words, quotes,
 * comments, continued lines, and variables that are assigned a literal before they are used. A word
 * that is one such variable stands where its value was assigned.
 */
final class ShellCommands {
  private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)");
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)}|([A-Za-z_][A-Za-z0-9_]*))");

  private final SourceFile file;
  private final Holes holes;
  private final Map<String, Located<String>> variables = new HashMap<>();
  private final List<List<Located<String>>> commands = new ArrayList<>();
  private List<Located<String>> current = new ArrayList<>();

  ShellCommands(SourceFile file, Holes holes) {
    this.file = file;
    this.holes = holes;
  }

  List<List<Located<String>>> read() {
    String text = file.text();
    for (int at = 0; at < text.length(); ) {
      char c = text.charAt(at);
      if (c == '#') at = endOfLine(at);
      else if (text.startsWith("\\\n", at)) at += 2;
      else if (";|&\n".indexOf(c) >= 0) {
        end();
        at++;
      } else if (Character.isWhitespace(c)) at++;
      else at = word(at);
    }
    end();
    return commands;
  }

  private int word(int start) {
    String text = file.text();
    int at = start;
    while (at < text.length()
        && !Character.isWhitespace(text.charAt(at))
        && ";|&".indexOf(text.charAt(at)) < 0) at = afterPiece(at);
    take(text.substring(start, at), file.span(start, at));
    return at;
  }

  /** Behind a quoted part, an escaped character or a plain one. */
  private int afterPiece(int at) {
    String text = file.text();
    char c = text.charAt(at);
    if (c == '\\') return Math.min(text.length(), at + 2);
    int close = c == '"' || c == '\'' ? text.indexOf(c, at + 1) : at;
    return close < 0 ? text.length() : close + 1;
  }

  private int endOfLine(int at) {
    int end = file.text().indexOf('\n', at);
    return end < 0 ? file.text().length() : end;
  }

  private void take(String raw, Span span) {
    boolean leading = current.stream().allMatch(word -> word.value().equals("export"));
    Matcher assignment = ASSIGNMENT.matcher(raw);
    if (leading && assignment.matches()) {
      Span value = span.part(assignment.start(2), raw.length());
      holes.define(assignment.group(1));
      variables.put(assignment.group(1), expanded(unquoted(assignment.group(2), value)));
    } else current.add(expanded(unquoted(raw, span)));
  }

  private void end() {
    if (!current.isEmpty()) commands.add(List.copyOf(current));
    current = new ArrayList<>();
  }

  private static Located<String> unquoted(String raw, Span span) {
    boolean quoted = raw.length() > 1 && (raw.charAt(0) == '"' || raw.charAt(0) == '\'');
    boolean whole = quoted && raw.indexOf(raw.charAt(0), 1) == raw.length() - 1;
    return whole
        ? new Located<>(raw.substring(1, raw.length() - 1), span.part(1, raw.length() - 1))
        : new Located<>(raw, span);
  }

  private Located<String> expanded(Located<String> word) {
    Matcher whole = VARIABLE.matcher(word.value());
    if (whole.matches() && variables.containsKey(name(whole))) return value(name(whole), word);
    String text = VARIABLE.matcher(word.value()).replaceAll(m -> substitute(m, word));
    return new Located<>(text, word.span());
  }

  private String substitute(MatchResult variable, Located<String> word) {
    Located<String> unknown = new Located<>(variable.group(), word.span());
    return Matcher.quoteReplacement(value(name(variable), unknown).value());
  }

  private Located<String> value(String name, Located<String> whenUnknown) {
    return variables.getOrDefault(name, whenUnknown);
  }

  private static String name(MatchResult variable) {
    return variable.group(1) != null ? variable.group(1) : variable.group(2);
  }
}
