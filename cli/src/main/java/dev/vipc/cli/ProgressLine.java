package dev.vipc.cli;

import dev.vipc.compile.Progress;
import java.io.PrintWriter;

/**
 * One line on a terminal that says how far a long run is, from its second second on; gone when the
 * run is over.
 */
final class ProgressLine implements Progress, AutoCloseable {
  private static final long FIRST_MILLIS = 1000;
  private static final long NEXT_MILLIS = 200;
  private static final String BACK_AND_CLEAR = "\r\u001b[K";

  private record State(String step, int done, int all) {}

  private final PrintWriter terminal;
  private final Thread writer = new Thread(this::write, "progress");
  private volatile State state = new State("reading", 0, 0);
  private boolean shown;
  private boolean over;

  ProgressLine(PrintWriter terminal) {
    this.terminal = terminal;
    writer.setDaemon(true);
    writer.start();
  }

  @Override
  public void at(String step, int done, int all) {
    state = new State(step, done, all);
  }

  private void write() {
    try {
      Thread.sleep(FIRST_MILLIS);
      while (show()) Thread.sleep(NEXT_MILLIS);
    } catch (InterruptedException _) {
      // the run is over
    }
  }

  /** Whether there will be more to show. */
  private synchronized boolean show() {
    if (over) return false;
    State now = state;
    String count = now.all() == 0 ? "" : " %d of %d".formatted(now.done(), now.all());
    terminal.print(BACK_AND_CLEAR + "vipc: " + now.step() + count + " …");
    terminal.flush();
    shown = true;
    return true;
  }

  /** Takes the line away; may be called again. */
  @Override
  public synchronized void close() {
    if (over) return;
    over = true;
    writer.interrupt();
    if (!shown) return;
    terminal.print(BACK_AND_CLEAR);
    terminal.flush();
  }
}
