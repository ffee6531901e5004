package dev.vipc.lower.keepalived;

import dev.vipc.lower.Holes;
import dev.vipc.source.Span;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts definitions ({@code $NAME=VALUE}) where they are used, in the order of the file, as
 * keepalived does; names that nothing defines are holes.
 */
final class Expansion {
  static final Set<String> INCLUDES =
      Set.of("include", "includer", "includem", "includew", "includeb", "includea");

  private static final Pattern DEFINITION =
      Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);

  /** Without braces a name counts only before a blank, a comma, a parenthesis or the line's end. */
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}|\\$([A-Za-z_][A-Za-z0-9_]*)(?=[,)\\s]|$)");

  private static final int MAX_ROUNDS = 16;

  /** keepalived's own limit of a line. */
  private static final int MAX_LINE = 1024;

  private final Holes holes;
  private final Map<String, String> definitions = new HashMap<>();
  private final Map<String, List<Statement>> manyLines = new HashMap<>();

  Expansion(Holes holes) {
    this.holes = holes;
  }

  List<Line> of(Document document) {
    if (includes(document.statements())) holes.defineAll();
    return expand(document.statements(), false);
  }

  /** A file that this one reads may define what is used here. */
  private static boolean includes(List<Statement> statements) {
    return statements.stream()
        .anyMatch(
            statement ->
                INCLUDES.contains(statement.keyword())
                    || statement instanceof Statement.Block(_, var body, _) && includes(body));
  }

  private List<Line> expand(List<Statement> statements, boolean conditional) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      Statement statement = statements.get(i);
      Matcher definition = DEFINITION.matcher(statement.keyword());
      if (definition.matches()) i += define(definition, statements, i);
      else lines.addAll(line(statement, conditional));
    }
    return lines;
  }

  /** Remembers a definition; returns how many of the statements after it belong to it. */
  private int define(Matcher definition, List<Statement> statements, int at) {
    Statement statement = statements.get(at);
    String name = definition.group(1);
    Span first = statement.keywordSpan();
    Span rest = statement.span().part(first.end() - first.start(), length(statement.span()));
    String value = (definition.group(2) + rest.text()).strip();
    holes.define(name);
    manyLines.remove(name);
    if (!value.endsWith("\\")) {
      definitions.put(name, value);
      return 0;
    }
    List<Statement> body = new ArrayList<>();
    int next = at + 1;
    for (boolean more = true; more && next < statements.size(); next++) {
      body.add(statements.get(next));
      more = continues(statements.get(next));
    }
    manyLines.put(name, body);
    return next - at - 1;
  }

  private List<Line> line(Statement statement, boolean conditional) {
    String keyword = statement.keyword();
    String name = keyword.startsWith("$") ? keyword.replaceAll("[${}]", "") : "";
    List<Statement> many = manyLines.remove(name);
    if (many != null) return expandOnce(name, many, conditional);
    boolean marked = keyword.startsWith("@") || keyword.startsWith("~");
    List<Word> words = substituted(unmarked(statement.words()));
    List<Line> body =
        switch (statement) {
          case Statement.Directive _ -> List.of();
          case Statement.Block(_, var inner, _) -> expand(inner, conditional || marked);
        };
    boolean block = statement instanceof Statement.Block;
    // what is left of a brace that closes a block on some hosts: `@ID }`
    if (marked && words.isEmpty() && !block) return List.of();
    return List.of(new Line(words, body, block, conditional || marked, statement.span()));
  }

  /** A definition that names itself must not expand for ever, so it is away while it expands. */
  private List<Line> expandOnce(String name, List<Statement> many, boolean conditional) {
    List<Line> lines =
        expand(many.stream().map(Expansion::withoutContinuation).toList(), conditional);
    manyLines.put(name, many);
    return lines;
  }

  private static boolean continues(Statement statement) {
    return !statement.words().isEmpty() && statement.words().getLast().value().endsWith("\\");
  }

  private static Statement withoutContinuation(Statement statement) {
    if (!(statement instanceof Statement.Directive(var words, var span))) return statement;
    Word last = words.getLast();
    if (!last.value().endsWith("\\") || words.size() == 1 && last.is("\\")) return statement;
    List<Word> kept = new ArrayList<>(words.subList(0, words.size() - 1));
    if (!last.is("\\"))
      kept.add(
          new Word(
              last.value().substring(0, last.value().length() - 1),
              last.span().part(0, length(last.span()) - 1)));
    return new Statement.Directive(kept, span);
  }

  /** Without a leading {@code @id}; a {@code ~SEQ(...)} goes with the blanks inside it. */
  private static List<Word> unmarked(List<Word> words) {
    if (words.isEmpty()) return words;
    String first = words.getFirst().value();
    if (first.startsWith("@")) return words.subList(1, words.size());
    if (!first.startsWith("~")) return words;
    int end = 0;
    while (end < words.size() && words.get(end).value().indexOf(')') < 0) end++;
    return words.subList(Math.min(end + 1, words.size()), words.size());
  }

  private List<Word> substituted(List<Word> words) {
    List<Word> result = new ArrayList<>(words.size());
    for (Word word : words) {
      holes(word);
      if (word.value().indexOf('$') < 0) result.add(word);
      else result.addAll(substituted(word));
    }
    return result;
  }

  /** A value with blanks becomes several words, unless it stands within quotes. */
  private List<Word> substituted(Word word) {
    String value = word.value();
    for (int round = 0; round < MAX_ROUNDS && value.length() < MAX_LINE; round++) {
      String next =
          REFERENCE.matcher(value).replaceAll(m -> Matcher.quoteReplacement(replacement(m)));
      if (next.equals(value)) break;
      value = next;
    }
    if (word.span().text().startsWith("\"") || value.indexOf(' ') < 0 || value.equals(word.value()))
      return List.of(new Word(value, word.span()));
    List<Word> several = new ArrayList<>();
    for (String part : value.strip().split("\\s+")) several.add(new Word(part, word.span()));
    return several;
  }

  private String replacement(MatchResult reference) {
    String name = reference.group(1) != null ? reference.group(1) : reference.group(2);
    return definitions.getOrDefault(name, reference.group());
  }

  /** A mail address in angle brackets is no hole. */
  private void holes(Word word) {
    if (!word.value().matches(".*<[^<>]*@[^<>]*>.*")) holes.in(word.located());
  }

  private static int length(Span span) {
    return span.end() - span.start();
  }
}
