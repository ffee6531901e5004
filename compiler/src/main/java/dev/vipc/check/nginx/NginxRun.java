package dev.vipc.check.nginx;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.keyword.NginxContext;
import dev.vipc.keyword.NginxLines;
import dev.vipc.keyword.NginxTable;
import dev.vipc.keyword.NginxTable.Row;
import dev.vipc.keyword.NginxVariables;
import dev.vipc.keyword.Release;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Statement.Block;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One reading of a configuration, as {@code nginx -t} goes over it. */
public final class NginxRun {
  /** The parts that nginx.org's packages and images have, and Debian has as packages. */
  private static final Set<String> OFFICIAL = Set.of("stream", "mail");

  /** What is nested deeper is not looked at; the reader of the text says so. */
  private static final int MOST_DEPTH = 60;

  private final NginxTable table;
  private final Release release;
  private final boolean asProgram;
  private final Reporter out;

  /**
   * @param asProgram whether to give the program's verdict; else what lint says, which knows that a
   *     file may be a part of another one, or wait for a template engine
   */
  public NginxRun(NginxTable table, Release release, boolean asProgram, Reporter out) {
    this.table = table;
    this.release = release;
    this.asProgram = asProgram;
    this.out = out;
  }

  /** Checks a main file with all that it includes. */
  public void check(SourceFile main, Expanded source) {
    List<Statement> statements = source.statements();
    NginxContext top =
        asProgram || isWhole(statements)
            ? NginxContext.MAIN
            : NginxLines.likeliest(table, statements);
    NginxLines lines =
        new NginxLines(table, release, asProgram, build -> isThere(build, source), out);
    Sink sink = new Sink(lines, asProgram, out);
    boolean complete = source.unread().isEmpty() && top == NginxContext.MAIN;
    new Walk(lines, sink, complete).block(statements, top, Optional.empty());
    boolean unread = source.unread().stream().anyMatch(u -> u.pattern().contains("modules"));
    if (asProgram) assumptions(source, sink, statements);
    if (asProgram && statements.stream().noneMatch(s -> s.keyword().equals("events")) && !unread)
      out.report(
          Diagnostic.of(NginxFindings.NO_EVENTS, main.startOfFile(), "there is no `events` block")
              .help("write `events {}`"));
  }

  private static boolean isWhole(List<Statement> statements) {
    return statements.stream()
        .filter(Block.class::isInstance)
        .anyMatch(s -> Set.of("events", "http", "stream").contains(s.keyword()));
  }

  /** What the file loads; of modules in files that are not there each may be. */
  private static boolean isThere(String build, Expanded source) {
    return OFFICIAL.contains(build)
        || source.unread().stream().anyMatch(u -> u.pattern().contains("modules"))
        || isLoaded(build, source.statements());
  }

  private static boolean isLoaded(String build, List<Statement> statements) {
    return statements.stream()
        .filter(s -> s.keyword().equals("load_module") && s.words().size() == 2)
        .map(s -> s.words().get(1).value())
        .map(path -> path.substring(path.lastIndexOf('/') + 1))
        .anyMatch(name -> name.contains("_" + build + "_") || name.startsWith(build + "_"));
  }

  private void assumptions(Expanded source, Sink sink, List<Statement> statements) {
    for (Expanded.Unread unread : source.unread())
      sink.assume(
          unread.place(),
          "`%s` is not beside the file and is taken as empty".formatted(unread.pattern()));
    for (Statement statement : statements) {
      String word = statement.keyword();
      if (OFFICIAL.contains(word) && !isLoaded(word, statements))
        sink.assume(
            statement.keywordSpan(), "the module `%s` is taken as built in".formatted(word));
      if (word.equals("user") || word.equals("load_module"))
        statement
            .word(1)
            .ifPresent(
                name -> sink.assume(name.span(), "`%s` is taken as there".formatted(name.value())));
    }
  }

  /** Goes over blocks and what is in them. */
  private final class Walk {
    private final NginxLines lines;
    private final Sink sink;
    private final NginxVariables known = new NginxVariables();
    private final References references;
    private int depth;
    private final boolean complete;
    private final Map<String, Statement> listens = new HashMap<>();
    private Optional<VariableUse> variables = Optional.empty();
    private Optional<LogLines> logs = Optional.empty();
    private Zones zones = new Zones();

    Walk(NginxLines lines, Sink sink, boolean complete) {
      this.complete = complete;
      this.lines = lines;
      this.sink = sink;
      this.references = new References(sink, complete);
    }

    /**
     * @param head the block's own statement
     */
    void block(List<Statement> body, NginxContext context, Optional<Statement> head) {
      if (depth > MOST_DEPTH) return;
      Map<String, Statement> seen = new HashMap<>();
      BlockCheck check = new BlockCheck(context, listens, release, sink);
      Optional<MapBlock> maps = variables.map(names -> new MapBlock(sink, names));
      for (Statement statement : body) {
        if (statement.words().isEmpty()) continue;
        Optional<Row> row = lines.check(statement, context);
        // a line with a fault of its own still counts as being there
        check.meet(statement, row.isPresent());
        if (row.isEmpty() && !(statement instanceof Block)) continue;
        row.filter(Row::once).ifPresent(_ -> once(statement, seen));
        if (row.isPresent()) relate(statement);
        if (row.isPresent() && statement instanceof Block entries)
          maps.ifPresent(map -> map.check(entries));
        if (statement instanceof Block inner) inside(inner, context, body);
        else references.pass(statement, context);
      }
      check.end(head);
      if (context == NginxContext.STREAM || context == NginxContext.HTTP) references.end(context);
    }

    /** What a sound line says to the others of its {@code http} or {@code stream}. */
    private void relate(Statement statement) {
      variables.ifPresent(names -> names.meet(statement));
      if (statement.keyword().equals("log_format")) logs.ifPresent(log -> log.format(statement));
      if (statement.keyword().equals("access_log")) logs.ifPresent(log -> log.access(statement));
      if (statement.keyword().equals("zone")) zones.meet(statement);
    }

    private void inside(Block block, NginxContext context, List<Statement> around) {
      if (block.keyword().equals("upstream"))
        references
            .define(block, context)
            .ifPresent(
                first ->
                    duplicate(
                        block, first, "the upstream `%s`".formatted(block.words().get(1).value())));
      if (block.keyword().equals("server")) Certificates.check(block, around, sink);
      context.inside(block.keyword()).ifPresent(inner -> deeper(block, inner));
    }

    private void deeper(Block block, NginxContext inner) {
      boolean part = inner == NginxContext.HTTP || inner == NginxContext.STREAM;
      VariableUse names = new VariableUse(known, release, sink);
      if (part && asProgram) {
        variables = Optional.of(names);
        logs = Optional.of(new LogLines(inner.isStream(), complete, sink));
      }
      if (part) zones = new Zones();
      depth++;
      block(block.body(), inner, Optional.of(block));
      depth--;
      if (!part || !complete || !asProgram) return;
      names.end(inner);
      zones.end(sink);
    }

    private void once(Statement statement, Map<String, Statement> seen) {
      Statement first = seen.putIfAbsent(statement.keyword(), statement);
      if (first != null) duplicate(statement, first, "`%s`".formatted(statement.keyword()));
    }

    private void duplicate(Statement statement, Statement first, String what) {
      sink.report(
          Diagnostic.of(
                  NginxFindings.DUPLICATE, statement.keywordSpan(), what + " stands here again")
              .also(first.keywordSpan(), "first here")
              .help("delete one of the two"));
    }
  }
}
