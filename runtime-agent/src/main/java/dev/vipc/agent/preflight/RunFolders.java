package dev.vipc.agent.preflight;

import dev.vipc.agent.RunFolder;
import dev.vipc.agent.plan.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether the folder of the control socket can be had. */
final class RunFolders {
  private RunFolders() {}

  static List<Finding> look(Plan plan) {
    Path folder = RunFolder.of(plan);
    Path there = folder;
    while (!Files.exists(there) && there.getParent() != null) there = there.getParent();
    boolean usable = Files.isDirectory(there) && Files.isWritable(there);
    return List.of(
        usable
            ? Finding.ok("this user may write to %s".formatted(folder))
            : Finding.failure(
                "this user may not write to %s, where the control socket goes".formatted(folder),
                "create it for vipd's user, as RuntimeDirectory=vipd in the unit does, or set `status.controlSocket`"));
  }
}
