package dev.vipc.keyword;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.keyword.NginxTable.Row;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Statement.Block;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.nginx.NginxFaults;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/** Holds the statements of nginx.conf against the table, one at a time. */
public final class NginxLines {
  /** NGX_CONF_MAX_ARGS, the directive's own name included. */
  private static final int MOST_WORDS = 8;

  /** Directives of any number of arguments, all from a fixed list. */
  private static final Set<String> PARAMETERS = Set.of("listen", "server");

  private final NginxTable table;
  private final KeywordReport report;
  private final Predicate<String> isThere;
  private final Reporter out;
  private final boolean asProgram;

  /**
   * @param asProgram whether to say what the program would of the text as it stands, whatever a
   *     template engine could make of it
   * @param isThere whether nginx has a part, as the table's {@code build} names it
   */
  public NginxLines(
      NginxTable table,
      Release release,
      boolean asProgram,
      Predicate<String> isThere,
      Reporter out) {
    this.table = table;
    this.report = new KeywordReport("nginx", release, out, asProgram, false);
    this.asProgram = asProgram;
    this.isThere = isThere;
    this.out = out;
  }

  /**
   * Checks one statement's keyword, place, form and arguments, as nginx does before it looks at
   * what they mean.
   *
   * @return its row, where nothing is wrong with it
   */
  public Optional<Row> check(Statement statement, NginxContext context) {
    List<Word> line = statement.words();
    if (line.isEmpty() || isOpen(statement.keyword())) return Optional.empty();
    Optional<Row> found = table.find(statement.keyword(), context, report.release());
    if (found.isEmpty()) {
      unknown(line, context);
      return Optional.empty();
    }
    Row row = found.get();
    int before = report.complaints();
    if (!isBuiltIn(line, row) || !report.checkRelease(line, 0, row.keyword()))
      return Optional.empty();
    if (statement instanceof Block != row.keyword().beginsBlock()) form(statement, row);
    else if (!row.takes(line.size() - 1) || tooMany(line, row)) count(statement, context, row);
    else if (PARAMETERS.contains(statement.keyword()) && nextDirective(line, context).isPresent())
      missingSemicolon(line, nextDirective(line, context).get());
    else values(line, row);
    boolean sound = report.complaints() == before || row.keyword().deprecatedIn(report.release());
    return sound ? found : Optional.empty();
  }

  private static boolean tooMany(List<Word> line, Row row) {
    boolean fixed = row.counts().stream().allMatch(count -> Character.isDigit(count.charAt(0)));
    return fixed
        && row.counts().stream().noneMatch(count -> count.endsWith("+"))
        && line.size() > MOST_WORDS;
  }

  private boolean isBuiltIn(List<Word> line, Row row) {
    Optional<String> build = row.keyword().build();
    if (build.isEmpty() || isThere.test(build.get())) return true;
    if (asProgram)
      report.notBuiltIn(
          line,
          "`%s` belongs to the module `%s`, which is not loaded"
              .formatted(row.keyword().name(), build.get()),
          "load the module with `load_module`, or delete the line");
    return false;
  }

  private void unknown(List<Word> line, NginxContext context) {
    String word = line.getFirst().value();
    List<NginxContext> elsewhere = table.contexts(word);
    if (!elsewhere.isEmpty()) {
      List<String> names = elsewhere.stream().map(NginxContext::shown).toList();
      report.misplaced(
          line,
          line.getFirst().located(),
          context.shown(),
          "it belongs in " + String.join(" or ", names));
      return;
    }
    Optional<String> near =
        NearestWord.of(word, table.words(context)).map(name -> "write `" + name + "`");
    report.unknown(line, 0, "directive %s", near);
  }

  private void form(Statement statement, Row row) {
    List<Word> line = statement.words();
    if (row.keyword().beginsBlock())
      report.missing(line, 0, row.keyword(), "a block: `{` instead of `;`");
    else
      report.surplus(
          line, 0, "`%s` begins no block".formatted(row.keyword().name()), "end it with `;`");
  }

  /** Too few or too many arguments; a missing semicolon makes two directives one. */
  private void count(Statement statement, NginxContext context, Row row) {
    List<Word> line = statement.words();
    Optional<Integer> next = nextDirective(line, context);
    if (next.isPresent()) {
      missingSemicolon(line, next.get());
      return;
    }
    int arguments = line.size() - 1;
    if (arguments < row.fewest()) {
      report.missing(line, 0, row.keyword(), expected(row));
      return;
    }
    report.surplus(
        line,
        Math.min(line.size() - 1, row.fewest() + 1),
        "`%s` takes %s, not %d".formatted(row.keyword().name(), expected(row), arguments),
        "delete what is too much, or put an argument with blanks in quotes");
  }

  private static String expected(Row row) {
    List<String> counts = row.counts();
    return switch (counts.getFirst()) {
      case "flag" -> "`on` or `off`";
      case "1+" -> "at least 1 argument";
      case "2+" -> "at least 2 arguments";
      case "0" -> counts.size() == 1 ? "no argument" : arguments(counts);
      default -> arguments(counts);
    };
  }

  private static String arguments(List<String> counts) {
    return String.join(" or ", counts)
        + (counts.getLast().equals("1") ? " argument" : " arguments");
  }

  /** The first word on a line of its own that is a directive here. */
  private Optional<Integer> nextDirective(List<Word> line, NginxContext context) {
    for (int i = 1; i < line.size(); i++) {
      Word word = line.get(i);
      String between = word.span().file().text().substring(line.get(i - 1).end(), word.start());
      if (between.indexOf('\n') >= 0
          && table.find(word.value(), context, report.release()).isPresent()) return Optional.of(i);
    }
    return Optional.empty();
  }

