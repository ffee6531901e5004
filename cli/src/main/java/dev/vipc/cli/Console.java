package dev.vipc.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes: findings to {@code out}, everything else to {@code err}; both UTF-8.
 *
 * @param colour whether {@code out} is a terminal that wants colour
 */
record Console(PrintWriter out, PrintWriter err, boolean colour) {
  /** Standard output and error; the launcher says whether the output is a terminal. */
  static Console standard() {
    boolean colour = Boolean.getBoolean("vipc.terminal") && System.getenv("NO_COLOR") == null;
    return new Console(writer(FileDescriptor.out), writer(FileDescriptor.err), colour);
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    var bytes = new BufferedOutputStream(new FileOutputStream(descriptor), 1 << 15);
    return new PrintWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), false);
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
