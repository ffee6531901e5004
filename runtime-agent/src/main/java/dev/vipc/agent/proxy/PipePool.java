package dev.vipc.agent.proxy;

import dev.vipc.agent.net.Pipe;
import dev.vipc.agent.net.Sockets;
import dev.vipc.agent.net.SystemCallException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Empty pipes of one loop. A connection has one only while bytes are in it, and there are never
 * more than so many: they cost descriptors, and memory of the kernel.
 */
final class PipePool {
  /** Room for several segments of the largest size that the kernel hands over at once. */
  private static final int PIPE_BYTES = 256 << 10;

  private final Sockets sockets;
  private final int most;
  private final Deque<Pipe> idle = new ArrayDeque<>();
  private int open;

  PipePool(Sockets sockets, int most) {
    this.sockets = sockets;
    this.most = most;
  }

  /** An empty pipe, where one can be had. */
  Optional<Pipe> take() {
    Pipe pipe = idle.pollLast();
    return pipe == null ? opened() : Optional.of(pipe);
  }

  private Optional<Pipe> opened() {
    if (open >= most) return Optional.empty();
    try {
      Pipe pipe = sockets.pipe(PIPE_BYTES);
      open++;
      return Optional.of(pipe);
    } catch (SystemCallException _) {
      // bytes are copied instead
      return Optional.empty();
    }
  }

  /** Takes back an empty pipe. */
  void giveBack(Pipe pipe) {
    idle.addLast(pipe);
  }

  /** Takes back a pipe that bytes are left in. */
  void discard(Pipe pipe) {
    sockets.close(pipe.readEnd());
    sockets.close(pipe.writeEnd());
    open--;
  }
}
