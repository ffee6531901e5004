package dev.vipc.picture;

import dev.vipc.model.Deployment;
import dev.vipc.model.EnvoyFile;
import dev.vipc.model.EtcdMemberFile;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Node;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.model.StaticPod;
import dev.vipc.model.Version;
import dev.vipc.picture.PortOwner.Kind;
import dev.vipc.port.PortRow;
import dev.vipc.port.PortTable;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Who listens where on one machine, as its files say or imply. */
public final class PortMap {
  private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1").orElseThrow();

  /** Options that let several listeners share an address and a port by intent. */
  private static final Pattern SHARED_BY_INTENT =
      Pattern.compile("\\s(process|thread|interface|namespace|transparent)\\s");

  /** Two listeners of one machine that want one port; the first is the one to move. */
  public record Clash(PortOwner owner, PortOwner other) {}

  private final List<PortOwner> owners = new ArrayList<>();
  private final Version kubernetes;

  private PortMap(Deployment deployment, Node node) {
    this.kubernetes = kubernetesOf(deployment, node);
    node.parts().all(ProxyDaemon.class).forEach(this::proxy);
    node.parts().all(EnvoyFile.class).forEach(this::envoy);
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
    node.parts().all(EtcdMemberFile.class).forEach(file -> etcd(file.etcd().span()));
    node.parts().all(KubeVip.class).forEach(this::kubeVip);
  }

  public static PortMap of(Deployment deployment, Node node) {
    return new PortMap(deployment, node);
  }

  /** Every listener, the proxies' first. */
  public List<PortOwner> owners() {
    return List.copyOf(owners);
  }

  /**
   * Every two that want one port of one address. A proxy beside an API server is another rule's
   * business; two lines of one section share a port by intent or by a harmless slip; two files for
   * one engine may be alternatives.
   */
  public List<Clash> clashes() {
    List<Clash> clashes = new ArrayList<>();
    List<PortOwner> proxies = ofKind(Kind.PROXY, Kind.PROXY_PAGE);
    List<PortOwner> own = ofKind(Kind.KUBERNETES);
    List<PortOwner> balancers = ofKind(Kind.KUBE_VIP_BALANCER);
    List<PortOwner> pages = ofKind(Kind.KUBE_VIP_PAGE);
    proxies(proxies, clashes);
    compare(proxies, own, clashes);
    compare(proxies, balancers, clashes);
    compare(balancers, ofKind(Kind.API_SERVER), clashes);
    compare(pages, proxies, clashes);
    compare(pages, own, clashes);
    return clashes;
  }

  private static void compare(List<PortOwner> owners, List<PortOwner> others, List<Clash> clashes) {
    for (PortOwner owner : owners)
      others.stream()
          .filter(owner::clashesWith)
          .findFirst()
          .ifPresent(other -> clashes.add(new Clash(owner, other)));
  }

  private static void proxies(List<PortOwner> proxies, List<Clash> clashes) {
    PortIndex index = new PortIndex();
    Set<String> processes = new TreeSet<>();
    for (PortOwner proxy : proxies) {
      index
          .add(proxy)
          .filter(earlier -> earlier.span().file() == proxy.span().file())
          .filter(earlier -> !earlier.what().equals(proxy.what()))
          .ifPresent(earlier -> clashes.add(new Clash(proxy, earlier)));
      for (String other : processes)
        if (!other.equals(proxy.process()))
          index.clash(proxy, other).ifPresent(earlier -> clashes.add(new Clash(proxy, earlier)));
      processes.add(proxy.process());
    }
  }

  private List<PortOwner> ofKind(Kind... kinds) {
    List<Kind> wanted = List.of(kinds);
    return owners.stream().filter(owner -> wanted.contains(owner.kind())).toList();
  }

  private static Version kubernetesOf(Deployment deployment, Node node) {
    return Stream.concat(
            node.parts().all(KubeadmFile.class).stream().flatMap(file -> file.clusters().stream()),
            deployment.targets().statedFor("kubernetes").isPresent()
                ? Stream.empty()
                : deployment.clusters().stream())
        .flatMap(cluster -> cluster.kubernetesVersion().value().stream())
        .flatMap(text -> Version.parse(text).stream())
        .findFirst()
        .orElseGet(() -> deployment.targets().versionFor("kubernetes"));
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
    return SHARED_BY_INTENT.matcher(span.file().restOfLine(span.end()) + " ").find();
  }

  private void listener(ProxyDaemon daemon, Proxy proxy, Proxy.Listener listener) {
    Optional<HostPort> address = listener.address().value().filter(PortMap::isPlain);
    OptionalInt port = address.map(HostPort::port).orElse(OptionalInt.empty());
    if (address.isEmpty() || port.isEmpty()) return;
    boolean page = proxy.servers().isEmpty() && proxy.backends().isEmpty();
    owners.add(
        new PortOwner(
            page ? Kind.PROXY_PAGE : Kind.PROXY,
            daemon.engine().name(),
            "proxy `%s`".formatted(proxy.name().value()),
            address.get().address().filter(ip -> isOne(daemon.engine(), ip)),
            port.getAsInt(),
            listener.ports(),
            listener.span()));
  }

