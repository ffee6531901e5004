package dev.vipc.agent.net;

import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;

/**
 * The one foreign function: a system call. Linking a shape of call costs start-up time, so every
 * call has the same shape: a number of {@link SystemCall} and six words. A call answers as the
 * kernel does, with a result or a negative {@link Errno}, and allocates nothing.
 */
public final class Syscall {
  private static final MethodHandle CALL = SyscallCode.link();

  /**
   * Links the function, which takes some 30 ms, while the caller does something else: what a
   * process begins with. The other work may call nothing foreign: two threads that set up the same
   * classes of the JDK may wait for each other.
   *
   * @return what the other work gives, when both are done
   */
  public static <T> T linkedBeside(Supplier<T> other) {
    // the caller meets the same fault at its first call, and says so
    Thread linking =
        Thread.ofPlatform()
            .name("link")
            .daemon()
            .uncaughtExceptionHandler((_, _) -> {})
            .start(Syscall::new);
    try {
      return other.get();
    } finally {
      joined(linking);
    }
  }

  private static void joined(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
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
