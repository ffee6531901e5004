package dev.vipc.agent.proxy;

import dev.vipc.agent.net.EndTrial;
import dev.vipc.agent.net.Ring;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.SystemCallException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the loops of the proxies learn what happens, and move small messages; the best first. */
public enum DataPath {
  /**
   * As the next, and a ring receives small messages without being asked for each. Where {@link
   * EndTrial} passes.
   */
  IO_URING_MULTISHOT("io_uring-multishot"),
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
    return whyNot(1);
  }

  /** Why it does not, with so many loops. */
  Optional<String> whyNot(int loops) {
    List<Ring> rings = new ArrayList<>();
    try {
      for (int i = 0; i < loops && this != EPOLL; i++) rings.add(RingEvents.trial());
      for (Ring ring : rings) {
        ring.begin();
        ring.await(0);
      }
      boolean forgets = this == IO_URING_MULTISHOT && !new EndTrial(new Syscall()).isPassed();
      return forgets
          ? Optional.of("with multishot receives this kernel forgets a reset that comes with bytes")
          : Optional.empty();
    } catch (SystemCallException | IllegalStateException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } finally {
      rings.forEach(Ring::close);
    }
  }

  /** As it is logged. */
  public String label() {
    return label;
  }
}
