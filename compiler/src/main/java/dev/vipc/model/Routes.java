package dev.vipc.model;

import dev.vipc.source.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Which frontends of one daemon lead to which backends; a listen section leads to itself too. */
public final class Routes {
  private final Map<Proxy, List<Proxy>> backends = new IdentityHashMap<>();
  private final Map<Proxy, List<Proxy>> frontends = new IdentityHashMap<>();

  public Routes(ProxyDaemon daemon) {
    Map<String, Proxy> byName = new HashMap<>();
    for (Proxy proxy : daemon.proxies())
      if (proxy.isBackend()) byName.putIfAbsent(proxy.name().value(), proxy);
    for (Proxy proxy : daemon.proxies()) {
      if (!proxy.isFrontend()) continue;
      if (proxy.isBackend() && !proxy.servers().isEmpty()) join(proxy, proxy);
      for (Located<String> name : proxy.backends()) {
        Proxy backend = byName.get(name.value());
        if (backend != null && backend != proxy) join(proxy, backend);
      }
    }
  }

  private void join(Proxy frontend, Proxy backend) {
    backends.computeIfAbsent(frontend, _ -> new ArrayList<>()).add(backend);
    frontends.computeIfAbsent(backend, _ -> new ArrayList<>()).add(frontend);
  }

  /** Where a frontend's connections can go. */
  public List<Proxy> backendsOf(Proxy frontend) {
    return backends.getOrDefault(frontend, List.of());
  }

  /** Where a backend's connections can come from. */
  public List<Proxy> frontendsOf(Proxy backend) {
    return frontends.getOrDefault(backend, List.of());
  }
}
