package dev.vipc.rule.cross;

import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Node;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.model.StaticPod;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Who listens where on one machine, as its files say or imply. */
final class PortMap {
  private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1").orElseThrow();
  private static final int API_SERVER = 6443;

  /** Options that let several listeners share an address and a port by intent. */
  private static final Pattern SHARED_BY_INTENT =
      Pattern.compile("\\s(process|thread|interface|namespace|transparent)\\s");

  private final List<PortOwner> proxies = new ArrayList<>();
  private final List<PortOwner> kubernetes = new ArrayList<>();
  private final List<PortOwner> balancers = new ArrayList<>();
  private final List<PortOwner> apiServers = new ArrayList<>();

  PortMap(Node node) {
    node.parts().all(ProxyDaemon.class).forEach(this::proxy);
    Stream<Span> kubelets =
        Stream.concat(
            node.parts().all(KubeadmFile.class).stream().flatMap(PortMap::places),
            node.parts().all(StaticPod.class).stream().map(pod -> pod.name().span()));
    kubelets.findFirst().ifPresent(this::kubelet);
    node.parts().all(KubeadmFile.class).stream()
        .flatMap(PortMap::controlPlanes)
        .findFirst()
        .ifPresent(this::controlPlane);
    node.parts().all(KubeadmFile.class).forEach(this::kubeadm);
    node.parts().all(KubeVip.class).forEach(this::kubeVip);
  }

  /** Listeners of the machine's proxies. */
  List<PortOwner> proxies() {
    return proxies;
  }

  /** What Kubernetes itself listens on, the API server left out. */
  List<PortOwner> kubernetes() {
    return kubernetes;
  }

  /** The load balancers of an old kube-vip. */
  List<PortOwner> balancers() {
    return balancers;
  }

  List<PortOwner> apiServers() {
    return apiServers;
  }

  private void proxy(ProxyDaemon daemon) {
    if (daemon.proxies().stream().allMatch(proxy -> proxy.listeners().isEmpty())) return;
    if (daemon.conditional()) return;
    for (Proxy proxy : daemon.proxies())
      for (Proxy.Listener listener : proxy.listeners())
        if (!isShared(listener)) listener(daemon, proxy, listener);
  }

  private static boolean isShared(Proxy.Listener listener) {
    Span span = listener.span();
    return SHARED_BY_INTENT.matcher(span.file().lineAt(span.start()).text() + " ").find();
  }

  private void listener(ProxyDaemon daemon, Proxy proxy, Proxy.Listener listener) {
    Optional<HostPort> address = listener.address().value().filter(PortMap::isPlain);
    OptionalInt port = address.map(HostPort::port).orElse(OptionalInt.empty());
    if (address.isEmpty() || port.isEmpty()) return;
    proxies.add(
        new PortOwner(
            daemon.engine().name(),
            "proxy `%s`".formatted(proxy.name().value()),
            address.get().address().filter(ip -> !ip.address().isAnyLocalAddress()),
            port.getAsInt(),
            listener.ports(),
            listener.span()));
  }

  private static boolean isPlain(HostPort address) {
    String host = address.host();
    return host.isEmpty() || host.equals("*") || address.address().isPresent();
  }

  private static Stream<Span> places(KubeadmFile file) {
    return Stream.of(
            file.clusters().stream().map(KubeadmFile.Cluster::api),
            file.inits().stream().map(KubeadmFile.Init::api),
            file.joins().stream().map(KubeadmFile.Join::api))
        .flatMap(apis -> apis)
        .map(api -> api.version().span());
  }

  private static Stream<Span> controlPlanes(KubeadmFile file) {
    return Stream.of(
            file.clusters().stream().map(KubeadmFile.Cluster::api),
            file.inits().stream().map(KubeadmFile.Init::api),
            file.joins().stream().filter(KubeadmFile.Join::controlPlane).map(KubeadmFile.Join::api))
        .flatMap(apis -> apis)
        .map(api -> api.version().span());
  }

  private void kubelet(Span place) {
    kubernetes.add(PortOwner.everywhere("the kubelet", 10250, place));
    kubernetes.add(PortOwner.at("the kubelet's health check", LOOPBACK, 10248, place));
    kubernetes.add(PortOwner.everywhere("kube-proxy's health check", 10256, place));
    kubernetes.add(PortOwner.at("kube-proxy's metrics", LOOPBACK, 10249, place));
  }

  private void controlPlane(Span place) {
    kubernetes.add(PortOwner.at("the controller manager", LOOPBACK, 10257, place));
    kubernetes.add(PortOwner.at("the scheduler", LOOPBACK, 10259, place));
  }

  private void kubeadm(KubeadmFile file) {
    for (KubeadmFile.Cluster cluster : file.clusters())
      if (cluster.externalEtcd().isEmpty()) etcd(cluster.api().version().span());
    for (KubeadmFile.Init init : file.inits())
      apiServer(init.bindPort(), init.api().version().span());
    for (KubeadmFile.Join join : file.joins())
      if (join.controlPlane()) apiServer(join.bindPort(), join.api().version().span());
  }

  private void etcd(Span place) {
    kubernetes.add(PortOwner.at("etcd's client port", LOOPBACK, 2379, place));
    kubernetes.add(PortOwner.at("etcd's metrics", LOOPBACK, 2381, place));
    // on the machine's own address, which the files may not name
    kubernetes.add(PortOwner.at("etcd's peer port", LOOPBACK, 2380, place));
  }

  private void apiServer(Setting<Integer> bindPort, Span place) {
    bindPort
        .orDefault(API_SERVER)
        .ifPresent(
            port ->
                apiServers.add(
                    PortOwner.everywhere("the API server", port, bindPort.span().orElse(place))));
  }

  private void kubeVip(KubeVip kubeVip) {
    for (KubeVip.LoadBalancer balancer : kubeVip.loadBalancers()) {
      balancer
          .port()
          .located()
          .ifPresent(
              port ->
                  balancers.add(
                      PortOwner.everywhere("kube-vip's load balancer", port.value(), port.span())));
      ownBackend(kubeVip, balancer).ifPresent(apiServers::add);
    }
  }

  /** The backend on the machine itself: its first peer is the machine. */
  private static Optional<PortOwner> ownBackend(KubeVip kubeVip, KubeVip.LoadBalancer balancer) {
    Optional<IpAddress> own =
        kubeVip.peers().stream().findFirst().flatMap(peer -> peer.address().value());
    return balancer.backends().stream()
        .flatMap(backend -> backend.located().stream())
        .filter(backend -> own.isPresent() && backend.value().address().equals(own))
        .flatMap(backend -> owner(backend).stream())
        .findFirst();
  }

  private static Optional<PortOwner> owner(Located<HostPort> backend) {
    OptionalInt port = backend.value().port();
    return port.isPresent()
        ? Optional.of(PortOwner.everywhere("the API server", port.getAsInt(), backend.span()))
        : Optional.empty();
  }
}
