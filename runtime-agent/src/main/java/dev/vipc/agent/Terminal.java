package dev.vipc.agent;

import java.io.PrintStream;

/**
 * Where a command writes.
 *
 * @param out what was asked for
 * @param err everything else
 */
public record Terminal(PrintStream out, PrintStream err) {
  /** Says on one line why a command could not do its work, and gives its exit status. */
  public int failed(String why) {
    err.println("vipd: " + why);
    return 2;
  }
}
