package dev.vipc.agent.preflight;

import dev.vipc.agent.plan.Plan;
import java.util.List;
import java.util.stream.Stream;

/** All looks at the machine. Nothing is changed by any of them. */
public final class Preflight {
  private Preflight() {}

  /**
   * @param timeServers names or addresses that are asked for the time over NTP
   */
  public static List<Finding> look(Plan plan, List<String> timeServers) {
    return look(plan, Machine.own(), timeServers);
  }

  static List<Finding> look(Plan plan, Machine machine, List<String> timeServers) {
    return Stream.of(
            new Links(machine).look(plan),
            new VirtualAddresses(machine).look(plan),
            OtherPrograms.look(plan),
            RunFolders.look(plan),
            new FreePorts().look(plan),
            new Firewall(machine).look(plan),
            new KernelSettings(machine).look(plan),
            new Translation(machine).look(plan),
            new Privileges(machine).look(plan),
            new Clock().look(timeServers))
        .flatMap(List::stream)
        .toList();
  }
}
