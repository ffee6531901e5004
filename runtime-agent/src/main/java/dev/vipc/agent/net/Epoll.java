package dev.vipc.agent.net;

import java.nio.ByteBuffer;

/** The descriptors that one loop waits for, epoll(7). One thread uses an instance. */
public final class Epoll implements AutoCloseable {
  /** Bits of linux/eventpoll.h. */
  public static final int IN = 0x001;

  /** EPOLLPRI: of a TCP socket, that there is an urgent byte. */
  public static final int URGENT = 0x002;

  public static final int OUT = 0x004;
  public static final int ERROR = 0x008;
  public static final int HANG_UP = 0x010;
  public static final int READ_HANG_UP = 0x2000;
  public static final int EDGE = 1 << 31;

  private static final int ADD = 1;
  private static final int REMOVE = 2;
  private static final int CHANGE = 3;
  private static final int CLOSE_ON_EXEC = 0x80000;

  /** {@code struct epoll_event} is packed on x86_64 and nowhere else (linux/eventpoll.h). */
  private static final int EVENT_BYTES = SystemCall.X86_64 ? 12 : 16;

  private static final int WORD = SystemCall.X86_64 ? 4 : 8;
  private static final int SIGNAL_SET_BYTES = 8;

  private final Syscall kernel;
  private final int descriptor;
  private final int capacity;
  private final Buffer events;
  private final ByteBuffer bytes;
  private final Buffer asked = Buffer.ofHostOrder(EVENT_BYTES);

  /**
   * @param capacity the most events that one wait reports
   */
  public Epoll(Syscall kernel, int capacity) throws SystemCallException {
    this.kernel = kernel;
    this.capacity = capacity;
    events = Buffer.ofHostOrder(capacity * EVENT_BYTES);
    bytes = events.bytes();
    descriptor =
        (int)
            Syscall.succeeded(
                "epoll_create1", kernel.call(SystemCall.EPOLL_CREATE1, CLOSE_ON_EXEC));
  }

  /**
   * @param word what {@link #word} gives back for its events
   */
  public void add(int watched, int interest, long word) throws SystemCallException {
    control(ADD, watched, interest, word);
  }

  public void change(int watched, int interest, long word) throws SystemCallException {
    control(CHANGE, watched, interest, word);
  }

  public void remove(int watched) throws SystemCallException {
    control(REMOVE, watched, 0, 0);
  }

  private void control(int what, int watched, int interest, long word) throws SystemCallException {
    asked.bytes().putInt(0, interest).putLong(WORD, word);
    Syscall.succeeded(
        "epoll_ctl", kernel.call(SystemCall.EPOLL_CTL, descriptor, what, watched, asked.address()));
  }

  /**
   * Waits.
   *
   * @param millis the longest; -1 without end
   * @return how many events there are
   */
  public int await(int millis) throws SystemCallException {
    long count =
        kernel.call(
            SystemCall.EPOLL_PWAIT,
            descriptor,
            events.address(),
            capacity,
            millis,
            0,
            SIGNAL_SET_BYTES);
    return count == -Errno.EINTR ? 0 : (int) Syscall.succeeded("epoll_pwait", count);
  }

  /** What happened in the n-th event of the last wait. */
  public int happened(int n) {
    return bytes.getInt(n * EVENT_BYTES);
  }

  /** What the n-th event's descriptor was added with. */
  public long word(int n) {
    return bytes.getLong(n * EVENT_BYTES + WORD);
  }

  @Override
  public void close() {
    kernel.call(SystemCall.CLOSE, descriptor);
  }
}
