package dev.vipc.agent.net;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The one foreign function: {@code syscall(2)}. Linking a shape of call costs start-up time, so
 * every call has the same shape: a number of {@link SystemCall} and six words. A call answers as
 * the kernel does, with a result or a negative {@link Errno}, and allocates nothing.
 *
 * <p>One thread at a time may use an instance, since it holds the place of that thread's errno.
 */
public final class Syscall {
  private static final MethodHandle CALL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG),
              Linker.Option.firstVariadicArg(1),
              Linker.Option.captureCallState("errno"));

  private final ByteBuffer errno =
      ByteBuffer.allocateDirect((int) Linker.Option.captureStateLayout().byteSize())
          .order(ByteOrder.nativeOrder());
  private final MemorySegment captured = MemorySegment.ofBuffer(errno);

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
    long result;
    try {
      result = (long) CALL.invokeExact(captured, number, a, b, c, d, e, f);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
    return result == -1 ? -errno.getInt(0) : result;
  }

  /** Gives back the result of a call that should not fail. */
  public static long succeeded(String what, long result) throws SystemCallException {
    if (result < 0) throw new SystemCallException(what, (int) -result);
    return result;
  }
}
