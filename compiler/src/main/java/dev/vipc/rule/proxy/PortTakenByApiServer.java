package dev.vipc.rule.proxy;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Node;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.Listener;
import dev.vipc.model.Proxy.Server;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies.ApiServerBackend;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** HX001: a proxy on the port of the API server of the same machine. */
@AutoService(Rule.class)
public final class PortTakenByApiServer implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "HX001",
          "port-taken-by-api-server",
          ERROR,
          """
          The proxy binds the port that the API server of the same machine listens on.

          kube-apiserver listens on every address of its machine (`--bind-address` is 0.0.0.0 unless
          set; kubeadm's `advertiseAddress` does not change that). Whichever of the two starts second
          fails with `Address already in use`; that holds for a bind to one address of the machine as
          well (measured with HAProxy 2.6.12). On load balancers of their own the same port is fine.

          That an API server runs here is known from a kubeadm file of the node, or from a backend whose
          server has the node's name or one of its addresses. Without such a fact the rule is silent.

          Let the proxy listen on another port, such as 8443, and name that one in
          `controlPlaneEndpoint`.
          """);

  /** A server line, read once for all nodes. */
  private record ApiServer(String name, Optional<IpAddress> address, int port, Span place) {}

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Servers servers = new Servers(servers(deployment));
    for (Node node : deployment.nodes()) {
      if (node.parts().all(ProxyDaemon.class).isEmpty()) continue;
      var addresses = new OwnAddresses(deployment, node);
      Map<Integer, Span> ports = apiServerPorts(node, addresses, servers);
      if (ports.isEmpty()) continue;
      for (ProxyDaemon daemon : node.parts().all(ProxyDaemon.class))
        for (Proxy proxy : daemon.proxies())
          for (Listener listener : proxy.listeners()) check(node, addresses, listener, ports, out);
    }
  }

  private static void check(
      Node node,
      OwnAddresses addresses,
      Listener listener,
      Map<Integer, Span> ports,
      Reporter out) {
    if (!(listener.address() instanceof Setting.Given<HostPort>(var address, _))) return;
    if (!addresses.isListenedOn(address.host())) return;
    ports.forEach(
        (port, place) -> {
          if (listener.listensOn(port)) out.report(finding(node, listener, port, place));
        });
  }

  private static Diagnostic finding(Node node, Listener listener, int port, Span place) {
    return Diagnostic.of(
            META,
            listener.span(),
            "port %d of `%s` belongs to its API server: one of the two does not start"
                .formatted(port, node.label()))
        .also(place, "an API server runs on this node, on port %d".formatted(port))
        .help("listen on another port, such as 8443, and name it in controlPlaneEndpoint");
  }

  /** The ports of the API servers of a node, and what tells of each. */
  private static Map<Integer, Span> apiServerPorts(
      Node node, OwnAddresses addresses, Servers servers) {
    Map<Integer, Span> ports = new LinkedHashMap<>();
    for (KubeadmFile file : node.parts().all(KubeadmFile.class)) fromKubeadm(node, file, ports);
    for (ApiServer server : servers.near(node, addresses))
      if (isThisNode(node, addresses, server)) ports.putIfAbsent(server.port(), server.place());
    return ports;
  }

  /** Servers by what may show whose they are, so that not each is looked at for each node. */
  private static final class Servers {
    private final Map<String, List<ApiServer>> byName = new HashMap<>();
    private final Map<IpAddress, List<ApiServer>> byAddress = new HashMap<>();

    Servers(List<ApiServer> all) {
      for (ApiServer server : all) {
        byName.computeIfAbsent(server.name(), _ -> new ArrayList<>()).add(server);
        server
            .address()
            .ifPresent(ip -> byAddress.computeIfAbsent(ip, _ -> new ArrayList<>()).add(server));
      }
    }

    /** Those with the node's name, then those with an address of its own. */
    List<ApiServer> near(Node node, OwnAddresses addresses) {
      List<ApiServer> near = new ArrayList<>();
      node.name().ifPresent(name -> near.addAll(byName.getOrDefault(name, List.of())));
      for (IpAddress own : addresses.all()) near.addAll(byAddress.getOrDefault(own, List.of()));
      return near;
    }
  }

  /** The servers of all backends that have a port and do not go through the loopback. */
  private static List<ApiServer> servers(Deployment deployment) {
    List<ApiServer> servers = new ArrayList<>();
    for (ApiServerBackend api : ApiServerProxies.in(deployment))
      for (Server server : api.backend().servers()) {
        if (!(server.address() instanceof Setting.Given<HostPort>(var target, var place))) continue;
        Optional<IpAddress> address = target.address();
        if (address.filter(ip -> ip.address().isLoopbackAddress()).isPresent()) continue;
        target
            .port()
            .ifPresent(
                port -> servers.add(new ApiServer(server.name().value(), address, port, place)));
      }
    return servers;
  }

  private static boolean isThisNode(Node node, OwnAddresses addresses, ApiServer server) {
    boolean named = node.name().filter(server.name()::equals).isPresent();
    return named && !server.address().filter(addresses::isVirtual).isPresent()
        || server.address().filter(addresses::isOwn).isPresent();
  }

  /** Files that lie in no node's folder may be of different machines. */
  private static void fromKubeadm(Node node, KubeadmFile file, Map<Integer, Span> ports) {
    if (node.name().isEmpty()) return;
    for (KubeadmFile.Init init : file.inits())
      put(init.bindPort(), init.advertiseAddress().span().orElse(init.api().document()), ports);
    for (KubeadmFile.Join join : file.joins())
      if (join.controlPlane())
        put(join.bindPort(), join.advertiseAddress().span().orElse(join.api().document()), ports);
  }

  private static void put(Setting<Integer> port, Span otherwise, Map<Integer, Span> ports) {
    Optional<Integer> known = port.orDefault(ApiServerProxies.DEFAULT_PORT);
    known.ifPresent(number -> ports.putIfAbsent(number, port.span().orElse(otherwise)));
  }
}
