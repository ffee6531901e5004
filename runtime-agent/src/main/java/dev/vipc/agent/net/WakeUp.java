package dev.vipc.agent.net;

/** What another thread ends a loop's wait with: eventfd(2). */
public final class WakeUp {
  private static final int NON_BLOCKING = 0x800;
  private static final int CLOSE_ON_EXEC = 0x80000;

  private final Syscall kernel = new Syscall();
  private final int descriptor;
  private final Buffer one = Buffer.ofHostOrder(8);
  private final Buffer drained = Buffer.ofHostOrder(8);

  public WakeUp() throws SystemCallException {
    one.bytes().putLong(0, 1);
    descriptor =
        (int)
            Syscall.succeeded(
                "eventfd2", kernel.call(SystemCall.EVENTFD2, 0, NON_BLOCKING | CLOSE_ON_EXEC));
  }

  /** What the loop waits for. */
  public int descriptor() {
    return descriptor;
  }

  /** Ends the wait; from any thread. */
  public synchronized void wake() {
    kernel.call(SystemCall.WRITE, descriptor, one.address(), 8);
  }

  /** Makes the next wait wait again. */
  public synchronized void drain() {
    kernel.call(SystemCall.READ, descriptor, drained.address(), 8);
  }
}
