package dev.vipc.agent.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class SyscallTest {
  private final Syscall kernel = new Syscall();

  @Test
  void answersAsTheKernelDoes() {
    assertEquals(ProcessHandle.current().pid(), kernel.call(SystemCall.GETPID));
  }

  @Test
  void anErrorIsTheNegativeReason() {
    assertEquals(-Errno.EBADF, kernel.call(SystemCall.CLOSE, -1));
    var refusal =
        assertThrows(
            SystemCallException.class,
            () -> Syscall.succeeded("close", kernel.call(SystemCall.CLOSE, -1)));
    assertEquals("close: bad file descriptor", refusal.getMessage());
  }

  @Test
  void memoryIsShared() throws SystemCallException {
    Buffer ends = Buffer.ofHostOrder(8);
    Buffer sent = Buffer.ofNetworkOrder(4);
    Buffer received = Buffer.ofNetworkOrder(4);
    sent.bytes().putInt(0, 42);
    Syscall.succeeded("pipe", kernel.call(SystemCall.PIPE2, ends.address(), 0));
    int readEnd = ends.bytes().getInt(0);
    int writeEnd = ends.bytes().getInt(4);
    assertEquals(4, kernel.call(SystemCall.WRITE, writeEnd, sent.address(), 4));
    assertEquals(4, kernel.call(SystemCall.READ, readEnd, received.address(), 4));
    assertEquals(42, received.bytes().getInt(0));
    assertEquals(0, kernel.call(SystemCall.CLOSE, readEnd));
    assertEquals(0, kernel.call(SystemCall.CLOSE, writeEnd));
  }

  @Test
  void aCallAllocatesNothing() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 30_000; i++) kernel.call(SystemCall.CLOSE, -1);
    long least = Long.MAX_VALUE;
    // the JVM itself may allocate once on this thread, when it gives up code that it had compiled
    for (int round = 0; round < 10; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1_000; i++) kernel.call(SystemCall.CLOSE, -1);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least);
  }
}
