package dev.vipc.benchmark;

import dev.vipc.agent.net.Buffer;
import dev.vipc.agent.net.Epoll;
import dev.vipc.agent.net.Errno;
import dev.vipc.agent.net.NativeAddress;
import dev.vipc.agent.net.Sockets;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.SystemCallException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/**
 * What a machine gives a relay by epoll that does nothing else: as many loops as processors, and
 * the system calls that vipd makes for small messages where it has no io_uring. No checks, no
 * limits, no timeouts, no pipes, one server after the other, and all wait where one receiver is
 * behind.
 *
 * <pre>
 * ADDRESS PORT SERVER_PORT SERVER...
 * </pre>
 */
public final class BareRelay {
  private static final int BYTES = 16 << 10;
  private static final int LIVE = Epoll.IN | Epoll.READ_HANG_UP | Epoll.EDGE;
  private static final int BACKLOG = 4_096;

  /** More than a process may have open here. */
  private static final int DESCRIPTORS = 1 << 20;

  private final Syscall kernel = new Syscall();
  private final Sockets sockets = new Sockets(kernel);
  private final Epoll epoll = new Epoll(kernel, 256);
  private final Buffer buffer = Buffer.ofHostOrder(BYTES);
  private final NativeAddress from = new NativeAddress();
  private final List<NativeAddress> servers;
  private final int listener;

  /** Connections so far. */
  private int begun;

  /** By descriptor, the one that its bytes go to; 0 where there is none of this loop. */
  private final int[] other = new int[DESCRIPTORS];

  private final boolean[] ended = new boolean[DESCRIPTORS];

  private BareRelay(InetSocketAddress at, List<NativeAddress> servers) throws SystemCallException {
    this.servers = servers;
    listener = sockets.listen(at, BACKLOG);
    epoll.add(listener, Epoll.IN, listener);
  }

  public static void main(String[] words) throws SystemCallException {
    List<NativeAddress> servers =
        Arrays.stream(words)
            .skip(3)
            .map(server -> NativeAddress.of(address(server, words[2])))
            .toList();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      BareRelay relay = new BareRelay(address(words[0], words[1]), servers);
      new Thread(relay::run, "relay-" + i).start();
    }
  }

  private static InetSocketAddress address(String address, String port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), Integer.parseInt(port));
  }

  private void run() {
    try {
      while (true) {
        int count = epoll.await(-1);
        for (int i = 0; i < count; i++) {
          int socket = (int) epoll.word(i);
          if (socket == listener) acceptAll();
          else if (other[socket] != 0) relay(socket, epoll.happened(i));
        }
      }
    } catch (SystemCallException e) {
      // with a loop fewer it would be another measure
      System.err.println(e.getMessage());
      Runtime.getRuntime().halt(1);
    }
  }

  private void acceptAll() throws SystemCallException {
    int client = sockets.accept(listener, from);
    while (client >= 0) {
      int upstream = sockets.connect(servers.get(begun++ % servers.size()));
      Syscall.succeeded("connect", upstream);
      pair(client, upstream);
      pair(upstream, client);
      client = sockets.accept(listener, from);
    }
  }

  private void pair(int socket, int with) throws SystemCallException {
    other[socket] = with;
    ended[socket] = false;
    epoll.add(socket, LIVE, socket);
  }

  /** Edge-triggered: an end that came with bytes is not told again. */
  private void relay(int socket, int happened) {
    int to = other[socket];
    int count;
    do {
      count = sockets.receive(socket, buffer, BYTES);
      if (count > 0) handOver(to, count);
    } while (count > 0 && (happened & Epoll.READ_HANG_UP) != 0);
    if (count > 0 || count == -Errno.EAGAIN || ended[socket]) return;
    ended[socket] = true;
    if (!ended[to]) {
      sockets.shutdownWriting(to);
      return;
    }
    other[socket] = 0;
    other[to] = 0;
    sockets.close(socket);
    sockets.close(to);
  }

  /** To a server that is just being reached as well. */
  private void handOver(int to, int count) {
    while (sockets.send(to, buffer, 0, count) == -Errno.EAGAIN) Thread.onSpinWait();
  }
}
