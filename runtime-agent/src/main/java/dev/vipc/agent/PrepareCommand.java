package dev.vipc.agent;

import dev.vipc.agent.plan.PlanFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * {@code vipd prepare PLAN}, which {@code vipd run} begins with: a good plan is copied beside its
 * control socket, from where the processes read it, and the copy's path is printed. A bad one
 * changes nothing.
 */
final class PrepareCommand implements Command {
  private static final String COPY = "plan.json";

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    if (arguments.size() != 1) return terminal.failed("usage: vipd prepare PLAN");
    String name = arguments.getFirst();
    PlanFile plan = PlanFile.load(name);
    return plan instanceof PlanFile.Good good
        ? copy(good, terminal)
        : terminal.refused(name, plan, terminal.err());
  }

  private static int copy(PlanFile.Good good, Terminal terminal) {
    Path folder = RunFolder.of(good.plan());
    try {
      terminal.out().println(copy(good));
      return 0;
    } catch (IOException e) {
      return terminal.failed(
          "cannot write to %s (%s): create it for this user, or set `status.controlSocket`"
              .formatted(folder, e.getClass().getSimpleName()));
    }
  }

  /** Makes a plan the one that processes start with, and gives the path of the copy. */
  static Path copy(PlanFile.Good good) throws IOException {
    Path folder = RunFolder.of(good.plan());
    RunFolder.make(folder);
    Path draft =
        Files.createTempFile(
            folder,
            ".plan",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, good.text());
    return Files.move(draft, folder.resolve(COPY), StandardCopyOption.ATOMIC_MOVE);
  }
}
