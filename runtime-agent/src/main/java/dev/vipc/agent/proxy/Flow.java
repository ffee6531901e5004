package dev.vipc.agent.proxy;

import dev.vipc.agent.net.Buffer;
import dev.vipc.agent.net.Epoll;
import dev.vipc.agent.net.Errno;
import dev.vipc.agent.net.Pipe;
import dev.vipc.agent.net.Ring;
import dev.vipc.agent.net.Sockets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one direction. Small reads are copied, which is cheaper than a pipe; once a read
 * fills the buffer the bytes go through a pipe of the kernel and are not copied at all. A receiver
 * that does not keep up stops the reading, so that the sender feels it.
 *
 * <p>Without a ring it is told when something can be done. With one it asks: for bytes ({@link
 * Intake}), which the ring then has in a buffer and sends on, for room at a slow receiver, and
 * while it splices for the sender to have something. The ring may receive more bytes, and the end,
 * while it is not known yet whether it could send the last ones; those wait.
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

  private static final int HUNG_UP = Epoll.READ_HANG_UP | Epoll.HANG_UP | Epoll.ERROR;

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

  /** Whether nothing was tried since it was told that there is something. */
  private boolean justTold;

  private boolean writable = true;
  private boolean ended;
  private boolean broken;

  /** Whether it is read until nothing is there, and not until there is less than asked for. */
  private boolean toTheEnd;

  private boolean splicing;
  private int smallReads;

  /** Bytes taken and not handed over, in a pipe or in buffers. */
  private int held;

  private @Nullable Pipe pipe;
  private final Remainder rest;
  private long taken;
  private long handedOver;

  private final @Nullable Ring ring;
  private final @Nullable Intake intake;
  private final long word;

  /** Whether it waits for the sender to have some, and takes them itself. */
  private boolean byItself;

  private boolean roomAwaited;

  /** Whether nothing was taken since room was told of. */
  private boolean roomJustTold;

  /** What the ring has received, and what it sends; bytes of one buffer each. */
  private int arrivedBuffer;

  private int arrived;
  private int sentBuffer;
  private int sentCount;
  private long sentNumber;

  /** Whether it must hear of its send before it goes on. */
  private boolean sending;

  private boolean senderBroken;

  /**
   * @param word of the session and the direction, for what the ring is asked for
   */
  Flow(Loop loop, int from, int to, long word) {
    ring = loop.events().ring().orElse(null);
    this.word = word;
    sockets = loop.sockets();
    scratch = loop.scratch();
    buffers = loop.buffers();
    rest = new Remainder(buffers, loop.events().ring());
    pipes = loop.pipes();
    this.from = from;
    this.to = to;
    intake =
        ring == null ? null : new Intake(ring, sockets, from, word, loop.events().isMultishot());
  }

  /**
   * The sender may have something.
   *
   * @param more whether a read that gives less than was asked for does not say that there is no
   *     more: the end may be there, or something behind an urgent byte
   */
  void readable(boolean more) {
    readable = true;
    justTold = true;
    toTheEnd |= more;
  }

  /** The receiver may take something. */
  void writable() {
    writable = true;
  }

  /**
   * The ring has received, or tells that there is something to be taken.
   *
   * @param last whether what comes next has to be asked for
   */
  void received(int result, int buffer, boolean last) {
    Intake asked = Objects.requireNonNull(intake);
    boolean isReadiness = asked.isReadiness();
    if (last) asked.over();
    if (result <= 0 && buffer != Ring.NO_BUFFER) Objects.requireNonNull(ring).giveBack(buffer);
    if (isReadiness) readable(result < 0 || (result & HUNG_UP) != 0);
    else if (result > 0) {
      arrived = result;
      arrivedBuffer = buffer;
    } else if (result == 0) ended = true;
    else if (result == -Errno.ENOBUFS) byItself = true;
    else if (!leavesTheSender(result)) senderBroken = true;
  }

  /** Whether nothing came, but may come yet: also of what was taken back. */
  private static boolean leavesTheSender(int result) {
    return result == -Errno.EAGAIN || result == -Errno.EINTR || result == -Errno.ECANCELED;
  }

  /** Finds an end that nobody was told of. */
  void lookForEnd() {
    if (intake != null) intake.lookForEnd();
  }

  /** A receiver that was slow may take something. */
  void roomToldOf() {
    roomAwaited = false;
    writable = true;
    roomJustTold = true;
  }

  /**
   * Whether its receiver, as it is told, has room and yet takes nothing, as where the kernel has no
   * memory for TCP: then it is to be tried again in a while.
   */
  boolean isToBeTriedAgain() {
    return !writable && roomJustTold;
  }

  void tryAgain() {
    writable |= isToBeTriedAgain();
  }

  /** A send by the ring is over that was to be told of, or that did not send everything. */
  void sent(int result) {
    sending = false;
    int done = Math.max(result, 0);
    if (done == sentCount) return;
    handedOver -= sentCount - done;
    if (result < 0) notTaken(result);
    if (broken) return;
    writable = false;
    held += sentCount - done;
    rest.holdBefore(sentBuffer, done, sentCount);
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
    if (arrived > 0) handOverArrived();
    long until = taken + TURN_BYTES;
    while (true) {
      if (broken) return Turn.RECEIVER_BROKEN;
      if (sending) return waiting();
      if (isSendOpen()) return isNothingBehindIt() ? waiting() : Turn.MORE;
      if (held > 0) handOverHeld();
      if (broken) return Turn.RECEIVER_BROKEN;
      if (held > 0) return waiting();
      if (senderBroken) return Turn.SENDER_BROKEN;
      if (ended) return Turn.ENDED;
      if (!mayRead()) return waiting();
      if (taken >= until) return Turn.MORE;
      int count = splicing ? splice() : copy();
      if (count > 0) taken += count;
      else if (count == 0) ended = true;
      else if (count == -Errno.EAGAIN) readable = false;
      else if (count != -Errno.EINTR) return Turn.SENDER_BROKEN;
    }
  }

  /**
   * Whether it is not known yet what the ring has sent of the last bytes. Until then nothing else
   * is sent, or it might overtake what is left of them.
   */
  private boolean isSendOpen() {
    return ring != null && ring.isOpen(sentNumber);
  }

  private boolean isNothingBehindIt() {
    return held > 0 ? !writable : !ended && !senderBroken && !mayRead();
  }

  /** Whether it may read by itself: nothing that the ring has taken comes after that. */
  private boolean mayRead() {
    return readable && writable && (intake == null || !intake.isAskedFor());
  }

  private Turn waiting() {
    if (ring != null && intake != null) ask(ring, intake);
    return Turn.WAITING;
  }

  private void ask(Ring ring, Intake intake) {
    if (splicing || !writable || buffers.isExhausted()) intake.oneByOne();
    if (sending) return;
    if (!writable) {
      if (roomJustTold) return;
      if (!roomAwaited) ring.poll(to, Epoll.OUT, word + Session.ROOM);
      roomAwaited = true;
    } else if (!intake.isAskedFor() && !ended) {
      byItself |= splicing || buffers.isExhausted();
      if (byItself) intake.askForReadiness();
      else intake.askForBytes();
    }
  }

  private void handOverArrived() {
    int count = arrived;
    arrived = 0;
    taken += count;
    Intake intake = Objects.requireNonNull(this.intake);
    intake.took(count);
    splicing = count == BufferPool.BYTES;
    readable = splicing;
    if (splicing) intake.oneByOne();
    if (held > 0 || broken || sending || isSendOpen()) {
      held += count;
      rest.hold(arrivedBuffer, 0, count);
      // one who sends without waiting is not to fill all buffers
      if (held > BufferPool.BYTES) intake.oneByOne();
      return;
    }
    // it is sent unless the ring says otherwise
    handedOver += count;
    sentBuffer = arrivedBuffer;
    sentCount = count;
    sending = splicing;
    sentNumber =
        Objects.requireNonNull(ring).send(to, sentBuffer, count, !sending, word + Session.SENT);
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
    if (sent < count) {
      held += count - sent;
      rest.hold(scratch, sent, count);
    }
    byItself = false;
    // a stream that gave less than was asked for has no more now (epoll(7)), as a rule
    if (count == BufferPool.BYTES) splicing = true;
    else readable = toTheEnd;
    return count;
  }

  private int splice() {
    Optional<Pipe> empty = pipes.take();
    if (empty.isEmpty()) {
      splicing = false;
      return copy();
    }
    Pipe through = empty.get();
    int count = sockets.splice(from, through.writeEnd(), through.capacity());
    boolean told = justTold;
    justTold = false;
    if (count <= 0) {
      pipes.giveBack(through);
      // before an urgent byte a pipe gets nothing, and a read goes past it
      if (count != -Errno.EAGAIN || !(told || toTheEnd)) return count;
      splicing = false;
      byItself = false;
      return copy();
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
    else while (!rest.isEmpty() && writable && !broken) handOverRest();
  }

  private void handOverRest() {
    int sent = handOver(rest.bytes(), rest.at(), rest.count());
    held -= sent;
    rest.handedOver(sent);
  }

  private void handOver(Pipe through) {
    while (held > 0 && writable && !broken) {
      int sent = sockets.splice(through.readEnd(), to, held);
      if (sent > 0) {
        held -= sent;
        handedOver += sent;
        roomJustTold = false;
      } else notTaken(sent);
    }
    if (held == 0) releasePipe(through);
  }

  private int handOver(Buffer bytes, int at, int count) {
    int sent = sockets.send(to, bytes, at, count);
    if (sent < 0) {
      notTaken(sent);
      return 0;
    }
    if (sent < count) writable = false;
    handedOver += sent;
    roomJustTold = false;
    return sent;
  }

  private void notTaken(int why) {
    if (why == -Errno.EAGAIN) writable = false;
    else if (why != -Errno.EINTR) broken = true;
  }

  private void releasePipe(Pipe through) {
    if (held == 0) pipes.giveBack(through);
    else pipes.discard(through);
    pipe = null;
    held = 0;
  }

  /** Gives back what it holds, and takes back what it asked for. */
  void release() {
    if (pipe != null) releasePipe(pipe);
    rest.release();
    held = 0;
    if (ring == null) return;
    if (arrived > 0) ring.giveBack(arrivedBuffer);
    arrived = 0;
    if (intake != null) intake.release();
    if (roomAwaited) ring.cancel(word + Session.ROOM);
  }
}
