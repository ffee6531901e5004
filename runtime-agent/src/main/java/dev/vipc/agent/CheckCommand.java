package dev.vipc.agent;

import dev.vipc.agent.plan.PlanFile;
import java.util.List;

/** {@code vipd check PLAN}: whether a plan is good, and where it is not. */
final class CheckCommand implements Command {
  @Override
  public int run(List<String> arguments, Terminal terminal) {
    if (arguments.size() != 1) return terminal.failed("usage: vipd check PLAN");
    String name = arguments.getFirst();
    return switch (PlanFile.load(name)) {
      case PlanFile.Good _ -> {
        terminal.out().printf("%s: the plan is good%n", name);
        yield 0;
      }
      case PlanFile.Refused refused -> {
        refused.lines(name).forEach(terminal.out()::println);
        yield 1;
      }
      case PlanFile.Unreadable(var why) -> terminal.failed(name + " " + why);
    };
  }
}
