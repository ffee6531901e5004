package dev.vipc.agent.net;

import java.lang.invoke.MethodHandle;

/**
 * The one foreign function: a system call. Linking a shape of call costs start-up time, so every
 * call has the same shape: a number of {@link SystemCall} and six words. A call answers as the
 * kernel does, with a result or a negative {@link Errno}, and allocates nothing.
 */
public final class Syscall {
  private static final MethodHandle CALL = SyscallCode.link();

  /**
   * Begins to link the function on a thread of its own, which takes some 30 ms: a process does so
   * first of all, and reads its plan meanwhile. Who calls before it is linked waits.
   */
  public static void linkAside() {
    Thread.ofPlatform().name("link").daemon().start(Syscall::new);
  }

  public long call(long number) {
    return call(number, 0, 0, 0, 0, 0, 0);
  }

  public long call(long number, long a) {
    return call(number, a, 0, 0, 0, 0, 0);
  }

  public long call(long number, long a, long b) {
    return call(number, a, b, 0, 0, 0, 0);
  }

  public long call(long number, long a, long b, long c) {
    return call(number, a, b, c, 0, 0, 0);
  }

  public long call(long number, long a, long b, long c, long d) {
    return call(number, a, b, c, d, 0, 0);
  }

  public long call(long number, long a, long b, long c, long d, long e) {
    return call(number, a, b, c, d, e, 0);
  }

  /**
   * Makes a system call.
   *
   * @param number one of {@link SystemCall}
   * @return what the kernel answers: from -4095 to -1 the negative of an {@link Errno}
   */
  public long call(long number, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) CALL.invokeExact(number, a, b, c, d, e, f);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Gives back the result of a call that should not fail. */
  public static long succeeded(String what, long result) throws SystemCallException {
    if (result < 0) throw new SystemCallException(what, (int) -result);
    return result;
  }
}
