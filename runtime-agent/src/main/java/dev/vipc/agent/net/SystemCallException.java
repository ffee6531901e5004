package dev.vipc.agent.net;

import java.io.IOException;

/** The kernel refused something. */
public final class SystemCallException extends IOException {
  private static final long serialVersionUID = 1;

  private final int errno;

  /**
   * @param what was tried, in the operator's words
   * @param errno positive, as in {@link Errno}
   */
  public SystemCallException(String what, int errno) {
    super(what + ": " + Errno.describe(errno));
    this.errno = errno;
  }

  public int errno() {
    return errno;
  }
}