  /**
   * Whether it is not every address of the machine. To nginx and Envoy {@code ::} is every IPv6
   * address, so that {@code 0.0.0.0} may stand beside it.
   */
  private static boolean isOne(ProxyDaemon.Engine engine, IpAddress address) {
    boolean apart = engine == ProxyDaemon.Engine.NGINX || engine == ProxyDaemon.Engine.ENVOY;
    return !address.address().isAnyLocalAddress() || apart && address.isV6();
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

  private void envoy(EnvoyFile file) {
    file.admin()
        .ifPresent(
            admin ->
                admin
                    .port()
                    .located()
                    .ifPresent(
                        port ->
                            owners.add(
                                new PortOwner(
                                    Kind.PROXY_PAGE,
                                    ProxyDaemon.Engine.ENVOY.name(),
                                    PortTable.table().row("envoy", "admin").what(),
                                    admin
                                        .address()
                                        .value()
                                        .flatMap(IpAddress::parse)
                                        .filter(ip -> !ip.address().isAnyLocalAddress()),
                                    port.value(),
                                    1,
                                    port.span()))));
  }

  private void kubelet(Span place) {
    for (String service : List.of("https", "health")) add("kubelet", service, place);
    for (String service : List.of("health", "metrics")) add("kube-proxy", service, place);
  }

  private void controlPlane(Span place) {
    for (String component : List.of("kube-controller-manager", "kube-scheduler")) {
      add(component, "https", place);
      add(component, "insecure", place);
    }
  }

  /** A listener of the table, where the Kubernetes release has it by default. */
  private void add(String component, String service, Span place) {
    PortRow row = PortTable.table().row(component, service);
    if (!row.holdsIn(kubernetes.major(), kubernetes.minor())) return;
    owners.add(
        row.bind() == PortRow.Bind.ANY
            ? PortOwner.everywhere(Kind.KUBERNETES, row.what(), row.first(), place)
            : PortOwner.at(Kind.KUBERNETES, row.what(), LOOPBACK, row.first(), place));
  }

  private void kubeadm(KubeadmFile file) {
    for (KubeadmFile.Cluster cluster : file.clusters())
      if (cluster.externalEtcd().isEmpty()) etcd(cluster.api().version().span());
    for (KubeadmFile.Init init : file.inits())
      apiServer(init.bindPort(), init.api().version().span());
    for (KubeadmFile.Join join : file.joins())
      if (join.controlPlane()) apiServer(join.bindPort(), join.api().version().span());
  }

  /** The peer port is on the machine's own address, which the files may not name. */
  private void etcd(Span place) {
    for (String service : List.of("client", "metrics", "peer")) add("etcd", service, place);
  }

  private void apiServer(Setting<Integer> bindPort, Span place) {
    PortRow row = PortTable.table().row("kube-apiserver", "https");
    bindPort
        .orDefault(row.first())
        .ifPresent(
            port ->
                owners.add(
                    PortOwner.everywhere(
                        Kind.API_SERVER, row.what(), port, bindPort.span().orElse(place))));
  }

  private void kubeVip(KubeVip kubeVip) {
    page(kubeVip, "prometheus_server", "kube-vip's metrics");
    page(kubeVip, "health_check_port", "kube-vip's health check");
    for (KubeVip.LoadBalancer balancer : kubeVip.loadBalancers()) {
      balancer
          .port()
          .located()
          .ifPresent(
              port ->
                  owners.add(
                      PortOwner.everywhere(
                          Kind.KUBE_VIP_BALANCER,
                          "kube-vip's load balancer",
                          port.value(),
                          port.span())));
      ownBackend(kubeVip, balancer).ifPresent(owners::add);
    }
  }

  /** A port that a setting of kube-vip states: {@code :2112} or a number. */
  private void page(KubeVip kubeVip, String setting, String what) {
    kubeVip
        .settings()
        .text(setting)
        .located()
        .flatMap(
            text ->
                HostPort.parse(text.value().indexOf(':') < 0 ? ":" + text.value() : text.value())
                    .map(at -> new Located<>(at, text.span())))
        .filter(at -> at.value().port().orElse(0) > 0)
        .ifPresent(
            at ->
                owners.add(
                    new PortOwner(
                        Kind.KUBE_VIP_PAGE,
                        what,
                        what,
                        at.value().address().filter(ip -> !ip.address().isAnyLocalAddress()),
                        at.value().port().getAsInt(),
                        1,
                        at.span())));
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
        ? Optional.of(
            PortOwner.everywhere(
                Kind.API_SERVER, "the API server", port.getAsInt(), backend.span()))
        : Optional.empty();
  }
}
