package dev.vipc.agent.net;

/**
 * The processor time of one thread of this process, which another one asks for: clock_gettime(2) of
 * the clock that pthread_getcpuclockid(3) names. One thread asks.
 */
public final class ThreadClock {
  /** Of a thread, and what the scheduler counted (linux/posix-timers_types.h). */
  private static final int PER_THREAD_SCHED = 4 | 2;

  private static final int THREAD_SHIFT = 3;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final Syscall kernel = new Syscall();
  private final Buffer time = Buffer.ofHostOrder(16);
  private final int clock;

  private ThreadClock(int thread) {
    clock = ~thread << THREAD_SHIFT | PER_THREAD_SCHED;
  }

  /** That of the calling thread, which is a platform thread. */
  public static ThreadClock ofThisThread() {
    return new ThreadClock((int) new Syscall().call(SystemCall.GETTID));
  }

  /** In nanoseconds; 0 when the thread has ended. */
  public long nanos() {
    if (kernel.call(SystemCall.CLOCK_GETTIME, clock, time.address()) < 0) return 0;
    return time.bytes().getLong(0) * NANOS_PER_SECOND + time.bytes().getLong(8);
  }
}
