package dev.vipc.agent.proxy;

import dev.vipc.agent.net.Ring;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.SystemCallException;
import java.util.Optional;

/** How the loops of the proxies learn what happens, and move small messages. */
public enum DataPath {
  /** io_uring(7): fewer system calls and wake-ups a message. Linux 6.1, where it is allowed. */
  IO_URING("io_uring"),
  /** epoll(7), which every Linux has. */
  EPOLL("epoll");

  private final String label;

  DataPath(String label) {
    this.label = label;
  }

  /** Why the kernel does not let this process go this way; empty where it does. */
  public Optional<String> whyNot() {
    if (this == EPOLL) return Optional.empty();
    try (var _ = new Ring(new Syscall(), 1, 1)) {
      return Optional.empty();
    } catch (SystemCallException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** As it is logged. */
  public String label() {
    return label;
  }
}
