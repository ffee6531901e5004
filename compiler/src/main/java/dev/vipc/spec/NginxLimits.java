package dev.vipc.spec;

import java.util.List;

/** What nginx needs for the connections of some proxies of one node. */
public final class NginxLimits {
  /** Of a worker, for listeners, metrics and logs. */
  private static final int SPARE = 512;

  private static final int MOST = 4_000_000;

  private NginxLimits() {}

  /** Connections of one worker: a client takes two, its own and the one to the server. */
  public static int workerConnections(List<SpecProxy> proxies) {
    long clients = proxies.stream().mapToLong(proxy -> proxy.maxConnections().value()).sum();
    return (int) Math.min(MOST, 2 * clients + SPARE);
  }

  /** Open files of one worker. */
  public static int openFiles(List<SpecProxy> proxies) {
    return workerConnections(proxies) + SPARE;
  }
}