  private void missingSemicolon(List<Word> line, int next) {
    Word last = line.get(next - 1);
    out.report(
        Diagnostic.of(
                NginxFaults.MISSING_SEMICOLON,
                last.span(),
                "`%s` is not ended by `;`, so `%s` is read as its argument"
                    .formatted(line.getFirst().value(), line.get(next).value()))
            .also(line.get(next).span(), "a directive of its own")
            .help("write `;` behind `%s`".formatted(last.value()))
            .fix(
                Fix.replace(
                    last.span().file().span(last.end(), last.end()),
                    ";",
                    "write the missing `;`")));
    report.complain();
  }

  private void values(List<Word> line, Row row) {
    switch (row.value()) {
      case "buffers" -> {
        value(line, 1, isPositive(NginxValues.number(line.get(1).value())), "a number above 0");
        value(
            line,
            2,
            isPositive(NginxValues.bytes(line.get(2).value(), false)),
            "a size above 0 such as 8k");
      }
      case "choices", "choice" -> {
        for (int i = 1; i < line.size(); i++) choice(line, i, row);
      }
      case "flag" -> {
        String text = line.get(1).value();
        boolean fits = text.equalsIgnoreCase("on") || text.equalsIgnoreCase("off");
        value(line, 1, fits, "`on` or `off`");
      }
      case "number" -> number(line, row);
      case "size" ->
          value(
              line,
              1,
              NginxValues.bytes(line.get(1).value(), false).isPresent(),
              "a size such as 16k");
      case "size-or-variable" -> {
        String text = line.get(1).value();
        boolean fits = text.contains("$") || NginxValues.bytes(text, false).isPresent();
        value(line, 1, fits, "a size such as 16k");
      }
      case "offset" ->
          value(
              line,
              1,
              NginxValues.bytes(line.get(1).value(), true).isPresent(),
              "a size such as 1g");
      case "msec" ->
          value(
              line,
              1,
              NginxValues.millis(line.get(1).value()).isPresent(),
              "a time such as 10s or 500ms");
      case "sec" ->
          value(
              line,
              1,
              NginxValues.seconds(line.get(1).value()).isPresent(),
              "a time of whole seconds such as 10s");
      default -> {}
    }
  }

  private static boolean isPositive(OptionalLong number) {
    return number.isPresent() && number.getAsLong() > 0;
  }

  private void number(List<Word> line, Row row) {
    OptionalLong number = NginxValues.number(line.get(1).value());
    value(line, 1, number.isPresent(), "a whole number");
    String range = row.keyword().field("range");
    if (number.isEmpty() || range.isEmpty()) return;
    int dots = range.indexOf("..");
    long low = Long.parseLong(range.substring(0, dots));
    long high =
        dots + 2 == range.length() ? Long.MAX_VALUE : Long.parseLong(range.substring(dots + 2));
    if (number.getAsLong() < low || number.getAsLong() > high)
      report.value(
          KeywordFindings.OUT_OF_RANGE,
          line,
          1,
          "`%s` is outside of %s".formatted(line.get(1).value(), range),
          "write a number within the range");
  }

  private void choice(List<Word> line, int at, Row row) {
    String text = line.get(at).value();
    if (isOpen(text) || row.words().stream().anyMatch(text::equalsIgnoreCase)) return;
    Optional<String> near = NearestWord.of(text, row.words()).map(word -> "write `" + word + "`");
    report.value(
        KeywordFindings.UNKNOWN_CHOICE,
        line,
        at,
        "`%s` is not one of %s".formatted(text, String.join(", ", row.words())),
        near.orElse("write one of them"));
  }

  private void value(List<Word> line, int at, boolean fits, String what) {
    String text = line.get(at).value();
    if (fits || isOpen(text)) return;
    report.value(
        KeywordFindings.WRONG_TYPE,
        line,
        at,
        "`%s` is not %s".formatted(text, what),
        "`%s` takes %s".formatted(line.getFirst().value(), what));
  }

  /** Whether a template engine has yet to say what stands here. */
  public boolean isOpen(String text) {
    return !asProgram
        && (text.contains("{{")
            || text.contains("{%")
            || text.indexOf('<') >= 0
            || text.contains("${"));
  }

  /** The context that knows the most of these statements; of several the outermost. */
  public static NginxContext likeliest(NginxTable table, List<Statement> statements) {
    return Arrays.stream(NginxContext.values())
        .max(
            Comparator.comparingLong((NginxContext context) -> known(table, statements, context))
                .thenComparing(Comparator.comparing(NginxContext::ordinal).reversed()))
        .orElse(NginxContext.MAIN);
  }

  private static long known(NginxTable table, List<Statement> statements, NginxContext context) {
    long known = 0;
    for (Statement statement : statements) {
      if (!isKnown(table, statement, context)) continue;
      known++;
      Optional<NginxContext> inner = context.inside(statement.keyword());
      if (inner.isPresent() && statement instanceof Block block)
        for (Statement line : block.body()) if (isKnown(table, line, inner.get())) known++;
    }
    return known;
  }

  private static boolean isKnown(NginxTable table, Statement statement, NginxContext context) {
    return table.all(statement.keyword()).stream()
        .anyMatch(
            row ->
                row.standsIn(context) && statement instanceof Block == row.keyword().beginsBlock());
  }
}
