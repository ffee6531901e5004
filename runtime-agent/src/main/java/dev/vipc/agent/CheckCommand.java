package dev.vipc.agent;

import dev.vipc.agent.plan.PlanFile;
import java.util.List;

/** {@code vipd check PLAN}: whether a plan is good, and where it is not. */
final class CheckCommand implements Command {
  @Override
  public int run(List<String> arguments, Terminal terminal) {
    if (arguments.size() != 1) return terminal.failed("usage: vipd check PLAN");
    String name = arguments.getFirst();
    PlanFile plan = PlanFile.load(name);
    if (!(plan instanceof PlanFile.Good)) return terminal.refused(name, plan, terminal.out());
    terminal.out().printf("%s: the plan is good%n", name);
    return 0;
  }
}
