package dev.vipc.model;

import dev.vipc.source.SourceFile;
import java.util.List;

/**
 * One proxy process and the proxies that its configuration defines, defaults resolved.
 *
 * @param conditional whether lines of it hold only under a condition ({@code .if})
 */
public record ProxyDaemon(
    SourceFile file,
    Engine engine,
    Setting<Integer> maxConnections,
    List<Proxy> proxies,
    boolean conditional)
    implements Part {
  public enum Engine {
    HAPROXY,
    NGINX,
    ENVOY,
    VIPD
  }
}
