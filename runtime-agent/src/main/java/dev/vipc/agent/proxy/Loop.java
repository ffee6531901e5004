package dev.vipc.agent.proxy;

import dev.vipc.agent.net.Buffer;
import dev.vipc.agent.net.Errno;
import dev.vipc.agent.net.NativeAddress;
import dev.vipc.agent.net.Ring;
import dev.vipc.agent.net.Sockets;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.SystemCallException;
import dev.vipc.agent.net.ThreadClock;
import dev.vipc.agent.net.WakeUp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One thread that serves its own connections and shares nothing with the other loops on the way of
 * a byte. Others reach it by {@link #post} alone.
 */
final class Loop implements Runnable {
  /** Words of events: a generation above, below it a place, and then what it is about. */
  private static final int GENERATION_SHIFT = 32;

  private static final int PLACE_SHIFT = 8;
  private static final int ABOUT = (1 << PLACE_SHIFT) - 1;

  private static final long WAKE_WORD = -1;

  private final Sockets sockets;
  private final Events events;
  private final WakeUp wakeUp = new WakeUp();
  private final Timers timers = new Timers(clock());
  private final PipePool pipes;
  private final BufferPool buffers;
  private final Buffer scratch = Buffer.ofHostOrder(BufferPool.BYTES);
  private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private volatile boolean sleeping;
  private volatile boolean stopped;
  private volatile @Nullable ThreadClock busy;
  private long now = clock();

  /** Sessions and listeners by their places; a generation tells who was there before. */
  private @Nullable Object[] places = new @Nullable Object[64];

  private int[] generations = new int[64];
  private int[] free = new int[64];
  private int freeCount;
  private int used;
  private Deque<Session> unfinished = new ArrayDeque<>();
  private Deque<Session> carried = new ArrayDeque<>();

  /**
   * @param pipes the most that are open at one time
   * @param buffers the most that hold what slow receivers did not take, and the most of a ring
   */
  Loop(int pipes, int buffers, DataPath path) throws SystemCallException {
    Syscall kernel = new Syscall();
    sockets = new Sockets(kernel);
    events =
        switch (path) {
          case IO_URING_MULTISHOT -> new RingEvents(kernel, buffers, true);
          case IO_URING -> new RingEvents(kernel, buffers, false);
          case EPOLL -> new EpollEvents(kernel, sockets);
        };
    this.pipes = new PipePool(sockets, pipes);
    this.buffers = new BufferPool(buffers);
    events.listen(wakeUp.descriptor(), WAKE_WORD);
  }

  /** The clock of all deadlines, in milliseconds. */
  static long clock() {
    return System.nanoTime() / 1_000_000;
  }

  Sockets sockets() {
    return sockets;
  }

  Events events() {
    return events;
  }

  Timers timers() {
    return timers;
  }

  PipePool pipes() {
    return pipes;
  }

  BufferPool buffers() {
    return buffers;
  }

  /** Room for one read, to be used and left at once. */
  Buffer scratch() {
    return scratch;
  }

  /** When this turn began. */
  long nowMillis() {
    return now;
  }

  /** Has the loop's thread do something; from any thread. */
  void post(Runnable task) {
    inbox.add(task);
    if (sleeping) {
      sleeping = false;
      wakeUp.wake();
    }
  }

  /** Ends the thread after this turn; from any thread. */
  void stop() {
    post(() -> stopped = true);
  }

  /** Processor time that its thread has taken, in nanoseconds; to be asked by one other thread. */
  long busyNanos() {
    ThreadClock clock = busy;
    return clock == null ? 0 : clock.nanos();
  }

  /**
   * Whether it looks for something to do for some microseconds before it sleeps, where it has a
   * ring; from any thread.
   */
  void lookBeforeSleep(boolean wanted) {
    events.ring().ifPresent(ring -> ring.lookBeforeSleep(wanted));
  }

  /** How long it has looked for something to do before it slept, in nanoseconds. */
  long lookedNanos() {
    return events.ring().map(Ring::lookedNanos).orElse(0L);
  }

  @Override
  public void run() {
    busy = ThreadClock.ofThisThread();
    try {
      events.begin();
      while (!stopped) turn();
      events.end();
    } catch (SystemCallException e) {
      throw new IllegalStateException(e);
    }
  }

  private void turn() throws SystemCallException {
    int count = events.await(patience());
    sleeping = false;
    now = clock();
    for (int i = 0; i < count; i++) dispatch(i);
    carryOn();
    for (Runnable task = inbox.poll(); task != null; task = inbox.poll()) task.run();
    timers.advance(now);
  }

  /** How long it may wait: not at all while there is something to do. */
  private int patience() {
    if (!unfinished.isEmpty()) return 0;
    sleeping = true;
    if (!inbox.isEmpty()) return 0;
    int next = timers.untilNext();
    return next < 0 ? -1 : (int) Math.max(0, next - (clock() - now));
  }

  private void dispatch(int n) {
    long word = events.word(n);
    if (word == WAKE_WORD) {
      wakeUp.drain();
      events.heard(wakeUp.descriptor(), word);
      return;
    }
    if (word == Ring.UNHEARD) return;
    int place = (int) word >>> PLACE_SHIFT;
    int buffer = events.buffer(n);
    // an event of this turn may be of one that ended in this turn
    boolean late = generations[place] != (int) (word >>> GENERATION_SHIFT);
    if (late) leave(buffer);
    else if (places[place] instanceof Session session)
      session.event((int) word & ABOUT, events.result(n), buffer, events.isLast(n));
    else if (places[place] instanceof Listener listener) listener.ready();
  }

  private void leave(int buffer) {
    if (buffer != Ring.NO_BUFFER) events.ring().orElseThrow().giveBack(buffer);
  }

  private void carryOn() {
    if (unfinished.isEmpty()) return;
    Deque<Session> due = unfinished;
    unfinished = carried;
    carried = due;
    for (Session session = due.poll(); session != null; session = due.poll()) session.carryOn();
  }

  /** The session has more to move, after all others have had their turn. */
  void carryOnLater(Session session) {
    unfinished.add(session);
  }

  /**
   * Closes a socket. The ring has requests of the same turn begin first: until it has, the
   * descriptor stays its owner's.
   */
  void close(int socket) {
    events.close(socket);
  }

  /** Whether what could not be opened for want of a descriptor can be now: some are just closed. */
  boolean hasMadeRoom(int result) {
    return (result == -Errno.EMFILE || result == -Errno.ENFILE) && events.settle();
  }

  /** Closes with a reset, so that the other side does not take it for an end. */
  void reset(int socket) {
    sockets.resetAtClose(socket);
    events.close(socket);
  }

  /** Takes in an accepted connection. */
  void begin(Service service, int client, NativeAddress peer) {
    int place = takePlace();
    Session session = new Session(this, service, client, peer, word(place));
    places[place] = session;
    session.begin();
  }

  private long word(int place) {
    return (long) generations[place] << GENERATION_SHIFT | (long) place << PLACE_SHIFT;
  }

  private int takePlace() {
    if (freeCount > 0) return free[--freeCount];
    if (used == places.length) {
      places = Arrays.copyOf(places, used * 2);
      generations = Arrays.copyOf(generations, used * 2);
      free = Arrays.copyOf(free, used * 2);
    }
    return used++;
  }

  private void leavePlace(long word) {
    int place = (int) word >>> PLACE_SHIFT;
    places[place] = null;
    generations[place] = (generations[place] + 1) & Integer.MAX_VALUE;
    free[freeCount++] = place;
  }

  /** The session has ended. */
  void forget(Session session) {
    leavePlace(session.word());
  }

  /** Begins to accept on a listening socket; on the loop's thread. */
  Listener accept(Service service, int descriptor) {
    int place = takePlace();
    Listener listener = new Listener(this, service, descriptor, word(place));
    places[place] = listener;
    listener.setKeepAlive();
    events.listen(descriptor, word(place));
    return listener;
  }

  /** Closes a listener; on the loop's thread. */
  void close(Listener listener) {
    listener.close();
    leavePlace(listener.word());
  }

  /** Has the listeners of a service accept again; on the loop's thread. */
  void resume(Service service) {
    for (int place = 0; place < used; place++)
      if (places[place] instanceof Listener listener && listener.service() == service)
        listener.resume();
  }

  /** Ends sessions; on the loop's thread. */
  void end(Predicate<Session> which, Ending how) {
    List<Session> ended = new ArrayList<>();
    for (int place = 0; place < used; place++)
      if (places[place] instanceof Session session && which.test(session)) ended.add(session);
    ended.forEach(session -> session.end(how));
  }
}
