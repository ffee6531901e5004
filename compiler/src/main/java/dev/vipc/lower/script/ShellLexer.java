package dev.vipc.lower.script;

import dev.vipc.lower.script.ShellWord.Part;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a POSIX shell script into simple commands: quotes, continuations, comments, pipes, lists,
 * here-documents and command substitutions. It knows no more of the grammar than where a command
 * begins and ends, which is what a check script needs to be understood.
 */
final class ShellLexer {
  private static final Set<String> RESERVED =
      Set.of("if", "then", "elif", "else", "fi", "while", "until", "do", "done", "!", "{", "}");
  private static final Pattern PARAMETER =
      Pattern.compile("\\$(?:([A-Za-z_]\\w*|[0-9@*#?$!-])|\\{([^{}\n]*)})");
  private static final Pattern BRACED = Pattern.compile("([A-Za-z_]\\w*)(?:(:?-)(.*))?");

  /** {@code <NAME>} of a template, which a shell would take as redirections. */
  private static final Pattern MARKED_HOLE = Pattern.compile("<[A-Z][A-Z0-9_ -]*>");

  private static final String ENDS_WORD = " \t\r\n;&|()<>";
  private static final int MAX_NESTING = 16;

  private final SourceFile file;
  private final String text;
  private final int end;
  private final int nesting;
  private final boolean captured;
  private int at;
  private int depth;
  private boolean closed;

  private final List<ShellCommand> commands;
  private final List<String> introducers = new ArrayList<>();
  private final List<ShellWord> words = new ArrayList<>();
  private final List<ShellWord> redirections = new ArrayList<>();
  private final List<String> hereDocuments = new ArrayList<>();
  private boolean piped;
  private boolean redirecting;

  private ShellLexer(
      SourceFile file, int start, int end, int nesting, boolean captured, List<ShellCommand> into) {
    this.file = file;
    this.text = file.text();
    this.at = start;
    this.end = end;
    this.nesting = nesting;
    this.captured = captured;
    this.commands = into;
  }

  /** The commands of a script; those of a substitution come before the one that holds it. */
  static List<ShellCommand> commands(Span script) {
    List<ShellCommand> all = new ArrayList<>();
    new ShellLexer(script.file(), script.start(), script.end(), 0, false, all).read();
    return all;
  }

  private void read() {
    while (at < end && !closed) step();
    endCommand(false);
  }

  private void step() {
    char c = text.charAt(at);
    switch (c) {
      case ' ', '\t', '\r' -> at++;
      case '\n' -> newline();
      case '#' -> at = lineEnd();
      case ';', '&' -> separator(c);
      case '|' -> pipe();
      case '(' -> open();
      case ')' -> close();
      case '<', '>' -> redirection(c);
      case '\\' -> backslash();
      default -> word();
    }
  }

  /** Before a line end it joins the lines; else it begins a word. */
  private void backslash() {
    boolean joins = at + 1 >= end || text.charAt(at + 1) == '\n';
    if (joins) at = Math.min(at + 2, end);
    else word();
  }

  private void newline() {
    endCommand(false);
    at++;
    for (String delimiter : hereDocuments) skipHereDocument(delimiter);
    hereDocuments.clear();
  }

  private void separator(char c) {
    if (c == '&' && at + 1 < end && text.charAt(at + 1) == '>') {
      at++;
      return;
    }
    endCommand(false);
    at++;
  }

  private void pipe() {
    boolean or = at + 1 < end && text.charAt(at + 1) == '|';
    endCommand(!or);
    at += or ? 2 : 1;
  }

  private void open() {
    endCommand(false);
    at++;
    depth++;
  }

  /** The end of a subshell, of a {@code case} pattern, or of the substitution being read. */
  private void close() {
    endCommand(false);
    at++;
    closed = nesting > 0 && depth == 0;
    depth = Math.max(0, depth - 1);
  }

  private void redirection(char c) {
    Matcher hole = MARKED_HOLE.matcher(text).region(at, end);
    if (c == '<' && hole.lookingAt()) {
      word();
      return;
    }
    dropDescriptor();
    boolean here = text.startsWith("<<", at) && !text.startsWith("<<<", at);
    while (at < end && "<>&|-".indexOf(text.charAt(at)) >= 0) at++;
    while (at < end && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) at++;
    if (at >= end || ENDS_WORD.indexOf(text.charAt(at)) >= 0) return;
    redirecting = true;
    word();
    redirecting = false;
    if (here) hereDocuments.add(redirections.removeLast().written());
  }

  /** The digit of {@code 2>} is no argument. */
  private void dropDescriptor() {
    if (words.isEmpty()) return;
    ShellWord last = words.getLast();
    if (last.span().end() == at && last.span().text().matches("\\d")) words.removeLast();
  }

