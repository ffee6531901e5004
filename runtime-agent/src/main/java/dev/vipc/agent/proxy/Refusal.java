package dev.vipc.agent.proxy;

import java.util.Locale;

/** Why a client was not served. */
public enum Refusal {
  /** The plan's limit on the connections of all proxies, or what the process has room for. */
  CONNECTION_LIMIT,
  /** The plan's limit on memory. */
  MEMORY_LIMIT,
  /** The kernel had no descriptor or no memory for another socket. */
  KERNEL_RESOURCES,
  /** No server was usable. */
  NO_SERVER,
  /** It waited for a server longer than it may. */
  QUEUE_TIMEOUT,
  /** Every try to connect to a server failed. */
  SERVER_UNREACHABLE,
  /** It did not begin with a header of the PROXY protocol. */
  BAD_PROXY_HEADER;

  /** The word for logs and metrics, such as {@code no-server}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
