package dev.vipc.agent.net;

/**
 * Finds out whether a kernel tells of the end of a stream, to who receives each time that bytes
 * come, where the end and the last bytes come before anybody looks: see {@link
 * Ring#tellsOfEachEnd}.
 */
final class EndTrial {
  private static final int AF_UNIX = 1;
  private static final int STREAM = 1;
  private static final int NON_BLOCKING = 0x800;

  /** What is asked for is told of in a few waits, each of which takes no time. */
  private static final int WAITS = 4;

  private final Syscall kernel;
  private final Ring ring;
  private final Sockets sockets;

  /** On the ring's thread, while nothing else is asked for. */
  EndTrial(Syscall kernel, Ring ring) {
    this.kernel = kernel;
    this.ring = ring;
    sockets = new Sockets(kernel);
  }

  boolean isToldOf() {
    Buffer pair = Buffer.ofHostOrder(8);
    long opened =
        kernel.call(SystemCall.SOCKETPAIR, AF_UNIX, STREAM | NON_BLOCKING, 0, pair.address());
    if (opened < 0) return false;
    int receiver = pair.bytes().getInt(0);
    int sender = pair.bytes().getInt(4);
    ring.receiveEach(receiver, Ring.UNHEARD);
    ring.await(0);
    sockets.send(sender, Buffer.ofHostOrder(1), 0, 1);
    sockets.shutdownWriting(sender);
    boolean told = isOver();
    if (!told) {
      ring.cancel(Ring.UNHEARD);
      isOver();
    }
    sockets.close(receiver);
    sockets.close(sender);
    return told;
  }

  /** Whether it is told of for the last time. */
  private boolean isOver() {
    boolean over = false;
    for (int i = 0; i < WAITS && !over; i++) {
      int count = ring.await(0);
      for (int n = 0; n < count; n++) {
        if (ring.buffer(n) != Ring.NO_BUFFER) ring.giveBack(ring.buffer(n));
        over |= !ring.hasMore(n);
      }
    }
    return over;
  }
}
