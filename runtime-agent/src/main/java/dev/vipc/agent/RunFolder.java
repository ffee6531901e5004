package dev.vipc.agent;

import dev.vipc.agent.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder of the control socket, the boards and the copy of the plan. */
public final class RunFolder {
  private RunFolder() {}

  public static Path of(Plan plan) {
    Path parent = Path.of(plan.status().controlSocket()).getParent();
    return parent == null ? Path.of("/") : parent;
  }

  /** For this user alone, unless it is there already. */
  public static void make(Path folder) throws IOException {
    if (!Files.isDirectory(folder))
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
