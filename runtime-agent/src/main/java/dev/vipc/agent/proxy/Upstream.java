package dev.vipc.agent.proxy;

import dev.vipc.agent.net.Errno;
import dev.vipc.agent.net.NativeAddress;
import java.util.Optional;

/** A session's connection to its server, try after try: at most one at a time. */
final class Upstream {
  /** Events of each try have a number from here on: what is told late of one is not the next's. */
  static final int TRY = 128;

  private static final int NONE = -1;

  private final Loop loop;

  /** The session's, for the words of events. */
  private final long word;

  private int socket = NONE;
  private int tries;

  /** Whether it is still to be told how the connection went. */
  private boolean outcomeAwaited;

  Upstream(Loop loop, long word) {
    this.loop = loop;
    this.word = word;
  }

  /** Tries again that failed before. */
  int tries() {
    return tries;
  }

  void countTry() {
    tries++;
  }

  /** Its socket, while there is one. */
  int socket() {
    return socket;
  }

  /** Whether an event is of this try. */
  boolean isAbout(int about) {
    return about == number();
  }

  private int number() {
    return TRY + tries % TRY;
  }

  /** Begins a connection: 0, or the negative {@link Errno} of why there can be none. */
  int connect(Optional<NativeAddress> to, Service service) {
    if (to.isEmpty()) return -Errno.EHOSTUNREACH;
    int begun = loop.sockets().connectToSend(to.get());
    if (loop.hasMadeRoom(begun)) begun = loop.sockets().connectToSend(to.get());
    if (begun < 0) return begun;
    socket = begun;
    service.keepAlive().ifPresent(wanted -> loop.sockets().keepAlive(socket, wanted));
    outcomeAwaited = loop.events().connecting(socket, word + number());
    return outcomeAwaited ? 0 : -Errno.ENOMEM;
  }

  /** What was told says nothing yet; whether the kernel has room to tell more. */
  boolean awaitOutcome() {
    outcomeAwaited =
        loop.events().ring().isEmpty() || loop.events().connecting(socket, word + number());
    return outcomeAwaited;
  }

  /** It was told how the connection went: why it failed, 0 where nothing is wrong. */
  int fault(boolean suspicious) {
    outcomeAwaited = false;
    return suspicious ? loop.sockets().fault(socket) : 0;
  }

  void close() {
    forget();
    if (socket != NONE) loop.close(socket);
    socket = NONE;
  }

  void reset() {
    forget();
    if (socket != NONE) loop.reset(socket);
    socket = NONE;
  }

  private void forget() {
    if (outcomeAwaited) loop.events().forget(word + number());
    outcomeAwaited = false;
  }
}
