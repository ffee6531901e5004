package dev.vipc.golden;

import dev.vipc.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs a command line of vipc within this JVM. */
final class Vipc {
  /** What one run gave. */
  record Run(int status, String out, String err) {}

  private Vipc() {}

  static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Run(status, out.toString(), err.toString());
  }
}
