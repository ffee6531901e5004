package dev.vipc.cli;

import dev.vipc.cli.report.Hyperlink;
import dev.vipc.cli.report.ReportStyle;
import dev.vipc.diagnostic.Severity;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes: findings to {@code out}, everything else to {@code err}; both UTF-8.
 *
 * @param colour whether {@code out} is a terminal that wants colour
 * @param links whether that terminal shows hyperlinks
 * @param watched whether {@code err} is a terminal, where somebody may wait
 */
record Console(PrintWriter out, PrintWriter err, boolean colour, boolean links, boolean watched) {
  /** One that is no terminal. */
  Console(PrintWriter out, PrintWriter err, boolean colour) {
    this(out, err, colour, false, false);
  }

  /** Standard output and error; the launcher says which of them is a terminal. */
  static Console standard() {
    boolean terminal = Boolean.getBoolean("vipc.terminal");
    boolean colour = terminal && System.getenv("NO_COLOR") == null;
    return new Console(
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        colour,
        terminal && Hyperlink.shownBy(System.getenv()),
        Boolean.getBoolean("vipc.watched"));
  }

  /**
   * Writes as {@link #standard} does, but to nobody: for runs that show the JVM what it will do.
   */
  static Console nobody() {
    return new Console(
        writer(OutputStream.nullOutputStream()), writer(OutputStream.nullOutputStream()), false);
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return writer(new BufferedOutputStream(new FileOutputStream(descriptor), 1 << 15));
  }

  private static PrintWriter writer(OutputStream bytes) {
    return new PrintWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), false);
  }

  /** How a report for this console looks. */
  ReportStyle style() {
    return new ReportStyle(colour, links, false, false, Severity.ERROR);
  }

  /** A line on standard error that begins with the program's name. */
  void complain(String line) {
    err.println("vipc: " + line);
  }

  void flush() {
    out.flush();
    err.flush();
  }
}
