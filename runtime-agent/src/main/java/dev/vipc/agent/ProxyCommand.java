package dev.vipc.agent;

import dev.vipc.agent.log.Log;
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

  private final BlockingQueue<String> signals = new LinkedBlockingQueue<>();

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    if (arguments.size() != 1) return terminal.failed("usage: vipd proxy PLAN");
    String name = arguments.getFirst();
    return switch (PlanFile.load(name)) {
      case PlanFile.Good good -> run(good, name, terminal);
      case PlanFile.Refused refused -> {
        refused.lines(name).forEach(terminal.err()::println);
        yield 1;
      }
      case PlanFile.Unreadable(var why) -> terminal.failed(name + " " + why);
    };
  }

  private int run(PlanFile.Good good, String name, Terminal terminal) {
    try (Log log = Log.toStandardOutput("proxy");
        ProxyProcess process = new ProxyProcess(log, RunFolder.of(good.plan()))) {
      // a loop that ends by a fault of ours must not leave its connections to nobody
      Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> die(fault));
      for (String signal : List.of("TERM", "INT", "HUP"))
        Signal.handle(new Signal(signal), received -> signals.add(received.getName()));
      process.apply(good);
      while (signals.take().equals("HUP")) reload(process, name, log);
      process.drain(DRAIN_LIMIT);
      return 0;
    } catch (IOException e) {
      return terminal.failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 2;
    }
  }

  private static void die(Throwable fault) {
    fault.printStackTrace();
    Runtime.getRuntime().halt(DEFECT);
  }

  private static void reload(ProxyProcess process, String name, Log log) {
    if (!(PlanFile.load(name) instanceof PlanFile.Good good)) {
      log.line().error("reload-refused").field("why", "the plan is bad").send();
      return;
    }
    try {
      process.apply(good);
    } catch (IOException e) {
      log.line().error("reload-refused").field("why", String.valueOf(e.getMessage())).send();
    }
  }
}
