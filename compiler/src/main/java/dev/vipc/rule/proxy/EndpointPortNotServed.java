package dev.vipc.rule.proxy;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.ControlPlaneEndpoint;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostEntry;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Kubeconfig;
import dev.vipc.model.Proxy.Listener;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies.ApiServerBackend;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** HX013: the control-plane endpoint names a port that the proxy does not listen on. */
@AutoService(Rule.class)
public final class EndpointPortNotServed implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "HX013",
          "endpoint-port-not-served",
          ERROR,
          """
          The port of `controlPlaneEndpoint`, or of a kubeconfig's server, is not one that the API servers' proxy listens on.

          kubeadm writes the endpoint into every kubeconfig; kubelets and joining nodes connect to
          exactly that port of the virtual address. A proxy on another port is never asked, and on
          machines that run no API server the connection is refused.

          Compared are endpoints that lead to the proxy as far as the files show: a virtual address of
          the deployment, a name that a host list gives to one, or any name where VRRP moves exactly one
          address. A proxy that only listens on the loopback is left out.

          Write the proxy's port into `controlPlaneEndpoint`, or bind the endpoint's port. On control-plane
          nodes the two differ from the API server's own port (HX001).
          """);

  /** Where clients are told to connect to. */
  private record Endpoint(int port, String host, Span place) {}

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<Endpoint> endpoints = endpoints(deployment);
    if (endpoints.isEmpty()) return;
    Map<ProxyDaemon, List<Listener>> listeners = new IdentityHashMap<>();
    List<ProxyDaemon> daemons = new ArrayList<>();
    for (ApiServerBackend api : ApiServerProxies.in(deployment)) {
      if (!listeners.containsKey(api.daemon())) daemons.add(api.daemon());
      List<Listener> all = listeners.computeIfAbsent(api.daemon(), _ -> new ArrayList<>());
      api.frontends().forEach(frontend -> all.addAll(frontend.listeners()));
    }
    for (ProxyDaemon daemon : daemons)
      check(listeners.getOrDefault(daemon, List.of()), endpoints, out);
  }

  private static void check(List<Listener> all, List<Endpoint> endpoints, Reporter out) {
    if (all.stream().anyMatch(listener -> listener.address().isUnknown())) return;
    List<Listener> open = all.stream().filter(EndpointPortNotServed::isReachable).toList();
    if (open.isEmpty()) return;
    Map<Integer, Boolean> served = new HashMap<>();
    for (Endpoint endpoint : endpoints)
      if (!served.computeIfAbsent(endpoint.port(), port -> isServed(open, port)))
        out.report(finding(open.getFirst(), endpoint));
  }

  private static boolean isServed(List<Listener> open, int port) {
    return open.stream().anyMatch(listener -> listener.listensOn(port));
  }

  private static boolean isReachable(Listener listener) {
    return listener
        .address()
        .value()
        .filter(at -> !at.host().equals("localhost"))
        .filter(at -> at.address().filter(ip -> ip.address().isLoopbackAddress()).isEmpty())
        .isPresent();
  }

  private static Diagnostic finding(Listener listener, Endpoint endpoint) {
    return Diagnostic.of(
            META,
            listener.span(),
            "clients connect to port %d of the control-plane endpoint; the proxy listens on `%s`"
                .formatted(endpoint.port(), listener.span().text()))
        .also(endpoint.place(), "the endpoint")
        .help("use one port in both places");
  }

  private static List<Endpoint> endpoints(Deployment deployment) {
    List<Endpoint> all = new ArrayList<>();
    deployment.all(KubeadmFile.class).forEach(file -> kubeadm(file, all));
    deployment.all(ControlPlaneEndpoint.class).forEach(endpoint -> installer(endpoint, all));
    deployment
        .all(Kubeconfig.class)
        .flatMap(file -> file.servers().stream())
        .forEach(server -> add(server.address(), all));
    if (all.isEmpty()) return all;
    Set<IpAddress> virtual = new HashSet<>();
    deployment
        .parts()
        .forEach(
            parts ->
                parts.all(VrrpDaemon.class).stream()
                    .flatMap(daemon -> daemon.routers().stream())
                    .flatMap(router -> router.knownAddresses().stream())
                    .forEach(address -> virtual.add(address.value().address())));
    Map<String, IpAddress> names = new HashMap<>();
    deployment
        .all(HostEntry.class)
        .forEach(host -> names.putIfAbsent(host.name().value(), host.address().value()));
    all.removeIf(endpoint -> !leadsToProxy(endpoint.host(), virtual, names));
    return all;
  }

  private static void kubeadm(KubeadmFile file, List<Endpoint> all) {
    for (KubeadmFile.Cluster cluster : file.clusters()) add(cluster.controlPlaneEndpoint(), all);
    for (KubeadmFile.Join join : file.joins()) add(join.apiServerEndpoint(), all);
  }

  private static void add(Setting<HostPort> endpoint, List<Endpoint> all) {
    Optional<Located<HostPort>> known = endpoint.located();
    known.ifPresent(
        at ->
            all.add(
                new Endpoint(
                    at.value().port().orElse(ApiServerProxies.DEFAULT_PORT),
                    at.value().host(),
                    at.span())));
  }

  private static void installer(ControlPlaneEndpoint endpoint, List<Endpoint> all) {
    // the installer's own load balancer is on each node, not in these files
    if (endpoint.internalLoadBalancer().value().filter(way -> !way.isBlank()).isPresent()) return;
    String address = endpoint.address().value().filter(text -> !text.isBlank()).orElse("");
    String host = address.isEmpty() ? endpoint.domain().value().orElse("") : address;
    endpoint
        .port()
        .located()
        .ifPresent(port -> all.add(new Endpoint(port.value(), host, port.span())));
  }

  private static boolean leadsToProxy(
      String host, Set<IpAddress> virtual, Map<String, IpAddress> names) {
    Optional<IpAddress> literal = IpAddress.parse(host);
    if (literal.isPresent()) return virtual.contains(literal.get());
    IpAddress resolved = names.get(host);
    return resolved == null ? virtual.size() == 1 : virtual.contains(resolved);
  }
}
