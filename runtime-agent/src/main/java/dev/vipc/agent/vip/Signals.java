package dev.vipc.agent.vip;

import dev.vipc.agent.net.SystemCallException;
import dev.vipc.agent.net.WakeUp;
import sun.misc.Signal;

/**
 * What the process is told from outside: SIGTERM and SIGINT to stop, SIGHUP to read its plan again.
 */
final class Signals {
  private final WakeUp wakeUp = new WakeUp();
  private volatile boolean stop;
  private volatile boolean reload;

  Signals() throws SystemCallException {}

  /** From now on signals end a wait instead of the process. */
  void listen() {
    Signal.handle(new Signal("TERM"), _ -> requestStop());
    Signal.handle(new Signal("INT"), _ -> requestStop());
    Signal.handle(
        new Signal("HUP"),
        _ -> {
          reload = true;
          wakeUp.wake();
        });
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

  /** Whether the plan is to be read again; asked once for each time. */
  boolean takeReload() {
    if (!reload) return false;
    reload = false;
    return true;
  }

  void drain() {
    wakeUp.drain();
  }
}
