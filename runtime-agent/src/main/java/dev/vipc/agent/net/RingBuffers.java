package dev.vipc.agent.net;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * The buffers that a {@link Ring} receives into: those that the kernel may take are in a ring that
 * it reads, {@code struct io_uring_buf_ring} of linux/io_uring.h, and the others are somebody's
 * here.
 */
final class RingBuffers {
  /** {@code struct io_uring_buf}; the ring's tail is in the first one's last two bytes. */
  static final int BUF_BYTES = 16;

  private static final int BUF_LEN = 8;
  private static final int BUF_BID = 12;
  private static final int BUF_TAIL = 14;

  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;
  private static final VarHandle SHARED = SHORT.varHandle();

  private final MemorySegment offered;
  private final Buffer[] buffers;
  private short tail;

  /** What is being sent, and then what was. */
  private final int[] lent;

  private int lentCount;
  private final int[] sent;
  private int sentCount;

  /** Which are among those, and which somebody keeps. */
  private final boolean[] going;

  private final boolean[] kept;

  /**
   * @param offered zeroed, {@link #BUF_BYTES} for each, at the beginning of a page
   * @param count a power of two
   * @param bytes the size of each
   */
  RingBuffers(MemorySegment offered, int count, int bytes) {
    this.offered = offered;
    buffers = new Buffer[count];
    lent = new int[count];
    sent = new int[count];
    going = new boolean[count];
    kept = new boolean[count];
    Buffer memory = Buffer.ofHostOrder(count * bytes);
    for (int i = 0; i < count; i++) {
      ByteBuffer part = memory.bytes().slice(i * bytes, bytes);
      buffers[i] = new Buffer(part, memory.address() + (long) i * bytes);
      offer(i);
    }
    publish();
  }

  Buffer bytes(int buffer) {
    return buffers[buffer];
  }

  /** It is being sent. */
  void lend(int buffer) {
    lent[lentCount++] = buffer;
    going[buffer] = true;
  }

  /** All that was lent was sent, or its failure is there to be heard. */
  void sent() {
    System.arraycopy(lent, 0, sent, sentCount, lentCount);
    sentCount += lentCount;
    lentCount = 0;
  }

  /** What failed of what was sent has been heard. */
  void takeBackWhatIsSent() {
    for (int i = 0; i < sentCount; i++) {
      going[sent[i]] = false;
      if (!kept[sent[i]]) offer(sent[i]);
    }
    sentCount = 0;
    publish();
  }

  void keep(int buffer) {
    kept[buffer] = true;
  }

  void giveBack(int buffer) {
    kept[buffer] = false;
    if (!going[buffer]) offer(buffer);
  }

  private void offer(int buffer) {
    long at = (long) (tail++ & buffers.length - 1) * BUF_BYTES;
    offered.set(ValueLayout.JAVA_LONG, at, bytes(buffer).address());
    offered.set(ValueLayout.JAVA_INT, at + BUF_LEN, bytes(buffer).bytes().capacity());
    offered.set(SHORT, at + BUF_BID, (short) buffer);
  }

  private void publish() {
    SHARED.setRelease(offered, (long) BUF_TAIL, tail);
  }
}
