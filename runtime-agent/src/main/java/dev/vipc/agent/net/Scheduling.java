package dev.vipc.agent.net;

/** How soon the kernel lets the calling thread run (sched(7)). */
public final class Scheduling {
  private static final int SCHED_FIFO = 1;
  private static final int SCHED_RESET_ON_FORK = 0x4000_0000;
  private static final int PR_SET_TIMERSLACK = 29;

  private Scheduling() {}

  /**
   * Puts the calling thread before all that is not real-time.
   *
   * @param priority 1..99
   * @return 0, or the {@link Errno} of the refusal: without CAP_SYS_NICE or RLIMIT_RTPRIO {@link
   *     Errno#EPERM}
   */
  public static int goFirst(Syscall kernel, int priority) {
    Buffer parameters = Buffer.ofHostOrder(4);
    parameters.bytes().putInt(0, priority);
    return (int)
        -kernel.call(
            SystemCall.SCHED_SETSCHEDULER,
            0,
            SCHED_FIFO | SCHED_RESET_ON_FORK,
            parameters.address());
  }

  /** Lets timers of the calling thread fire on time instead of together with others. */
  public static void beExact(Syscall kernel) {
    kernel.call(SystemCall.PRCTL, PR_SET_TIMERSLACK, 1);
  }
}
