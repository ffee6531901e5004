package dev.vipc.agent.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Pairs of sockets of this process, connected with each other, and what is said with them. */
public final class SocketPairs implements AutoCloseable {
  private static final int UNIX = 1;
  private static final int STREAM = 1;
  private static final int NON_BLOCKING = 0x800;

  private final Syscall kernel;
  private final Sockets sockets;
  private final List<Integer> opened = new ArrayList<>();

  public SocketPairs(Syscall kernel) {
    this.kernel = kernel;
    sockets = new Sockets(kernel);
  }

  public int[] open() throws SystemCallException {
    Buffer pair = Buffer.ofHostOrder(8);
    Syscall.succeeded(
        "socketpair",
        kernel.call(SystemCall.SOCKETPAIR, UNIX, STREAM | NON_BLOCKING, 0, pair.address()));
    int[] both = {pair.bytes().getInt(0), pair.bytes().getInt(4)};
    opened.add(both[0]);
    opened.add(both[1]);
    return both;
  }

  /** As {@link #open}, with TCP over loopback. */
  public int[] openTcp() throws SystemCallException {
    InetAddress here = InetAddress.ofLiteral("127.0.0.1");
    int listener = sockets.listen(new InetSocketAddress(here, 0), 1);
    int connected = (int) Syscall.succeeded("connect", sockets.connect(sockets.local(listener)));
    int accepted = -Errno.EAGAIN;
    while (accepted == -Errno.EAGAIN) accepted = sockets.accept(listener, new NativeAddress());
    sockets.close(listener);
    opened.add(connected);
    opened.add((int) Syscall.succeeded("accept", accepted));
    return new int[] {connected, accepted};
  }

  public void say(int socket, String text) {
    Buffer bytes = Buffer.ofHostOrder(text.length());
    bytes.bytes().put(0, text.getBytes(StandardCharsets.US_ASCII));
    assertEquals(text.length(), sockets.send(socket, bytes, 0, text.length()));
  }

  /**
   * Fills what a socket holds until it takes no more.
   *
   * @return so many bytes
   */
  public int fill(int socket) {
    Buffer bytes = Buffer.ofHostOrder(1_024);
    int filled = 0;
    for (int sent = 1; sent > 0; filled += Math.max(0, sent))
      sent = sockets.send(socket, bytes, 0, 1_024);
    return filled;
  }

  /** Somebody else closes it. */
  public void leave(int socket) {
    opened.remove((Integer) socket);
  }

  @Override
  public void close() {
    opened.forEach(sockets::close);
  }
}
