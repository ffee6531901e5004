package dev.vipc.agent.proxy;

import dev.vipc.agent.net.Epoll;
import dev.vipc.agent.net.Ring;
import dev.vipc.agent.net.Sockets;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.SystemCallException;
import org.jspecify.annotations.Nullable;

/**
 * By epoll, edge-triggered but for listening sockets. A closed descriptor is forgotten by itself.
 */
final class EpollEvents implements Events {
  private static final int MOST = 512;

  private final Sockets sockets;
  private final Epoll epoll;

  EpollEvents(Syscall kernel, Sockets sockets) throws SystemCallException {
    this.sockets = sockets;
    epoll = new Epoll(kernel, MOST);
  }

  @Override
  public @Nullable Ring ring() {
    return null;
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
  public void listen(int descriptor, long word) throws SystemCallException {
    epoll.add(descriptor, Epoll.IN, word);
  }

  @Override
  public void heard(int descriptor, long word) {
    // level-triggered: it is told as long as it is so
  }

  @Override
  public void pause(int descriptor, long word) throws SystemCallException {
    epoll.change(descriptor, 0, word);
  }

  @Override
  public void resume(int descriptor, long word) throws SystemCallException {
    epoll.change(descriptor, Epoll.IN, word);
  }

  @Override
  public void watch(int client, int interest, long word) throws SystemCallException {
    epoll.add(client, interest | Epoll.EDGE, word);
  }

  @Override
  public void connecting(int server, int interest, long word) throws SystemCallException {
    epoll.add(server, interest | Epoll.OUT | Epoll.EDGE, word);
  }

  @Override
  public void relaying(int client, boolean watched, int interest, long word)
      throws SystemCallException {
    if (!watched) watch(client, interest, word);
  }

  @Override
  public void slow(int client, int interest, long word) throws SystemCallException {
    epoll.change(client, interest | Epoll.OUT | Epoll.EDGE, word);
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
