package dev.vipc.rule.proxy;

import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Node;
import dev.vipc.model.Parts;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.Server;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The backends of a deployment whose servers are Kubernetes API servers, and the frontends that
 * lead to them. A backend counts as one if a server of it has port 6443, or has the address and
 * port that a kubeadm file gives an API server; if a frontend on port 6443 leads to it; or if it
 * passes TCP on and is named after the API server.
 */
public final class ApiServerProxies {
  /** kubeadm's default for {@code localAPIEndpoint.bindPort}, which k3s and OpenShift share. */
  public static final int DEFAULT_PORT = 6443;

  private static final List<String> NAMES =
      List.of("apiserver", "kubeapi", "k8sapi", "kubernetesapi", "k3sapi");

  /**
   * One backend and what leads to it.
   *
   * @param node where the daemon runs; the node without a name for a daemon that belongs to no node
   */
  public record ApiServerBackend(
      Node node, ProxyDaemon daemon, Proxy backend, List<Proxy> frontends) {
    public ApiServerBackend {
      frontends = List.copyOf(frontends);
    }

    /** {@code backend `x`} or {@code listen `x`}. */
    public String label() {
      return ApiServerProxies.label(backend);
    }
  }

  private final Map<IpAddress, Set<Integer>> known = new HashMap<>();
  private final List<ApiServerBackend> backends = new ArrayList<>();

  private ApiServerProxies(Deployment deployment) {
    deployment.parts().flatMap(parts -> parts.kubeadmFiles().stream()).forEach(this::know);
    for (Node node : deployment.nodes()) gather(node);
    gather(new Node(Optional.empty(), deployment.shared()));
  }

  public static List<ApiServerBackend> in(Deployment deployment) {
    return deployment.once(
        ApiServerProxies.class, all -> List.copyOf(new ApiServerProxies(all).backends));
  }

  /** A section as a message names it: its kind and its name. */
  public static String label(Proxy proxy) {
    return "%s `%s`".formatted(proxy.kind().name().toLowerCase(Locale.ROOT), proxy.name().value());
  }

  private void know(KubeadmFile file) {
    for (KubeadmFile.Init init : file.inits()) know(init.advertiseAddress(), init.bindPort());
    for (KubeadmFile.Join join : file.joins())
      if (join.controlPlane()) know(join.advertiseAddress(), join.bindPort());
  }

  private void know(Setting<String> address, Setting<Integer> port) {
    address
        .value()
        .flatMap(IpAddress::parse)
        .ifPresent(
            ip ->
                port.orDefault(DEFAULT_PORT)
                    .ifPresent(p -> known.computeIfAbsent(ip, _ -> new HashSet<>()).add(p)));
  }

  private void gather(Node node) {
    Parts parts = node.parts();
    for (ProxyDaemon daemon : parts.proxyDaemons()) {
      Routes routes = new Routes(daemon);
      for (Proxy proxy : daemon.proxies()) {
        if (!proxy.isBackend() || proxy.servers().isEmpty()) continue;
        List<Proxy> frontends = routes.frontendsOf(proxy);
        if (leadsToApiServers(proxy, frontends))
          backends.add(new ApiServerBackend(node, daemon, proxy, frontends));
      }
    }
  }

  private boolean leadsToApiServers(Proxy backend, List<Proxy> frontends) {
    for (Server server : backend.servers()) if (isApiServer(server)) return true;
    return frontends.stream().anyMatch(ApiServerProxies::listensOnDefaultPort)
        || backend.isTcp()
            && (isNamedSo(backend) || frontends.stream().anyMatch(ApiServerProxies::isNamedSo));
  }

  private boolean isApiServer(Server server) {
    if (!(server.address() instanceof Setting.Given<HostPort>(var address, _))) return false;
    if (address.port().isEmpty()) return false;
    int port = address.port().getAsInt();
    if (port == DEFAULT_PORT) return true;
    return !known.isEmpty()
        && address.address().map(known::get).filter(ports -> ports.contains(port)).isPresent();
  }

  private static boolean listensOnDefaultPort(Proxy frontend) {
    return frontend.listeners().stream()
        .anyMatch(listener -> listener.ports() == 1 && listener.listensOn(DEFAULT_PORT));
  }

  private static boolean isNamedSo(Proxy proxy) {
    String name = proxy.name().value().toLowerCase(Locale.ROOT);
    if (name.indexOf("api") < 0) return false;
    String joined = name.replace("-", "").replace("_", "").replace(".", "");
    return NAMES.stream().anyMatch(joined::contains);
  }
}
