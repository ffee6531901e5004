package dev.vipc.syntax.haproxy;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads haproxy.cfg: lines, words, quotes and comments. The tree is flat, one directive a line:
 * which word begins a section is knowledge of the keyword table.
 */
public final class HaproxySyntax {
  private HaproxySyntax() {}

  /**
   * The lines of the whole file; a bad line costs one finding (SYN codes) and the rest is still
   * read.
   *
   * <p>The value of a word has quotes and escapes resolved as HAProxy 2.6 does; a variable in
   * double quotes stays as written. A line {@code [scope]} is a directive of one word.
   */
  public static Document parse(SourceFile file, Reporter out) {
    List<Statement> lines = new ArrayList<>();
    List<Span> comments = new ArrayList<>();
    new HaproxyLines(file, 0, file.text().length(), out, lines::add, comments::add).read();
    return new Document(file, lines, comments);
  }

  /**
   * The same lines, one at a time and without their comments: a file of any size is read in little
   * more than its own text.
   */
  public static void read(SourceFile file, Reporter out, Consumer<Statement.Directive> lines) {
    read(file, 0, file.text().length(), out, lines);
  }

  /**
   * A part of the lines.
   *
   * @param start where a line begins, UTF-16 offset
   * @param limit where a later line begins, or the end of the text
   */
  public static void read(
      SourceFile file, int start, int limit, Reporter out, Consumer<Statement.Directive> lines) {
    new HaproxyLines(file, start, limit, out, lines, _ -> {}).read();
  }
}
