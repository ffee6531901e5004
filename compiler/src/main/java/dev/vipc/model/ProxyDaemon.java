package dev.vipc.model;

import dev.vipc.source.SourceFile;
import java.util.List;

/** One proxy process and the proxies that its configuration defines, defaults resolved. */
public record ProxyDaemon(
    SourceFile file, Engine engine, Setting<Integer> maxConnections, List<Proxy> proxies) {
  public enum Engine {
    HAPROXY,
    NGINX,
    ENVOY
  }
}
