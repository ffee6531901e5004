package dev.vipc.agent.proxy;

import dev.vipc.agent.net.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Buffers of one loop for bytes that a slow receiver did not take; never more than so many. */
final class BufferPool {
  /** What one read takes at most. */
  static final int BYTES = 16 << 10;

  private final int most;
  private final Deque<Buffer> idle = new ArrayDeque<>();
  private int made;

  /** As other threads may read it. */
  private volatile int idleCount;

  BufferPool(int most) {
    this.most = most;
  }

  boolean isExhausted() {
    return idle.isEmpty() && made >= most;
  }

  /** A buffer; one must be there. */
  Buffer take() {
    Buffer buffer = idle.pollLast();
    if (buffer != null) {
      idleCount = idle.size();
      return buffer;
    }
    made++;
    return Buffer.ofHostOrder(BYTES);
  }

  void giveBack(Buffer buffer) {
    idle.addLast(buffer);
    idleCount = idle.size();
  }

  /** How many bytes are there for the next who needs them; on any thread. */
  long idleBytes() {
    return (long) idleCount * BYTES;
  }
}
