package dev.vipc.agent.net;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What one loop asks the kernel to do and hears when it is done, io_uring(7): many requests go with
 * one system call, and a small message costs none of its own. Requests begin in the order in which
 * they were asked for, at the next {@link #await}. One thread uses an instance, from {@link #begin}
 * on. It needs Linux 6.1, and seccomp or {@code kernel.io_uring_disabled} may refuse it.
 */
public final class Ring implements AutoCloseable {
  /** Where a completion has no buffer. */
  public static final int NO_BUFFER = -1;

  /** The word of completions that nobody needs to hear of. */
  public static final long UNHEARD = -2;

  /** linux/io_uring.h. */
  private static final int SETUP_CQSIZE = 1 << 3;

  private static final int SETUP_R_DISABLED = 1 << 6;
  private static final int SETUP_SUBMIT_ALL = 1 << 7;
  private static final int SETUP_TASKRUN_FLAG = 1 << 9;
  private static final int SETUP_SINGLE_ISSUER = 1 << 12;
  private static final int SETUP_DEFER_TASKRUN = 1 << 13;
  private static final int ENTER_GETEVENTS = 1;
  private static final int ENTER_EXT_ARG = 1 << 3;
  private static final int REGISTER_ENABLE_RINGS = 12;
  private static final int REGISTER_PBUF_RING = 22;
  private static final long OFF_SQES = 0x1000_0000L;
  private static final byte OP_POLL_ADD = 6;
  private static final byte OP_ASYNC_CANCEL = 14;
  private static final byte OP_CLOSE = 19;
  private static final byte OP_SEND = 26;
  private static final byte OP_RECV = 27;
  private static final byte BUFFER_SELECT = 1 << 5;
  private static final byte CQE_SKIP_SUCCESS = 1 << 6;
  private static final int POLL_ADD_MULTI = 1;
  private static final short RECVSEND_POLL_FIRST = 1;
  private static final short RECV_MULTISHOT = 1 << 1;
  private static final int SQ_CQ_OVERFLOW = 1 << 1;
  private static final int SQ_TASKRUN = 1 << 2;
  private static final int CQE_F_BUFFER = 1;
  private static final int CQE_F_MORE = 1 << 1;
  private static final int CQE_BUFFER_SHIFT = 16;

  /** {@code struct io_uring_params}. */
  private static final int PARAMS_BYTES = 120;

  private static final int CQ_ENTRIES = 4;
  private static final int SETUP_FLAGS = 8;
  private static final int SQ_TAIL = 44;
  private static final int SQ_MASK = 48;
  private static final int SQ_FLAGS = 56;
  private static final int SQ_ARRAY = 64;
  private static final int CQ_HEAD = 80;
  private static final int CQ_TAIL = 84;
  private static final int CQ_MASK = 88;
  private static final int CQ_CQES = 100;

  /** {@code struct io_uring_sqe}: its flags, and what the operations here use of it. */
  private static final int SQE_BYTES = 64;

  private static final int SQE_FLAGS = 1;
  private static final int SQE_IOPRIO = 2;
  private static final int SQE_FD = 4;
  private static final int SQE_ADDR = 16;
  private static final int SQE_LEN = 24;
  private static final int SQE_OP_FLAGS = 28;
  private static final int SQE_USER_DATA = 32;

  /** {@code struct io_uring_cqe}. */
  private static final int CQE_BYTES = 16;

  private static final int CQE_RES = 8;
  private static final int CQE_FLAGS = 12;

  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_WAITALL = 0x100;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_SHARED = 1;
  private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
  private static final int SIGNAL_SET_BYTES = 8;
  private static final long MILLIS_PER_SECOND = 1_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private static final int REQUESTS = 512;
  private static final int COMPLETIONS = 4_096;

  /** After so many tries to hand requests over, the kernel has no memory for them now. */
  private static final int TRIES = 100;

  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final VarHandle SHARED = INT.varHandle();

  private final Syscall kernel;
  private final int descriptor;
  private final List<MemorySegment> maps = new ArrayList<>();
  private final MemorySegment rings;
  private final MemorySegment requests;
  private final int requestCount;
  private final long requestTailAt;
  private final long requestFlagsAt;
  private final int requestMask;
  private final long completionHeadAt;
  private final long completionTailAt;
  private final int completionMask;
  private final long completionsAt;

  /** {@code struct io_uring_getevents_arg}, and the {@code __kernel_timespec} that it names. */
  private final Buffer argument = Buffer.ofHostOrder(24);

  private final Buffer patience = Buffer.ofHostOrder(16);

  private final RingBuffers buffers;
  private final Lookout lookout = new Lookout();
  private volatile boolean looks;
  private volatile long lookedNanos;

  /** Requests: asked for, and handed over to the kernel. */
  private int tail;

  private int submitted;

  /** Sends: asked for, and no longer open. */
  private long sends;

  private long sendsTold;

  /** Completions of the last wait. */
  private int first;

  private int count;

  /**
   * @param buffers how many there are for what is received: a power of two, at most 32,768
   * @param bufferBytes the size of each
   * @throws SystemCallException where the kernel has no such thing, or does not allow it
   */
  public Ring(Syscall kernel, int buffers, int bufferBytes) throws SystemCallException {
    this(kernel, buffers, bufferBytes, REQUESTS, COMPLETIONS);
  }

  /** With room for so many requests in one system call, and completions; both powers of two. */
  Ring(Syscall kernel, int buffers, int bufferBytes, int requestCount, int completionCount)
      throws SystemCallException {
    this.kernel = kernel;
    this.requestCount = requestCount;
    Buffer asked = Buffer.ofHostOrder(PARAMS_BYTES);
    ByteBuffer params = asked.bytes();
    params.putInt(CQ_ENTRIES, completionCount);
    params.putInt(
        SETUP_FLAGS,
        SETUP_CQSIZE
            | SETUP_R_DISABLED
            | SETUP_SUBMIT_ALL
            | SETUP_TASKRUN_FLAG
            | SETUP_SINGLE_ISSUER
            | SETUP_DEFER_TASKRUN);
    descriptor =
        (int)
            Syscall.succeeded(
                "io_uring_setup",
                kernel.call(SystemCall.IO_URING_SETUP, requestCount, asked.address()));
    try {
      long order = params.getInt(SQ_ARRAY);
      requestTailAt = params.getInt(SQ_TAIL);
      requestFlagsAt = params.getInt(SQ_FLAGS);
      completionHeadAt = params.getInt(CQ_HEAD);
      completionTailAt = params.getInt(CQ_TAIL);
      completionsAt = params.getInt(CQ_CQES);
      // one map for both rings (IORING_FEAT_SINGLE_MMAP, since Linux 5.4)
      long size =
          Math.max(
              order + (long) requestCount * Integer.BYTES,
              completionsAt + (long) completionCount * CQE_BYTES);
      rings = map(size, MAP_SHARED, descriptor, 0);
      requests = map((long) requestCount * SQE_BYTES, MAP_SHARED, descriptor, OFF_SQES);
      requestMask = rings.get(INT, params.getInt(SQ_MASK));
      completionMask = rings.get(INT, params.getInt(CQ_MASK));
      for (int i = 0; i < requestCount; i++) rings.set(INT, order + (long) i * Integer.BYTES, i);
      this.buffers = offer(buffers, bufferBytes);
    } catch (SystemCallException e) {
      close();
      throw e;
    }
  }

  private MemorySegment map(long size, int flags, int of, long offset) throws SystemCallException {
    long address = kernel.call(SystemCall.MMAP, 0, size, PROT_READ_WRITE, flags, of, offset);
    Syscall.succeeded("mmap for io_uring", Math.min(address, 0));
    MemorySegment map = MemorySegment.ofAddress(address).reinterpret(size);
    maps.add(map);
    return map;
  }

  private RingBuffers offer(int count, int bytes) throws SystemCallException {
    MemorySegment offered = map((long) count * RingBuffers.BUF_BYTES, MAP_PRIVATE_ANONYMOUS, -1, 0);
    Buffer asked = Buffer.ofHostOrder(40);
    asked.bytes().putLong(0, offered.address()).putInt(8, count);
    register("buffers", REGISTER_PBUF_RING, asked.address(), 1);
    return new RingBuffers(offered, count, bytes);
  }

  private void register(String what, int operation, long with, int count)
      throws SystemCallException {
    Syscall.succeeded(
        "io_uring_register of " + what,
        kernel.call(SystemCall.IO_URING_REGISTER, descriptor, operation, with, count));
  }

  /** Makes the calling thread the one that uses it. */
  public void begin() throws SystemCallException {
    register("its thread", REGISTER_ENABLE_RINGS, 0, 0);
  }

  /** Tells once that one of the bits of {@link Epoll} holds, also where it does already. */
  public void poll(int watched, int interest, long word) {
    long at = request(OP_POLL_ADD, watched, word);
    requests.set(INT, at + SQE_OP_FLAGS, interest);
  }

  /** As {@link #poll}, and again each time that something happens. */
  public void pollEach(int watched, int interest, long word) {
    long at = request(OP_POLL_ADD, watched, word);
    requests.set(INT, at + SQE_LEN, POLL_ADD_MULTI);
    requests.set(INT, at + SQE_OP_FLAGS, interest);
  }

  /**
   * Takes bytes once there are some. The result is their count, 0 at the end of the stream, or a
   * negative {@link Errno}: {@link Errno#ENOBUFS} where all buffers are in use. The buffer is the
   * receiver's to send or to give back.
   */
  public void receive(int socket, long word) {
    receive(socket, word, RECVSEND_POLL_FIRST);
  }

  private void receive(int socket, long word, short how) {
    long at = request(OP_RECV, socket, word);
    requests.set(BYTE, at + SQE_FLAGS, BUFFER_SELECT);
    requests.set(SHORT, at + SQE_IOPRIO, how);
  }

  /**
   * As {@link #receive}, and again each time that bytes come, until it is taken back, the stream
   * ends or has failed, or there is no buffer: what says that is the last completion. One sender
   * may fill many buffers at a time. It is not to be used where {@link EndTrial} does not pass; and
   * where it does, of a reset that is there with the first bytes when this begins it does not tell:
   * see {@link Sockets#isHungUp}.
   */
  public void receiveEach(int socket, long word) {
    receive(socket, word, (short) (RECVSEND_POLL_FIRST | RECV_MULTISHOT));
  }

  /**
   * Sends what a buffer begins with, as far as there is room at once. The buffer goes back by
   * itself, if nobody keeps it, after the wait whose completions can tell of this send.
   *
   * @param silently whether there is a completion only where not all was sent. Its result is what
   *     was sent, or a negative {@link Errno}
   * @return its number, for {@link #isOpen}
   */
  public long send(int socket, int buffer, int count, boolean silently, long word) {
    long at = request(OP_SEND, socket, word);
    if (silently) requests.set(BYTE, at + SQE_FLAGS, CQE_SKIP_SUCCESS);
    requests.set(LONG, at + SQE_ADDR, bytes(buffer).address());
    requests.set(INT, at + SQE_LEN, count);
    // with MSG_WAITALL less than all is a failure, and those are never silent
    requests.set(INT, at + SQE_OP_FLAGS, MSG_DONTWAIT | MSG_WAITALL | MSG_NOSIGNAL);
    buffers.lend(buffer);
    return ++sends;
  }

  /**
   * Whether a send may have failed without a completion that says so, of this wait or an earlier
   * one. It comes before those of all that was received after the send began, and may come after
   * others.
   *
   * @param number of the send; 0 is none
   */
  public boolean isOpen(long number) {
    return number > sendsTold;
  }

  /** Takes a request back: it completes with what it has come to. */
  public void cancel(long word) {
    long at = request(OP_ASYNC_CANCEL, -1, UNHEARD);
    requests.set(BYTE, at + SQE_FLAGS, CQE_SKIP_SUCCESS);
    requests.set(LONG, at + SQE_ADDR, word);
  }

  /** Closes a descriptor once everything has begun that was asked for before. */
  public void close(int closed) {
    long at = request(OP_CLOSE, closed, UNHEARD);
    requests.set(BYTE, at + SQE_FLAGS, CQE_SKIP_SUCCESS);
  }

  private long request(byte operation, int on, long word) {
    while (tail - submitted == requestCount) submit();
    long at = (long) (tail++ & requestMask) * SQE_BYTES;
    for (int i = 0; i < SQE_BYTES; i += Long.BYTES) requests.set(LONG, at + i, 0);
    requests.set(BYTE, at, operation);
    requests.set(INT, at + SQE_FD, on);
    requests.set(LONG, at + SQE_USER_DATA, word);
    return at;
  }

  /** Has begin what was asked for, unless the kernel has no memory; whether there was something. */
  public boolean submit() {
    boolean something = tail != submitted;
    for (int i = 0; i < TRIES && tail != submitted; i++) enter(0, 0, 0, 0);
    return something;
  }

  /**
   * Has everything begin that was asked for, and waits until something is done.
   *
   * @param millis the longest; -1 without end
   * @return how many completions there are
   */
  public int await(int millis) {
    first += count;
    SHARED.setRelease(rings, completionHeadAt, first);
    buffers.takeBackWhatIsSent();
    if (millis == 0 || !looks || !lookout.isWorthIt() || !look()) sleep(millis);
    int flags = requestFlags();
    // where more is done than there is room for, a failure may be among what is not there yet
    if ((flags & SQ_CQ_OVERFLOW) == 0 && tail == submitted) {
      buffers.sent();
      sendsTold = sends;
    }
    count = done();
    return count;
  }

  private int requestFlags() {
    return (int) SHARED.getAcquire(rings, requestFlagsAt);
  }

  private int done() {
    return (int) SHARED.getAcquire(rings, completionTailAt) - first;
  }

  /**
   * Looks until something is done: the kernel says without a system call whether it has come to
   * something. Whether something is done.
   */
  private boolean look() {
    enter(0, ENTER_GETEVENTS, 0, 0);
    if (done() > 0) return true;
    long begun = System.nanoTime();
    long nanos;
    do {
      Thread.onSpinWait();
      nanos = System.nanoTime() - begun;
      // what that does for what was asked for is not a part of the look
      if ((requestFlags() & SQ_TASKRUN) != 0) enter(0, ENTER_GETEVENTS, 0, 0);
    } while (done() == 0 && nanos < Lookout.LONGEST);
    lookedNanos += Math.min(nanos, Lookout.LONGEST);
    if (done() == 0) lookout.missed();
    else lookout.found(nanos);
    return done() > 0;
  }

  /**
   * Whether {@link #await} looks for something that is done for some microseconds before it sleeps,
   * as long as that pays; not unless asked for. From any thread.
   */
  public void lookBeforeSleep(boolean wanted) {
    looks = wanted;
  }

  /** How long it has looked so far; from any thread. */
  public long lookedNanos() {
    return lookedNanos;
  }

  private void sleep(int millis) {
    if (millis > 0) {
      patience.bytes().putLong(0, millis / MILLIS_PER_SECOND);
      patience.bytes().putLong(8, millis % MILLIS_PER_SECOND * NANOS_PER_MILLI);
      argument.bytes().putInt(8, SIGNAL_SET_BYTES).putLong(16, patience.address());
      enter(1, ENTER_GETEVENTS | ENTER_EXT_ARG, argument.address(), 24);
    } else enter(millis == 0 ? 0 : 1, ENTER_GETEVENTS, 0, 0);
  }

  private void enter(int wait, int flags, long with, int size) {
    SHARED.setRelease(rings, requestTailAt, tail);
    long result =
        kernel.call(
            SystemCall.IO_URING_ENTER, descriptor, tail - submitted, wait, flags, with, size);
    if (result >= 0) submitted += (int) result;
    else if (!passes((int) -result))
      throw new IllegalStateException("io_uring_enter: " + Errno.describe((int) -result));
  }

  /** What ends a wait early, or is over when the completions have been taken. */
  private static boolean passes(int errno) {
    return errno == Errno.EINTR
        || errno == Errno.ETIME
        || errno == Errno.EAGAIN
        || errno == Errno.EBUSY
        || errno == Errno.ENOMEM;
  }

  /** What the n-th completion of the last wait was asked for with. */
  public long word(int n) {
    return rings.get(LONG, completion(n));
  }

  /** What came of it. */
  public int result(int n) {
    return rings.get(INT, completion(n) + CQE_RES);
  }

  /** Where its bytes are; {@link #NO_BUFFER} where it has none. */
  public int buffer(int n) {
    int flags = rings.get(INT, completion(n) + CQE_FLAGS);
    return (flags & CQE_F_BUFFER) == 0 ? NO_BUFFER : flags >>> CQE_BUFFER_SHIFT;
  }

  /** Whether there will be more of the same request. */
  public boolean hasMore(int n) {
    return (rings.get(INT, completion(n) + CQE_FLAGS) & CQE_F_MORE) != 0;
  }

  private long completion(int n) {
    return completionsAt + (long) (first + n & completionMask) * CQE_BYTES;
  }

  /** The bytes of a buffer. */
  public Buffer bytes(int buffer) {
    return buffers.bytes(buffer);
  }

  /** Has a buffer not go back after its send. */
  public void keep(int buffer) {
    buffers.keep(buffer);
  }

  /** Takes back a buffer that was kept or not sent. */
  public void giveBack(int buffer) {
    buffers.giveBack(buffer);
  }

  /** Ends what has begun. Nothing may be asked for afterwards. */
  @Override
  public void close() {
    kernel.call(SystemCall.CLOSE, descriptor);
    for (MemorySegment map : maps) kernel.call(SystemCall.MUNMAP, map.address(), map.byteSize());
  }
}
