package dev.vipc.check.haproxy;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The conditional blocks of one file ({@code .if} and its like, HAProxy 2.4 and newer): which lines
 * are live.
 */
final class Preprocessor {
  static final Set<String> WORDS =
      Set.of(".if", ".elif", ".else", ".endif", ".alert", ".warning", ".notice", ".diag");
  private static final int MOST_NESTED = 100;

  /** Whether a branch of a block is live, was before, or cannot be told. */
  private enum Branch {
    TAKEN,
    DROPPED,
    /** An earlier branch was taken, or the block around it is masked. */
    SKIPPED,
    /** Nobody can tell without the machine, so nothing is said of its lines. */
    UNKNOWN
  }

  private static final class Block {
    final Span start;
    Branch branch;
    boolean inElse;

    Block(Span start, Branch branch) {
      this.start = start;
      this.branch = branch;
    }
  }

  private final Verdicts out;
  private final Predicates predicates;
  private final Deque<Block> open = new ArrayDeque<>();
  private boolean stopped;

  Preprocessor(Verdicts out, Predicates predicates) {
    this.out = out;
    this.predicates = predicates;
  }

  /** Whether the lines that follow are read. */
  boolean isLive() {
    return !stopped && (open.isEmpty() || open.getFirst().branch == Branch.TAKEN);
  }

  /** Reads a line whose first word begins with a dot. */
  void line(Directive line) {
    if (stopped) return;
    switch (line.keyword()) {
      case ".if" -> begin(line);
      case ".elif" -> otherwiseIf(line);
      case ".else" -> otherwise(line);
      case ".endif" -> end(line);
      default -> {
        if (isLive()) message(line);
      }
    }
  }

  /** A block must end in the file in which it begins. */
  void endOfFile(SourceFile file) {
    if (!stopped && !open.isEmpty())
      out.report(
          Diagnostic.of(
                  HaproxyFindings.BAD_PREPROCESSOR,
                  lastLine(file),
                  "the file ends within a conditional block")
              .also(open.getFirst().start, "the block begins here")
              .help("write `.endif` behind the lines that the `.if` is for"));
    open.clear();
    stopped = false;
  }

  private static Span lastLine(SourceFile file) {
    int lines = file.lineCount();
    boolean closed = file.text().endsWith("\n");
    return file.line(closed && lines > 1 ? lines - 1 : lines);
  }

  private void begin(Directive line) {
    if (open.size() + 1 >= MOST_NESTED) {
      refuse(line, "`.if` blocks are nested more than %d deep".formatted(MOST_NESTED - 2));
      return;
    }
    Branch around = open.isEmpty() ? Branch.TAKEN : open.getFirst().branch;
    Branch branch =
        switch (around) {
          case TAKEN -> decide(line);
          case UNKNOWN -> Branch.UNKNOWN;
          case DROPPED, SKIPPED -> Branch.SKIPPED;
        };
    open.addFirst(new Block(line.keywordSpan(), branch));
  }

  private void otherwiseIf(Directive line) {
    if (!isInBlock(line)) return;
    Block block = open.getFirst();
    block.branch =
        switch (block.branch) {
          case TAKEN, SKIPPED -> Branch.SKIPPED;
          case UNKNOWN -> Branch.UNKNOWN;
          case DROPPED -> decide(line);
        };
  }

  private void otherwise(Directive line) {
    if (hasSurplus(line, 1) || !isInBlock(line)) return;
    Block block = open.getFirst();
    block.inElse = true;
    block.branch =
        switch (block.branch) {
          case TAKEN, SKIPPED -> Branch.SKIPPED;
          case UNKNOWN -> Branch.UNKNOWN;
          case DROPPED -> Branch.TAKEN;
        };
  }

  private void end(Directive line) {
    if (hasSurplus(line, 1)) return;
    if (open.isEmpty()) refuse(line, "`.endif` has no `.if` before it");
    else open.removeFirst();
  }

  private boolean isInBlock(Directive line) {
    if (open.isEmpty()) refuse(line, "`%s` has no `.if` before it".formatted(line.keyword()));
    else if (open.getFirst().inElse)
      refuse(line, "`%s` stands after `.else`".formatted(line.keyword()));
    else return true;
    return false;
  }

  private Branch decide(Directive line) {
    if (!out.asProgram()) return Branch.UNKNOWN;
    String expression = line.arguments().stream().map(Word::value).collect(Collectors.joining(" "));
    try {
      return predicates.holds(expression) ? Branch.TAKEN : Branch.DROPPED;
    } catch (Predicates.Malformed e) {
      refuse(line, e.why());
      return Branch.UNKNOWN;
    }
  }

  private void message(Directive line) {
    if (hasSurplus(line, 2)) return;
    String text = line.word(1).map(Word::value).orElse("");
    switch (line.keyword()) {
      case ".alert" -> refuseWith(line, text);
      case ".warning" ->
          out.warning(
              HaproxyFindings.OWN_MESSAGE,
              line.span(),
              "the configuration warns: " + text,
              "see to what the message asks for");
      default -> {}
    }
  }

  private void refuseWith(Directive line, String text) {
    stopped = true;
    out.report(
        Diagnostic.of(
                HaproxyFindings.OWN_MESSAGE, line.span(), "the configuration refuses: " + text)
            .help("see to what the message asks for"));
  }

  private boolean hasSurplus(Directive line, int most) {
    List<Word> words = line.words();
    if (words.size() <= most) return false;
    out.error(
        HaproxyFindings.BAD_PREPROCESSOR,
        words.get(most).span().to(words.getLast().span()),
        "`%s` takes %s".formatted(line.keyword(), most == 1 ? "no argument" : "one argument"),
        most == 1 ? "delete the words" : "put the message in quotes");
    return true;
  }

  private void refuse(Directive line, String message) {
    stopped = out.asProgram();
    out.error(
        HaproxyFindings.BAD_PREPROCESSOR,
        line.span(),
        message,
        "see section 2.4 of the configuration manual");
  }
}
