package dev.vipc.agent.vip;

import dev.vipc.agent.Command;
import dev.vipc.agent.Terminal;
import dev.vipc.agent.log.Line;
import dev.vipc.agent.log.Log;
import dev.vipc.agent.net.Errno;
import dev.vipc.agent.net.NotifySocket;
import dev.vipc.agent.net.Scheduling;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.SystemCallException;
import dev.vipc.agent.plan.PlanFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code vipd vip PLAN}: the process that {@code vipd run} starts for the virtual routers. */
public final class VipCommand implements Command {
  /** Above everything ordinary, below what a machine needs itself. */
  private static final int REAL_TIME_PRIORITY = 10;

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    if (arguments.size() != 1) return terminal.failed("usage: vipd vip PLAN");
    String name = arguments.getFirst();
    PlanFile plan = Syscall.linkedBeside(() -> PlanFile.load(name));
    return plan instanceof PlanFile.Good good
        ? run(name, good, terminal)
        : terminal.refused(name, plan, terminal.err());
  }

  private static int run(String name, PlanFile.Good plan, Terminal terminal) {
    if (plan.plan().virtualRouters().isEmpty()) return 0;
    try (Log log = Log.toStandardOutput("vip")) {
      Line line = log.line();
      var signals = new Signals();
      signals.listen(() -> PlanFile.load(name));
      var loop = new VipLoop(name, plan, signals, line);
      line.info("ready").field("routers", plan.plan().virtualRouters().size()).send();
      Optional<NotifySocket> systemd = NotifySocket.of(System.getenv());
      systemd.ifPresent(told -> told.send("READY=1"));
      Rehearsal.run();
      goFirst(line);
      loop.run();
      systemd.ifPresent(told -> told.send("STOPPING=1"));
      line.info("stopped").send();
      return 0;
    } catch (SystemCallException e) {
      return terminal.failed(
          e.getMessage()
              + (e.errno() == Errno.EPERM || e.errno() == Errno.EACCES
                  ? ": give vipd CAP_NET_ADMIN and CAP_NET_RAW"
                  : ""));
    } catch (IOException e) {
      return terminal.failed(String.valueOf(e.getMessage()));
    }
  }

  private static void goFirst(Line line) {
    var kernel = new Syscall();
    Scheduling.beExact(kernel);
    int refusal = Scheduling.goFirst(kernel, REAL_TIME_PRIORITY);
    line.info("scheduled")
        .field("realtime", refusal == 0)
        .field("why", refusal == 0 ? "allowed" : Errno.describe(refusal))
        .send();
  }
}
