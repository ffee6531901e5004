package dev.vipc.rule.kubeadm;

import dev.vipc.model.Cidr;
import dev.vipc.model.ControlPlaneEndpoint;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.Kubeconfig;
import dev.vipc.model.Node;
import dev.vipc.model.Parts;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.rule.proxy.ApiServerProxies;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names and addresses that API servers' certificates must carry, each with the reason. What
 * kubeadm adds by itself is that of its package certs (NewAPIServerAltNames).
 */
public final class ApiServerNames {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");
  private static final OptionalInt API_SERVER = OptionalInt.of(ApiServerProxies.DEFAULT_PORT);
  private static final String SERVICES = "10.96.0.0/12";
  private static final String DOMAIN = "cluster.local";

  /** Why a certificate must carry a name. */
  public enum Why {
    ENDPOINT("the control-plane endpoint", true),
    KUBECONFIG("the server of this kubeconfig", true),
    LOCAL_BALANCER("where the node's own load balancer listens", true),
    SERVICE("how pods reach the API server", true),
    OWN_ADDRESS("the server's own address", true),
    VIRTUAL_ADDRESS("the virtual address", false),
    LISTED("listed in the kubeadm configuration", false),
    OWN_NAME("the node's own name", false);

    private final String text;
    private final boolean needed;

    Why(String text, boolean needed) {
      this.text = text;
      this.needed = needed;
    }

    /** The reason as a label says it. */
    public String text() {
      return text;
    }

    /** Whether clients are known that cannot do without it. */
    public boolean isNeeded() {
      return needed;
    }
  }

  /**
   * @param name a DNS name or an address as a literal
   * @param place what asks for it
   */
  public record Wanted(String name, Why why, Span place) {}

  private ApiServerNames() {}

  /** Where proxies that lead to API servers listen on the loopback, in file order. */
  public static List<Wanted> localBalancers(Deployment deployment) {
    return deployment
        .all(ProxyDaemon.class)
        .flatMap(ApiServerNames::listenersBeforeApiServers)
        .filter(listener -> LOOPBACK.contains(listener.value().host()))
        .map(at -> new Wanted(at.value().host(), Why.LOCAL_BALANCER, at.span()))
        .toList();
  }

  /** The virtual address, where the deployment has only one. */
  public static Optional<Wanted> virtualAddress(Deployment deployment) {
    List<Located<IpAddress>> all = deployment.virtualAddresses();
    Set<IpAddress> different = all.stream().map(Located::value).collect(Collectors.toSet());
    if (different.size() != 1) return Optional.empty();
    Located<IpAddress> first = all.getFirst();
    return Optional.of(new Wanted(first.value().toString(), Why.VIRTUAL_ADDRESS, first.span()));
  }

  /** All that the certificate of one node's API server must carry, each name once. */
  public static List<Wanted> of(Deployment deployment, Node node) {
    List<Wanted> all = new ArrayList<>();
    List<Cluster> clusters = clusters(deployment, node);
    for (Cluster cluster : clusters) ofCluster(cluster, all);
    deployment.all(ControlPlaneEndpoint.class).forEach(endpoint -> installer(endpoint, all));
    deployment.all(Kubeconfig.class).forEach(file -> kubeconfig(file, all));
    all.addAll(localBalancers(deployment));
    if (leadsToApi(deployment, clusters)) virtualAddress(deployment).ifPresent(all::add);
    own(node.parts(), all);
    Map<String, Wanted> byName = new LinkedHashMap<>();
    for (Wanted wanted : all) byName.putIfAbsent(wanted.name(), wanted);
    return List.copyOf(byName.values());
  }

  /** The node's own statement of the cluster, or else everyone's. */
  private static List<Cluster> clusters(Deployment deployment, Node node) {
    List<Cluster> own =
        node.parts().all(KubeadmFile.class).stream()
            .flatMap(file -> file.clusters().stream())
            .toList();
    return own.isEmpty() ? deployment.clusters() : own;
  }

  private static void ofCluster(Cluster cluster, List<Wanted> all) {
    cluster
        .controlPlaneEndpoint()
        .located()
        .ifPresent(at -> all.add(new Wanted(at.value().host(), Why.ENDPOINT, at.span())));
    for (Setting<String> san : cluster.certSans())
      san.located()
          .ifPresent(at -> all.add(new Wanted(literal(at.value()), Why.LISTED, at.span())));
    services(cluster, all);
  }

