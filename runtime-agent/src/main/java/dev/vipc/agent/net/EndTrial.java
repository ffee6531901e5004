package dev.vipc.agent.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Finds out whether a kernel tells who receives with {@link Ring#receiveEach} of an end or a reset
 * that comes together with the last bytes. Linux forgot the reset before its commit "io_uring/poll:
 * fix multishot recv missing EOF on wakeup race" of March 2026, and the connection stayed for ever.
 */
public final class EndTrial {
  private static final int ENTRIES = 8;
  private static final int BYTES = 64;
  private static final int LONG_MILLIS = 1_000;

  /** What is there is told of in a few waits, each of which takes no time. */
  private static final int WAITS = 4;

  /**
   * The reset may be seen here before the ring's own wake-up, where another processor brings it.
   */
  private static final int TRIES = 3;

  private final Syscall kernel;
  private final Sockets sockets;
  private final Buffer bytes = Buffer.ofHostOrder(BYTES);

  public EndTrial(Syscall kernel) {
    this.kernel = kernel;
    sockets = new Sockets(kernel);
  }

  /**
   * Tries it with connections over loopback.
   *
   * @throws SystemCallException where it cannot be tried
   */
  public boolean isPassed() throws SystemCallException {
    int listener = sockets.listen(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 2);
    try {
      for (int i = 0; i < TRIES; i++)
        if (!tells(listener, sockets::shutdownWriting) || !tells(listener, sockets::resetAtClose))
          return false;
      return true;
    } finally {
      sockets.close(listener);
    }
  }

  private interface Ending {
    void of(int socket);
  }

  private boolean tells(int listener, Ending ending) throws SystemCallException {
    int sender = (int) Syscall.succeeded("connect", sockets.connect(sockets.local(listener)));
    boolean open = true;
    try (Epoll comings = new Epoll(kernel, 1);
        Epoll ends = new Epoll(kernel, 1);
        Ring ring = new Ring(kernel, 2, BYTES, ENTRIES, ENTRIES)) {
      comings.add(listener, Epoll.IN, 0);
      comings.await(LONG_MILLIS);
      int receiver =
          (int) Syscall.succeeded("accept", sockets.accept(listener, new NativeAddress()));
      try {
        ring.begin();
        ring.receiveEach(receiver, 0);
        boolean toldBefore = ring.await(0) > 0;
        sockets.send(sender, bytes, 0, 1);
        ending.of(sender);
        sockets.close(sender);
        open = false;
        ends.add(receiver, Epoll.READ_HANG_UP, 0);
        boolean there = ends.await(LONG_MILLIS) > 0;
        return there && !toldBefore && isEndTold(ring);
      } finally {
        sockets.close(receiver);
      }
    } finally {
      if (open) sockets.close(sender);
    }
  }

  /** Whether the end is told of. */
  private static boolean isEndTold(Ring ring) {
    boolean told = false;
    for (int i = 0; i < WAITS && !told; i++) {
      int count = ring.await(0);
      for (int n = 0; n < count; n++) told |= !ring.hasMore(n) && isEnd(ring.result(n));
    }
    return told;
  }

  private static boolean isEnd(int result) {
    return result == 0 || result == -Errno.ECONNRESET;
  }
}
