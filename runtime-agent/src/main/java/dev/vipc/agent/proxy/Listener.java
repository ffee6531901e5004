package dev.vipc.agent.proxy;

import dev.vipc.agent.net.Errno;
import dev.vipc.agent.net.NativeAddress;
import java.util.Optional;

/** A listening socket of one loop: it takes connections in while there is room for them. */
final class Listener extends Timers.Entry {
  /** Connections taken in before others have their turn. */
  private static final int BATCH = 64;

  private static final long BREATH_MILLIS = 100;

  private final Loop loop;
  private final Service service;
  private final int descriptor;
  private final long word;
  private final NativeAddress peer = new NativeAddress();
  private boolean paused;

  Listener(Loop loop, Service service, int descriptor, long word) {
    this.loop = loop;
    this.service = service;
    this.descriptor = descriptor;
    this.word = word;
  }

  Service service() {
    return service;
  }

  /** What is accepted has the options of what it was accepted on (tcp(7)). */
  void setKeepAlive() {
    service
        .keepAlive()
        .ifPresentOrElse(
            wanted -> loop.sockets().keepAlive(descriptor, wanted),
            () -> loop.sockets().noKeepAlive(descriptor));
  }

  long word() {
    return word;
  }

  /** Connections wait to be accepted. */
  void ready() {
    int accepted = 0;
    while (accepted < BATCH && !paused && takeIn()) accepted++;
    if (!paused) loop.events().heard(descriptor, word);
  }

  private boolean takeIn() {
    if (!service.enter()) {
      pause();
      return false;
    }
    int socket = loop.sockets().accept(descriptor, peer);
    if (loop.hasMadeRoom(socket)) socket = loop.sockets().accept(descriptor, peer);
    if (socket < 0) {
      service.leaveUnused();
      notAccepted(-socket);
      return false;
    }
    Optional<Refusal> refusal = service.accept();
    if (refusal.isPresent()) loop.sockets().reset(socket);
    else loop.begin(service, socket, peer);
    return true;
  }

  private void notAccepted(int errno) {
    switch (errno) {
      case Errno.EMFILE, Errno.ENFILE, Errno.ENOBUFS, Errno.ENOMEM -> {
        service.refused(Refusal.KERNEL_RESOURCES);
        pause();
        loop.timers().set(this, loop.nowMillis() + BREATH_MILLIS);
      }
      default -> {
        // nothing waits any more, or the client has gone already
      }
    }
  }

  private void pause() {
    paused = true;
    loop.events().pause(descriptor, word);
  }

  /** There may be room again. */
  void resume() {
    if (!paused) return;
    paused = false;
    loop.timers().cancel(this);
    loop.events().resume(descriptor, word);
  }

  @Override
  void expired(long nowMillis) {
    resume();
  }

  /** Accepts no more; who waits to be accepted is reset by the kernel. */
  void close() {
    loop.timers().cancel(this);
    loop.sockets().stopListening(descriptor);
    loop.events().forget(word);
    loop.close(descriptor);
  }
}
