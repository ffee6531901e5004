package dev.vipc.agent;

import dev.vipc.agent.plan.PlanFile;
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

  /**
   * Says why a plan cannot be run, and gives the exit status. A command that runs one asks with
   * {@code instanceof} whether it is good: the switch is made by the JVM at its first use, and a
   * process that takes over an address should not wait for it.
   *
   * @param where its problems are written to
   */
  public int refused(String name, PlanFile plan, PrintStream where) {
    return switch (plan) {
      case PlanFile.Refused refused -> {
        refused.lines(name).forEach(where::println);
        yield 1;
      }
      case PlanFile.Unreadable(var why) -> failed(name + " " + why);
      case PlanFile.Good _ -> throw new IllegalArgumentException("a good plan is not refused");
    };
  }
}