  private void word() {
    int start = at;
    List<Part> parts = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    boolean quoted = false;
    while (at < end) {
      char c = text.charAt(at);
      if (c == '"') {
        quoted = !quoted;
        at++;
      } else if (c == '\'' && !quoted) {
        singleQuoted(plain);
      } else if (c == '\\') {
        escape(plain, quoted);
      } else if (c == '$' || c == '`') {
        expansion(parts, plain);
      } else if (quoted || ENDS_WORD.indexOf(c) < 0) {
        plain.append(c);
        at++;
      } else if (!hole(plain)) {
        break;
      }
    }
    flush(parts, plain);
    add(new ShellWord(parts, file.span(start, at)));
  }

  /** Takes {@code <NAME>} as text; whether there was one. */
  private boolean hole(StringBuilder plain) {
    Matcher hole = MARKED_HOLE.matcher(text).region(at, end);
    if (text.charAt(at) != '<' || !hole.lookingAt()) return false;
    plain.append(hole.group());
    at = hole.end();
    return true;
  }

  private void singleQuoted(StringBuilder plain) {
    int close = text.indexOf('\'', at + 1);
    int stop = close < 0 || close >= end ? end : close;
    plain.append(text, at + 1, stop);
    at = Math.min(stop + 1, end);
  }

  private void escape(StringBuilder plain, boolean quoted) {
    char next = at + 1 < end ? text.charAt(at + 1) : '\n';
    if (quoted && "$`\"\\\n".indexOf(next) < 0) plain.append('\\');
    if (next != '\n') plain.append(next);
    at = Math.min(at + 2, end);
  }

  private void expansion(List<Part> parts, StringBuilder plain) {
    int start = at;
    Matcher parameter = PARAMETER.matcher(text).region(at, end);
    if (text.startsWith("$((", at)) {
      int close = text.indexOf("))", at);
      at = close < 0 || close + 2 > end ? end : close + 2;
      flush(parts, plain);
      parts.add(new Part.Output(text.substring(start, at)));
    } else if (text.startsWith("$(", at)) {
      at = substitution(at + 2, end);
      flush(parts, plain);
      parts.add(new Part.Output(text.substring(start, at)));
    } else if (text.charAt(at) == '`') {
      int close = text.indexOf('`', at + 1);
      int stop = close < 0 || close >= end ? end : close;
      substitution(at + 1, stop);
      at = Math.min(stop + 1, end);
      flush(parts, plain);
      parts.add(new Part.Output(text.substring(start, at)));
    } else if (parameter.lookingAt()) {
      at = parameter.end();
      flush(parts, plain);
      parts.add(variable(parameter));
    } else {
      plain.append('$');
      at++;
    }
  }

  /** Reads commands up to the closing parenthesis; returns where the text after it begins. */
  private int substitution(int from, int until) {
    if (nesting == MAX_NESTING) return until;
    ShellLexer inner = new ShellLexer(file, from, until, nesting + 1, true, commands);
    inner.read();
    return inner.at;
  }

  private Part variable(Matcher parameter) {
    Span span = file.span(parameter.start(), parameter.end());
    String bare = parameter.group(1);
    if (bare != null) return new Part.Variable(bare, span.text(), "", false, span);
    Matcher braced = BRACED.matcher(parameter.group(2));
    if (!braced.matches()) return new Part.Output(span.text());
    String fallback = braced.group(3) == null ? "" : braced.group(3);
    boolean plain = braced.group(2) == null;
    return new Part.Variable(braced.group(1), span.text(), fallback, plain, span);
  }

  private static void flush(List<Part> parts, StringBuilder plain) {
    if (!plain.isEmpty()) parts.add(new Part.Text(plain.toString()));
    plain.setLength(0);
  }

  private void add(ShellWord word) {
    if (redirecting) redirections.add(word);
    else if (words.isEmpty() && RESERVED.contains(word.span().text()))
      introducers.add(word.span().text());
    else words.add(word);
  }

  private void endCommand(boolean pipes) {
    if (!words.isEmpty() || !redirections.isEmpty() || !introducers.isEmpty()) {
      commands.add(
          new ShellCommand(
              List.copyOf(introducers),
              List.copyOf(words),
              List.copyOf(redirections),
              piped,
              captured));
    }
    introducers.clear();
    words.clear();
    redirections.clear();
    piped = pipes;
  }

  private void skipHereDocument(String delimiter) {
    while (at < end) {
      int stop = lineEnd();
      String line = text.substring(at, stop).strip();
      at = Math.min(stop + 1, end);
      if (line.equals(delimiter)) return;
    }
  }

  private int lineEnd() {
    int newline = text.indexOf('\n', at);
    return newline < 0 || newline > end ? end : newline;
  }
}
