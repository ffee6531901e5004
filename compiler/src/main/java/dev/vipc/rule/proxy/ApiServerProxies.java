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
import dev.vipc.model.Routes;
import dev.vipc.model.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The backends of a deployment whose servers are Kubernetes API servers, and the frontends that
 * lead to them. A backend counts as one if a server of it has port 6443, or has the address and
 * port that a kubeadm file gives an API server; if a frontend on port 6443 leads to it; or if it
 * passes TCP on, is named after the Kubernetes API, and has its servers on a port where that is
 * put: a name alone says little, since other services of a cluster are named beside it. Of the
 * names, {@code apiserver} may be any product's, so there a Kubernetes health path has to be asked.
 */
public final class ApiServerProxies {
  /** kubeadm's default for {@code localAPIEndpoint.bindPort}, which k3s and OpenShift share. */
  public static final int DEFAULT_PORT = 6443;

  private static final List<String> NAMES = List.of("kubeapi", "k8sapi", "kubernetesapi", "k3sapi");

  private static final String ANY_PRODUCT = "apiserver";
  private static final Set<String> HEALTH_PATHS = Set.of("/healthz", "/livez", "/readyz");

  /** 443 and 8443 are HTTPS's, 16443 is MicroK8s's. */
  private static final Set<Integer> USUAL_PORTS = Set.of(443, 8443, 16443);

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

    /** {@code backend `x`} or {@code listen `x`}, as its program calls it. */
    public String label() {
      String name = backend.name().value();
      return switch (daemon.engine()) {
        case HAPROXY, VIPD -> ApiServerProxies.label(backend);
        case NGINX -> "%s `%s`".formatted(backend.isFrontend() ? "server" : "upstream", name);
        case ENVOY -> "cluster `%s`".formatted(name);
        case LVS -> "virtual_server `%s`".formatted(name);
      };
    }
  }

  private final Map<IpAddress, Set<Integer>> known = new HashMap<>();
  private final List<ApiServerBackend> backends = new ArrayList<>();

  private ApiServerProxies(Deployment deployment) {
    deployment.all(KubeadmFile.class).forEach(this::know);
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
    for (ProxyDaemon daemon : parts.all(ProxyDaemon.class)) {
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
    if (backend.serverPorts().contains(DEFAULT_PORT)) return true;
    if (!known.isEmpty() && backend.servers().stream().anyMatch(this::isApiServer)) return true;
    for (Proxy frontend : frontends) if (listensOnDefaultPort(frontend)) return true;
    return mayHaveUsualPorts(backend) && backend.isTcp() && isNamedSo(backend, frontends);
  }

  private static boolean isNamedSo(Proxy backend, List<Proxy> frontends) {
    List<String> names =
        Stream.concat(Stream.of(backend), frontends.stream())
            .map(proxy -> proxy.name().value().toLowerCase(Locale.ROOT))
            .map(name -> name.replaceAll("[-_.]", ""))
            .toList();
    return names.stream().anyMatch(name -> NAMES.stream().anyMatch(name::contains))
        || names.stream().anyMatch(name -> name.contains(ANY_PRODUCT)) && asksHealthPath(backend);
  }

  private static boolean asksHealthPath(Proxy backend) {
    return backend.checks().stream()
        .flatMap(check -> check.path().value().stream())
        .map(path -> path.replaceFirst("\\?.*", ""))
        .anyMatch(HEALTH_PATHS::contains);
  }

  private boolean isApiServer(Server server) {
    if (!(server.address() instanceof Setting.Given<HostPort>(var address, _))) return false;
    if (address.port().isEmpty()) return false;
    int port = address.port().getAsInt();
    if (port == DEFAULT_PORT) return true;
    return !known.isEmpty()
        && address.address().map(known::get).filter(ports -> ports.contains(port)).isPresent();
  }

  /** A port that is not written, or not known yet as in a template, may be one. */
  private static boolean mayHaveUsualPorts(Proxy backend) {
    for (int port : backend.serverPorts()) if (!USUAL_PORTS.contains(port)) return false;
    return true;
  }

  private static boolean listensOnDefaultPort(Proxy frontend) {
    for (Proxy.Listener listener : frontend.listeners())
      if (listener.ports() == 1 && listener.listensOn(DEFAULT_PORT)) return true;
    return false;
  }
}
