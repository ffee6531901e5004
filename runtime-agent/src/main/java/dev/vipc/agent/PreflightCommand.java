package dev.vipc.agent;

import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.PlanFile;
import dev.vipc.agent.preflight.Finding;
import dev.vipc.agent.preflight.Preflight;
import java.util.ArrayList;
import java.util.List;

/** {@code vipd preflight PLAN [--ntp HOST]…}: whether vipd could do its work on this machine. */
final class PreflightCommand implements Command {
  @Override
  public int run(List<String> arguments, Terminal terminal) {
    List<String> plans = new ArrayList<>();
    List<String> timeServers = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++)
      if (arguments.get(i).equals("--ntp") && i + 1 < arguments.size())
        timeServers.add(arguments.get(++i));
      else plans.add(arguments.get(i));
    if (plans.size() != 1 || plans.getFirst().startsWith("--"))
      return terminal.failed("usage: vipd preflight PLAN [--ntp HOST]...");
    String name = plans.getFirst();
    PlanFile plan = PlanFile.load(name);
    return plan instanceof PlanFile.Good good
        ? look(good.plan(), timeServers, terminal)
        : terminal.refused(name, plan, terminal.out());
  }

  private static int look(Plan plan, List<String> timeServers, Terminal terminal) {
    List<Finding> findings = Preflight.look(plan, timeServers);
    for (Finding finding : findings) {
      terminal.out().printf("%-8s %s%n", finding.grade().word(), finding.what());
      if (!finding.help().isEmpty()) terminal.out().printf("  help:  %s%n", finding.help());
    }
    return findings.stream().anyMatch(f -> f.grade() == Finding.Grade.FAILURE) ? 1 : 0;
  }
}
