package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.VERBATIM;
import static dev.vipc.imports.ImportNotes.WITHOUT_EFFECT;
import static dev.vipc.imports.ImportNotes.WRITTEN_ANEW;

import dev.vipc.spec.Program;
import dev.vipc.syntax.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of one node's keepalived.conf stays as it is, its definitions put where they are used. */
final class KeepalivedVerbatim {
  private static final Pattern DEFINITION =
      Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);

  /** Without braces a name counts only before a blank, a comma, a parenthesis or the line's end. */
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{([A-Za-z_]\\w*)}|\\$([A-Za-z_]\\w*)(?=[,)\\s\"]|$)");

  private final String node;
  private final Extras extras;
  private final Notes notes;
  private final Predicate<Statement> ignored;
  private final Map<String, String> definitions = new HashMap<>();

  KeepalivedVerbatim(String node, Sink sink) {
    this.node = node;
    this.extras = sink.extras();
    this.notes = sink.notes();
    this.ignored = sink::isIgnoredByProgram;
  }

  Notes notes() {
    return notes;
  }

  /** Takes a definition in; false for any other line. */
  boolean define(Statement.Directive line) {
    Matcher definition = DEFINITION.matcher(Extras.words(line));
    if (!definition.matches()) return false;
    definitions.put(definition.group(1), definition.group(2));
    notes.add(
        WRITTEN_ANEW,
        line.span(),
        "`$%s`: its value is written where it is used".formatted(definition.group(1)));
    return true;
  }

  /** Keeps a block that is a section of its own. */
  void whole(Statement.Block block) {
    if (block.words().isEmpty() || ignored.test(block)) {
      notes.add(WITHOUT_EFFECT, block.keywordSpan(), "keepalived ignores this block");
      return;
    }
    section(
        block, block.body().stream().flatMap(line -> Extras.withComments(line).stream()).toList());
  }

  /** Keeps lines as the body of a block. */
  void section(Statement.Block block, List<String> lines) {
    noteVerbatim(block, "as a section of its own");
    List<String> all = new ArrayList<>();
    Comments.above(block.keywordSpan()).forEach(comment -> all.add("# " + comment));
    Comments.behind(Extras.head(block)).ifPresent(comment -> all.add("# " + comment));
    lines.forEach(line -> all.add(expanded(line)));
    extras.add(Program.KEEPALIVED, node, expanded(Extras.words(block)), all);
  }

  /** Keeps a line at the end of a section that build writes. */
  void keep(Statement line, String section) {
    if (ignored.test(line)) {
      notes.add(
          WITHOUT_EFFECT, line.span(), "keepalived ignores `%s`".formatted(Extras.words(line)));
      return;
    }
    if (line instanceof Statement.Block(_, var body, _) && body.isEmpty()) {
      notes.add(WITHOUT_EFFECT, line.keywordSpan(), "`%s` is empty".formatted(Extras.words(line)));
      return;
    }
    noteVerbatim(line, "in `%s`".formatted(section));
    extras.add(
        Program.KEEPALIVED,
        node,
        section,
        Extras.withComments(line).stream().map(this::expanded).toList());
  }

  private void noteVerbatim(Statement line, String where) {
    notes.add(
        VERBATIM, line.keywordSpan(), "`%s` is kept verbatim %s".formatted(line.keyword(), where));
  }

  /** With the values of the definitions above; a name that nothing defines stays. */
  String expanded(String line) {
    return REFERENCE
        .matcher(line)
        .replaceAll(
            reference -> {
              String name = Optional.ofNullable(reference.group(1)).orElse(reference.group(2));
              return Matcher.quoteReplacement(definitions.getOrDefault(name, reference.group()));
            });
  }
}
