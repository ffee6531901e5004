package dev.vipc.agent.proxy;

import dev.vipc.agent.net.Buffer;
import dev.vipc.agent.net.Errno;
import dev.vipc.agent.net.Pipe;
import dev.vipc.agent.net.Sockets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one direction. Small reads are copied, which is cheaper than a pipe; once a read
 * fills the buffer the bytes go through a pipe of the kernel and are not copied at all. A receiver
 * that does not keep up stops the reading, so that the sender feels it.
 */
final class Flow {
  /** How a turn ended. */
  enum Turn {
    /** Until something happens on either side. */
    WAITING,
    /** Its share of this turn is used up. */
    MORE,
    /** The sender has ended, and everything is handed over. */
    ENDED,
    /** The sender's connection is broken. */
    SENDER_BROKEN,
    /** The receiver's connection is broken. */
    RECEIVER_BROKEN
  }

  /** What one direction may move before others have their turn. */
  private static final int TURN_BYTES = 512 << 10;

  /** So many small reads in a row end the splicing. */
  private static final int SMALL_READS = 4;

  private final Sockets sockets;
  private final Buffer scratch;
  private final BufferPool buffers;
  private final PipePool pipes;
  private final int from;
  private final int to;

  private boolean readable;
  private boolean writable = true;
  private boolean ended;
  private boolean broken;
  private boolean hangUp;
  private boolean splicing;
  private int smallReads;

  /** Bytes taken and not handed over, in a pipe or in a buffer. */
  private int held;

  private @Nullable Pipe pipe;
  private @Nullable Buffer rest;
  private int restAt;
  private long taken;
  private long handedOver;

  Flow(Loop loop, int from, int to) {
    sockets = loop.sockets();
    scratch = loop.scratch();
    buffers = loop.buffers();
    pipes = loop.pipes();
    this.from = from;
    this.to = to;
  }

  /**
   * The sender may have something.
   *
   * @param hungUp whether it has ended, so that the end is there to be read
   */
  void readable(boolean hungUp) {
    readable = true;
    hangUp |= hungUp;
  }

  /** The receiver may take something. */
  void writable() {
    writable = true;
  }

  /** Whether the receiver is what it waits for. */
  boolean isBlocked() {
    return !writable;
  }

  /** Whether the sender may still send. */
  boolean isOpen() {
    return !ended;
  }

  /** Bytes taken since the start. */
  long taken() {
    return taken;
  }

  /** Bytes handed over since the start. */
  long handedOver() {
    return handedOver;
  }

  /** Moves what can be moved now. */
  Turn turn() {
    long until = taken + TURN_BYTES;
    while (true) {
      if (held > 0) handOverHeld();
      if (broken) return Turn.RECEIVER_BROKEN;
      if (held > 0) return Turn.WAITING;
      if (ended) return Turn.ENDED;
      if (!readable || !writable) return Turn.WAITING;
      if (taken >= until) return Turn.MORE;
      int count = splicing ? splice() : copy();
      if (count > 0) taken += count;
      else if (count == 0) ended = true;
      else if (count == -Errno.EAGAIN) readable = false;
      else if (count != -Errno.EINTR) return Turn.SENDER_BROKEN;
    }
  }

  private int copy() {
    // without a buffer for what the receiver leaves, the bytes stay where they are until it has
    // them
    boolean leave = buffers.isExhausted();
    int count =
        leave
            ? sockets.peek(from, scratch, BufferPool.BYTES)
            : sockets.receive(from, scratch, BufferPool.BYTES);
    if (count <= 0) return count;
    int sent = handOver(scratch, 0, count);
    if (leave) return sent == 0 ? -Errno.EINTR : sockets.discard(from, sent);
    if (sent < count) hold(sent, count);
    // a stream that gave less than was asked for has no more now (epoll(7)), unless it has ended
    if (count == BufferPool.BYTES) splicing = true;
    else readable = hangUp;
    return count;
  }

  private void hold(int at, int end) {
    Buffer buffer = buffers.take();
    buffer.bytes().put(at, scratch.bytes(), at, end - at);
    rest = buffer;
    restAt = at;
    held = end - at;
  }

  private int splice() {
    Optional<Pipe> empty = pipes.take();
    if (empty.isEmpty()) {
      splicing = false;
      return copy();
    }
    Pipe through = empty.get();
    int count = sockets.splice(from, through.writeEnd(), through.capacity());
    if (count <= 0) {
      pipes.giveBack(through);
      return count;
    }
    smallReads = count < BufferPool.BYTES ? smallReads + 1 : 0;
    if (smallReads == SMALL_READS) {
      smallReads = 0;
      splicing = false;
    }
    pipe = through;
    held = count;
    return count;
  }

  private void handOverHeld() {
    if (!writable) return;
    if (pipe != null) handOver(pipe);
    else if (rest != null) {
      int sent = handOver(rest, restAt, held);
      restAt += sent;
      held -= sent;
      if (held == 0) release();
    }
  }

  private void handOver(Pipe through) {
    while (held > 0 && writable && !broken) {
      int sent = sockets.splice(through.readEnd(), to, held);
      if (sent > 0) {
        held -= sent;
        handedOver += sent;
      } else notTaken(sent);
    }
    if (held == 0) release();
  }

  private int handOver(Buffer bytes, int at, int count) {
    int sent = sockets.send(to, bytes, at, count);
    if (sent < 0) {
      notTaken(sent);
      return 0;
    }
    if (sent < count) writable = false;
    handedOver += sent;
    return sent;
  }

  private void notTaken(int why) {
    if (why == -Errno.EAGAIN) writable = false;
    else if (why != -Errno.EINTR) broken = true;
  }

  /** Gives back the pipe or the buffer that it holds. */
  void release() {
    if (pipe != null) {
      if (held == 0) pipes.giveBack(pipe);
      else pipes.discard(pipe);
    }
    if (rest != null) buffers.giveBack(rest);
    pipe = null;
    rest = null;
    held = 0;
  }
}
