package dev.vipc.agent.net;

/**
 * Waits for one of a few descriptors or for a moment, which it meets within microseconds: ppoll(2).
 * A slot that watches nothing is never ready.
 */
public final class Poller {
  private static final int SLOT = 8;
  private static final int EVENTS = 4;
  private static final int READY = 6;
  private static final short POLLIN = 1;
  private static final short POLLOUT = 4;
  private static final long SECOND = 1_000_000_000;

  private final Syscall kernel;
  private final int slots;
  private final Buffer descriptors;
  private final Buffer timeout = Buffer.ofHostOrder(16);

  public Poller(Syscall kernel, int slots) {
    this.kernel = kernel;
    this.slots = slots;
    this.descriptors = Buffer.ofHostOrder(Math.max(1, slots) * SLOT);
    for (int slot = 0; slot < slots; slot++) ignore(slot);
  }

  /** Watches for something to read. */
  public void watchReadable(int slot, int descriptor) {
    watch(slot, descriptor, POLLIN);
  }

  /** Watches for room to write, or the end of a connection attempt. */
  public void watchWritable(int slot, int descriptor) {
    watch(slot, descriptor, POLLOUT);
  }

  private void watch(int slot, int descriptor, short events) {
    descriptors.bytes().putInt(slot * SLOT, descriptor);
    descriptors.bytes().putShort(slot * SLOT + EVENTS, events);
    descriptors.bytes().putShort(slot * SLOT + READY, (short) 0);
  }

  public void ignore(int slot) {
    watch(slot, -1, (short) 0);
  }

  /**
   * Waits until a slot is ready, a signal comes, or the time is over.
   *
   * @param nanos not negative
   */
  public void await(long nanos) {
    timeout.bytes().putLong(0, nanos / SECOND).putLong(8, nanos % SECOND);
    long ready =
        kernel.call(SystemCall.PPOLL, descriptors.address(), slots, timeout.address(), 0, 0);
    if (ready < 0) for (int slot = 0; slot < slots; slot++) clear(slot);
  }

  private void clear(int slot) {
    descriptors.bytes().putShort(slot * SLOT + READY, (short) 0);
  }

  /** Whether something happened to the slot's descriptor, an error too. */
  public boolean isReady(int slot) {
    return descriptors.bytes().getShort(slot * SLOT + READY) != 0;
  }
}
