package dev.vipc.agent.vip;

import dev.vipc.agent.net.SystemCallException;
import dev.vipc.agent.net.WakeUp;
import dev.vipc.agent.plan.PlanFile;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/**
 * What the process is told from outside: SIGTERM and SIGINT to stop, SIGHUP to read its plan again.
 */
final class Signals {
  private final WakeUp wakeUp = new WakeUp();
  private volatile boolean stop;
  private final AtomicReference<@Nullable PlanFile> reread = new AtomicReference<>();

  Signals() throws SystemCallException {}

  /**
   * From now on signals end a wait instead of the process.
   *
   * @param plan reads the plan. That takes 30 ms and more, in which the loop has to turn, and so it
   *     is done on the signal's own thread
   */
  void listen(Supplier<PlanFile> plan) {
    Signal.handle(new Signal("TERM"), _ -> requestStop());
    Signal.handle(new Signal("INT"), _ -> requestStop());
    Signal.handle(new Signal("HUP"), _ -> reread(plan));
  }

  /** One after the other, so that what was read last is what stays. */
  private synchronized void reread(Supplier<PlanFile> plan) {
    reread.set(plan.get());
    wakeUp.wake();
  }

  private void requestStop() {
    stop = true;
    wakeUp.wake();
  }

  /** What the loop waits for. */
  int descriptor() {
    return wakeUp.descriptor();
  }

  boolean wantsStop() {
    return stop;
  }

  /** The plan that was read again, once. */
  Optional<PlanFile> takeReread() {
    return reread.get() == null ? Optional.empty() : Optional.ofNullable(reread.getAndSet(null));
  }

  void drain() {
    wakeUp.drain();
  }
}
