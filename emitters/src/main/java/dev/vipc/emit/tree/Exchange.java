package dev.vipc.emit.tree;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Lets two names change places at once: {@code renameat2} with {@code RENAME_EXCHANGE} (Linux 3.15,
 * glibc 2.28; rename(2)), which the JDK has no call for.
 */
final class Exchange {
  /** linux/fcntl.h: relative paths count from the working directory. */
  private static final int AT_FDCWD = -100;

  /** linux/fs.h. */
  private static final int RENAME_EXCHANGE = 1 << 1;

  private static final FunctionDescriptor RENAMEAT2 =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);

  private Exchange() {}

  /**
   * Whether the two have changed places. False where the system has no such call, the file system
   * cannot do it, or one of them is a mount point; then nothing has happened.
   */
  static boolean swap(Path one, Path other) {
    return "Linux".equals(System.getProperty("os.name"))
        && renameat2().filter(call -> call(call, one, other) == 0).isPresent();
  }

  private static Optional<MethodHandle> renameat2() {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("renameat2")
        .map(function -> linker.downcallHandle(function, RENAMEAT2));
  }

  private static int call(MethodHandle renameat2, Path one, Path other) {
    try (Arena arena = Arena.ofConfined()) {
      return (int)
          renameat2.invokeExact(
              AT_FDCWD, name(arena, one), AT_FDCWD, name(arena, other), RENAME_EXCHANGE);
    } catch (Throwable e) {
      throw new IllegalStateException("renameat2", e);
    }
  }

  /** The name's bytes as the JDK itself hands names to the system. */
  private static MemorySegment name(Arena arena, Path path) {
    return arena.allocateFrom(
        path.toString(), Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
  }
}
