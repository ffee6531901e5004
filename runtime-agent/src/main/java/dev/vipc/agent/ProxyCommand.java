package dev.vipc.agent;

import dev.vipc.agent.log.Log;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.plan.PlanFile;
import dev.vipc.agent.proxy.ProxyProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import sun.misc.Signal;

/**
 * {@code vipd proxy PLAN}, a process of {@code vipd run}: carries the traffic until SIGTERM, which
 * drains; SIGHUP reads the plan again.
 */
final class ProxyCommand implements Command {
  /** EX_SOFTWARE of sysexits(3). */
  private static final int DEFECT = 70;

  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(30);

  /** Tells {@code vipd run} to start this process again at once. */
  private static final int START_ANEW = 3;

  private final BlockingQueue<String> signals = new LinkedBlockingQueue<>();

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    if (arguments.size() != 1) return terminal.failed("usage: vipd proxy PLAN");
    String name = arguments.getFirst();
    PlanFile plan = Syscall.linkedBeside(() -> PlanFile.load(name));
    return plan instanceof PlanFile.Good good
        ? run(good, name, terminal)
        : terminal.refused(name, plan, terminal.err());
  }

  private int run(PlanFile.Good good, String name, Terminal terminal) {
    try {
      RunFolder.make(RunFolder.of(good.plan()));
    } catch (IOException e) {
      return terminal.failed("cannot make " + RunFolder.of(good.plan()) + ": " + e.getMessage());
    }
    try (Log log = Log.toStandardOutput("proxy");
        ProxyProcess process = new ProxyProcess(log, RunFolder.of(good.plan()))) {
      // a loop that ends by a fault of ours must not leave its connections to nobody
      Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> die(fault));
      for (String signal : List.of("TERM", "INT", "HUP"))
        Signal.handle(new Signal(signal), received -> signals.add(received.getName()));
      start(process, good, log);
      Surroundings surroundings = Surroundings.of(name, System.getenv());
      try (Operation operation =
          new Operation(process, good, surroundings, () -> signals.add("HUP"), log)) {
        return obey(process, operation, name);
      }
    } catch (IOException e) {
      return terminal.failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 2;
    }
  }

  private static void start(ProxyProcess process, PlanFile.Good good, Log log) throws IOException {
    try {
      process.apply(good);
    } catch (IOException e) {
      log.line().error("not-started").field("why", String.valueOf(e.getMessage())).send();
      throw new IOException(e.getMessage() + " (`vipd preflight` says what is in the way)", e);
    }
  }

  private static void die(Throwable fault) {
    fault.printStackTrace();
    Runtime.getRuntime().halt(DEFECT);
  }

  private int obey(ProxyProcess process, Operation operation, String name)
      throws InterruptedException {
    while (signals.take().equals("HUP")) {
      if (process.view().draining()) return START_ANEW;
      operation.tell("RELOADING=1");
      reload(operation, name);
      operation.tell("READY=1");
    }
    operation.tell("STOPPING=1");
    process.drain(DRAIN_LIMIT);
    return 0;
  }

  private static void reload(Operation operation, String name) {
    switch (PlanFile.load(name)) {
      case PlanFile.Unreadable(var why) -> operation.refused(name + " " + why);
      case PlanFile.Refused bad -> operation.refused(bad.lines(name).findFirst().orElse(""));
      case PlanFile.Good good -> {
        try {
          operation.apply(good);
        } catch (IOException e) {
          operation.refused(String.valueOf(e.getMessage()));
          operation.putBack(good, name);
        }
      }
    }
  }
}