  private static void services(Cluster cluster, List<Wanted> all) {
    Setting<Cidr> subnet =
        cluster.serviceSubnets().isEmpty() ? Setting.unset() : cluster.serviceSubnets().getFirst();
    Span document = cluster.api().document();
    subnet
        .orDefault(Cidr.parse(SERVICES).orElseThrow())
        .ifPresent(
            range ->
                all.add(
                    new Wanted(
                        first(range.network()), Why.SERVICE, subnet.span().orElse(document))));
    for (String name : List.of("kubernetes", "kubernetes.default", "kubernetes.default.svc"))
      all.add(new Wanted(name, Why.SERVICE, document));
    cluster
        .dnsDomain()
        .orDefault(DOMAIN)
        .ifPresent(
            domain ->
                all.add(
                    new Wanted(
                        "kubernetes.default.svc." + domain,
                        Why.SERVICE,
                        cluster.dnsDomain().span().orElse(document))));
  }

  /** The address after a network's own, which the service `kubernetes` has. */
  private static String first(IpAddress network) {
    byte[] octets = network.address().getAddress();
    byte[] next = new BigInteger(1, octets).add(BigInteger.ONE).toByteArray();
    byte[] sized = new byte[octets.length];
    int size = Math.min(next.length, sized.length);
    System.arraycopy(next, next.length - size, sized, sized.length - size, size);
    try {
      return new IpAddress(InetAddress.getByAddress(sized)).toString();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + octets.length + " octets", e);
    }
  }

  private static void installer(ControlPlaneEndpoint endpoint, List<Wanted> all) {
    endpoint
        .domain()
        .located()
        .ifPresent(at -> all.add(new Wanted(at.value(), Why.ENDPOINT, at.span())));
    endpoint
        .address()
        .located()
        .filter(at -> !at.value().isBlank())
        .ifPresent(at -> all.add(new Wanted(literal(at.value()), Why.ENDPOINT, at.span())));
    if (endpoint.internalLoadBalancer().is("haproxy"))
      all.add(
          new Wanted(
              "127.0.0.1",
              Why.LOCAL_BALANCER,
              endpoint.internalLoadBalancer().span().orElse(endpoint.span())));
  }

  private static void kubeconfig(Kubeconfig file, List<Wanted> all) {
    for (Kubeconfig.Server server : file.servers())
      if (server.checked())
        server
            .address()
            .located()
            .ifPresent(at -> all.add(new Wanted(at.value().host(), Why.KUBECONFIG, at.span())));
  }

  /** Whether the virtual address is the API's: it may be an ingress's alone. */
  private static boolean leadsToApi(Deployment deployment, List<Cluster> clusters) {
    return deployment.all(KubeVip.class).findAny().isPresent()
        || !ApiServerProxies.in(deployment).isEmpty()
        || clusters.stream().anyMatch(cluster -> !cluster.controlPlaneEndpoint().isUnset());
  }

  private static void own(Parts parts, List<Wanted> all) {
    for (KubeadmFile file : parts.all(KubeadmFile.class)) {
      for (KubeadmFile.Init init : file.inits()) own(init.nodeName(), init.advertiseAddress(), all);
      for (KubeadmFile.Join join : file.joins())
        if (join.controlPlane()) own(join.nodeName(), join.advertiseAddress(), all);
    }
  }

  private static void own(Setting<String> name, Setting<String> address, List<Wanted> all) {
    address
        .located()
        .ifPresent(at -> all.add(new Wanted(literal(at.value()), Why.OWN_ADDRESS, at.span())));
    name.located().ifPresent(at -> all.add(new Wanted(at.value(), Why.OWN_NAME, at.span())));
  }

  /** An address in the form that a certificate's is compared in. */
  private static String literal(String host) {
    return IpAddress.parse(host).map(IpAddress::toString).orElse(host);
  }

  private static Stream<Located<HostPort>> listenersBeforeApiServers(ProxyDaemon daemon) {
    Set<String> leading =
        daemon.proxies().stream()
            .filter(ApiServerNames::hasApiServers)
            .map(proxy -> proxy.name().value())
            .collect(Collectors.toSet());
    return daemon.proxies().stream()
        .filter(
            proxy ->
                hasApiServers(proxy)
                    || proxy.backends().stream().map(Located::value).anyMatch(leading::contains))
        .flatMap(proxy -> proxy.listeners().stream())
        .flatMap(listener -> listener.address().located().stream());
  }

  private static boolean hasApiServers(Proxy proxy) {
    return proxy.servers().stream()
        .anyMatch(
            server ->
                server.address().value().filter(a -> a.port().equals(API_SERVER)).isPresent());
  }
}
