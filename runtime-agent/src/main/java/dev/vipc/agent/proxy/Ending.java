package dev.vipc.agent.proxy;

import java.util.Locale;

/** How a connection that had a server ended. */
public enum Ending {
  /** Both sides closed it. */
  CLOSED,
  /** The client reset it. */
  CLIENT_RESET,
  /** The server reset it. */
  SERVER_RESET,
  /** The client was silent for too long. */
  CLIENT_TIMEOUT,
  /** The server was silent for too long. */
  SERVER_TIMEOUT,
  /** Its server was marked down. */
  SERVER_DOWN,
  /** A new plan does not allow it, or vipd stopped. */
  STOPPED;

  /** The word for logs and metrics, such as {@code client-reset}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
