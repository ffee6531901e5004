package dev.vipc.agent.proxy;

import dev.vipc.agent.net.Epoll;
import dev.vipc.agent.net.Ring;
import dev.vipc.agent.net.Sockets;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.SystemCallException;
import java.util.Optional;

/**
 * By epoll, edge-triggered but for listening sockets. A closed descriptor is forgotten by itself.
 */
final class EpollEvents implements Events {
  private static final int MOST = 512;
  private static final int EACH = Epoll.IN | Epoll.URGENT | Epoll.READ_HANG_UP | Epoll.EDGE;

  private final Sockets sockets;
  private final Epoll epoll;

  EpollEvents(Syscall kernel, Sockets sockets) throws SystemCallException {
    this.sockets = sockets;
    epoll = new Epoll(kernel, MOST);
  }

  @Override
  public Optional<Ring> ring() {
    return Optional.empty();
  }

  @Override
  public boolean isMultishot() {
    return false;
  }

  @Override
  public void begin() {
    // any thread may use it
  }

  @Override
  public int await(int millis) throws SystemCallException {
    return epoll.await(millis);
  }

  @Override
  public long word(int n) {
    return epoll.word(n);
  }

  @Override
  public int result(int n) {
    return epoll.happened(n);
  }

  @Override
  public int buffer(int n) {
    return Ring.NO_BUFFER;
  }

  @Override
  public boolean isLast(int n) {
    return false;
  }

  @Override
  public void listen(int descriptor, long word) {
    must(() -> epoll.add(descriptor, Epoll.IN, word));
  }

  @Override
  public void heard(int descriptor, long word) {
    // level-triggered: it is told as long as it is so
  }

  @Override
  public void pause(int descriptor, long word) {
    must(() -> epoll.change(descriptor, 0, word));
  }

  @Override
  public void resume(int descriptor, long word) {
    must(() -> epoll.change(descriptor, Epoll.IN, word));
  }

  private interface Call {
    void make() throws SystemCallException;
  }

  private static void must(Call call) {
    try {
      call.make();
    } catch (SystemCallException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean watch(int client, long word) {
    return add(client, EACH, word);
  }

  @Override
  public boolean connecting(int server, long word) {
    return add(server, EACH | Epoll.OUT, word);
  }

  @Override
  public boolean relaying(int client, boolean watched, long word) {
    return watched || watch(client, word);
  }

  @Override
  public boolean slow(int client, long word) {
    try {
      epoll.change(client, EACH | Epoll.OUT, word);
      return true;
    } catch (SystemCallException _) {
      return false;
    }
  }

  private boolean add(int socket, int interest, long word) {
    try {
      epoll.add(socket, interest, word);
      return true;
    } catch (SystemCallException _) {
      return false;
    }
  }

  @Override
  public void forget(long word) {
    // its descriptor is closed next
  }

  @Override
  public void close(int descriptor) {
    sockets.close(descriptor);
  }

  @Override
  public boolean settle() {
    return false;
  }

  @Override
  public void end() {
    epoll.close();
  }
}
