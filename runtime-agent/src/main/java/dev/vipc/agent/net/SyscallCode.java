package dev.vipc.agent.net;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The machine code of a system call. {@code syscall(3)} of the C library would do but for one
 * thing: it leaves the reason of a failure in errno, and to catch that before the virtual machine
 * makes calls of its own costs an object each time. So its few instructions stand here without
 * that.
 */
final class SyscallCode {
  /** endbr64; the arguments to where the kernel wants them; syscall; ret. */
  private static final String X86_64 =
      "f30f1efa 4889f8 4889f7 4889d6 4889ca 4d89c2 4d89c8 4c8b4c2408 0f05 c3";

  /** mov x8, x0; mov x0, x1 … mov x5, x6; svc 0; ret. */
  private static final String AARCH64 =
      "e80300aa e00301aa e10302aa e20303aa e30304aa e40305aa e50306aa 010000d4 c0035fd6";

  private static final long PAGE = 65_536;
  private static final long PROT_READ = 1;
  private static final long PROT_WRITE = 2;
  private static final long PROT_EXEC = 4;
  private static final long MAP_PRIVATE_ANONYMOUS = 0x22;

  private SyscallCode() {}

  /** A handle for number and six words, which gives what the kernel answers. */
  static MethodHandle link() {
    Linker linker = Linker.nativeLinker();
    MethodHandle shape =
        linker.downcallHandle(
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG));
    MemorySegment library = linker.defaultLookup().findOrThrow("syscall");
    return MethodHandles.insertArguments(shape, 0, code(shape, library));
  }

  private static MemorySegment code(MethodHandle shape, MemorySegment library) {
    long page =
        must(
            "mmap",
            shape,
            library,
            SystemCall.MMAP,
            0,
            PAGE,
            PROT_READ | PROT_WRITE,
            MAP_PRIVATE_ANONYMOUS,
            -1);
    byte[] code = HexFormat.of().parseHex((SystemCall.X86_64 ? X86_64 : AARCH64).replace(" ", ""));
    ByteBuffer memory =
        MemorySegment.ofAddress(page)
            .reinterpret(code.length)
            .asByteBuffer()
            .order(ByteOrder.nativeOrder());
    memory.put(code);
    must("mprotect", shape, library, SystemCall.MPROTECT, page, PAGE, PROT_READ | PROT_EXEC, 0, 0);
    return MemorySegment.ofAddress(page);
  }

  private static long must(
      String what,
      MethodHandle shape,
      MemorySegment library,
      long number,
      long a,
      long b,
      long c,
      long d,
      long e) {
    long result;
    try {
      result = (long) shape.invokeExact(library, number, a, b, c, d, e, 0L);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
    if (result == -1)
      throw new IllegalStateException("the kernel allows this process no code of its own: " + what);
    return result;
  }
}
