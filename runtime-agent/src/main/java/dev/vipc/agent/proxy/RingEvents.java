package dev.vipc.agent.proxy;

import dev.vipc.agent.net.Epoll;
import dev.vipc.agent.net.Ring;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.SystemCallException;
import java.util.Optional;

/**
 * By io_uring. A request holds on to its socket, so it is taken back before the socket is closed;
 * and a descriptor is closed by the ring, behind all requests that name it, so that none of them
 * meets the descriptor's next owner.
 */
final class RingEvents implements Events {
  private static final int MOST_BUFFERS = 128;

  private final Ring ring;
  private final boolean multishot;

  /** One as a loop has. */
  static Ring trial() throws SystemCallException {
    return new Ring(new Syscall(), MOST_BUFFERS, BufferPool.BYTES);
  }

  /**
   * @param buffers the most for what comes in one turn; who finds none receives without the ring
   */
  RingEvents(Syscall kernel, int buffers, boolean multishot) throws SystemCallException {
    this.multishot = multishot;
    int power = Integer.highestOneBit(Math.min(buffers, MOST_BUFFERS));
    ring = new Ring(kernel, power, BufferPool.BYTES);
  }

  @Override
  public Optional<Ring> ring() {
    return Optional.of(ring);
  }

  @Override
  public boolean isMultishot() {
    return multishot;
  }

  @Override
  public void begin() throws SystemCallException {
    ring.begin();
  }

  @Override
  public int await(int millis) {
    return ring.await(millis);
  }

  @Override
  public long word(int n) {
    return ring.word(n);
  }

  @Override
  public int result(int n) {
    return ring.result(n);
  }

  @Override
  public int buffer(int n) {
    return ring.buffer(n);
  }

  @Override
  public boolean isLast(int n) {
    return !ring.hasMore(n);
  }

  @Override
  public void listen(int descriptor, long word) {
    ring.poll(descriptor, Epoll.IN, word);
  }

  @Override
  public void heard(int descriptor, long word) {
    ring.poll(descriptor, Epoll.IN, word);
  }

  @Override
  public void pause(int descriptor, long word) {
    // it was told of once
  }

  @Override
  public void resume(int descriptor, long word) {
    ring.poll(descriptor, Epoll.IN, word);
  }

  @Override
  public boolean watch(int client, long word) {
    ring.pollEach(client, Epoll.IN | Epoll.READ_HANG_UP, word);
    return true;
  }

  @Override
  public boolean connecting(int server, long word) {
    ring.poll(server, Epoll.OUT, word);
    return true;
  }

  @Override
  public boolean relaying(int client, boolean watched, long word) {
    if (watched) ring.cancel(word);
    return true;
  }

  @Override
  public boolean slow(int client, long word) {
    // the flow to it asks
    return true;
  }

  @Override
  public void forget(long word) {
    ring.cancel(word);
  }

  @Override
  public void close(int descriptor) {
    ring.close(descriptor);
  }

  @Override
  public boolean settle() {
    return ring.submit();
  }

  @Override
  public void end() {
    ring.submit();
    ring.close();
  }
}
