package dev.vipc.agent.net;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

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

  /**
   * The beginning of a file, shared with whoever else maps it, in host byte order. The map of a
   * channel that gives a buffer makes it by reflection, which takes 30 ms of a process's start.
   *
   * @param size in bytes; the file has as many
   */
  public static ByteBuffer mapped(FileChannel file, int size) throws IOException {
    return file.map(FileChannel.MapMode.READ_WRITE, 0, size, Arena.ofAuto())
        .asByteBuffer()
        .order(ByteOrder.nativeOrder());
  }

  private static Buffer allocate(int size, ByteOrder order) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(size).order(order);
    return new Buffer(bytes, MemorySegment.ofBuffer(bytes).address());
  }
}
