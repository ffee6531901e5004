package dev.vipc.agent;

import dev.vipc.agent.plan.FileTrouble;
import dev.vipc.agent.plan.PlanFile;
import dev.vipc.agent.preflight.OtherPrograms;
import dev.vipc.agent.status.ControlSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * {@code vipd prepare PLAN}, which {@code vipd run} begins with: a good plan is copied beside its
 * control socket, from where the processes read it, and the copy's path is printed. A bad one
 * changes nothing. {@code vipd prepare PLAN alone} begins no second vipd beside one that answers at
 * that socket: it would take the first one's addresses for what a killed one left.
 */
final class PrepareCommand implements Command {
  private static final String COPY = "plan.json";

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    boolean alone = arguments.size() == 2 && arguments.getLast().equals("alone");
    if (arguments.size() != 1 && !alone) return terminal.failed("usage: vipd prepare PLAN [alone]");
    String name = arguments.getFirst();
    PlanFile plan = PlanFile.load(name);
    if (!(plan instanceof PlanFile.Good good)) return terminal.refused(name, plan, terminal.err());
    Path socket = Path.of(good.plan().status().controlSocket());
    if (alone && ControlSocket.isAnswered(socket))
      return terminal.failed(
          "another vipd answers at %s: stop it first (`systemctl stop vipd`, or SIGTERM to its `vipd run`); only one with other virtual routers and ports may run beside it, with a `status.controlSocket` of its own"
              .formatted(socket));
    if (alone && !good.plan().virtualRouters().isEmpty())
      OtherPrograms.running()
          .ifPresent(
              program ->
                  terminal
                      .err()
                      .println(
                          "vipd: %s runs here too: stop it if it has a virtual router of this plan, or both hold the address"
                              .formatted(program)));
    return copy(good, terminal);
  }

  private static int copy(PlanFile.Good good, Terminal terminal) {
    Path folder = RunFolder.of(good.plan());
    try {
      terminal.out().println(copy(good));
      return 0;
    } catch (IOException e) {
      return terminal.failed(
          "cannot write to %s: %s; create it for this user, or set `status.controlSocket`"
              .formatted(folder, FileTrouble.of(e)));
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
