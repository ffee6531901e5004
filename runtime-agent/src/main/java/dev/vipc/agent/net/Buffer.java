package dev.vipc.agent.net;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory that the kernel and Java both see.
 *
 * @param bytes absolute and relative access, in the order asked for
 * @param address of its first byte, for {@link Syscall}; valid as long as this record is reachable
 */
public record Buffer(ByteBuffer bytes, long address) {
  /** Zeroed memory in host byte order, as the kernel's structures are. */
  public static Buffer ofHostOrder(int size) {
    return allocate(size, ByteOrder.nativeOrder());
  }

  /** Zeroed memory in network byte order, as packets are. */
  public static Buffer ofNetworkOrder(int size) {
    return allocate(size, ByteOrder.BIG_ENDIAN);
  }

  private static Buffer allocate(int size, ByteOrder order) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(size).order(order);
    return new Buffer(bytes, MemorySegment.ofBuffer(bytes).address());
  }
}
