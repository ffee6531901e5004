package dev.vipc.model;

import dev.vipc.source.Located;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The machines that a deployment's files speak of, and the addresses that they give them: gathered
 * from host lists and installers' inventories, and from every other line that states a machine's
 * own address. A virtual address is no machine's: host lists name it beside the machines, and
 * server lines and kubeadm's own addresses may hold it by mistake; there it is left out.
 */
public record Inventory(List<Entry> entries) {
  private static final int API_SERVER_PORT = 6443;

  /** What kind of line an entry comes from. */
  public enum Source {
    HOST_LIST,
    INSTALLER,
    ETCD,
    KUBEADM,
    PROXY_SERVER,
    VRRP,
    KUBE_VIP
  }

  /**
   * One line's word on one machine.
   *
   * @param controlPlane whether the line shows that an API server or an etcd runs there
   */
  public record Entry(
      Optional<Located<String>> name,
      Located<IpAddress> address,
      Source source,
      boolean controlPlane) {}

  public Inventory {
    entries = List.copyOf(entries);
  }

  public static Inventory of(Deployment deployment) {
    return deployment.once(Inventory.class, all -> new Gathering(all).inventory());
  }

  /** Each known machine address once, where it is first written. */
  public List<Located<IpAddress>> addresses() {
    return once(entries.stream());
  }

  /** Each address of a machine that runs an API server or an etcd once. */
  public List<Located<IpAddress>> controlPlaneAddresses() {
    return once(entries.stream().filter(Entry::controlPlane));
  }

  /** The entries that someone wrote in order to list the machines: host lists, inventories. */
  public List<Entry> declared() {
    return entries.stream()
        .filter(e -> e.source() == Source.HOST_LIST || e.source() == Source.INSTALLER)
        .toList();
  }

  /** Whether an installer's inventory or a spec gives the address to a machine. */
  public boolean declares(IpAddress address) {
    return entries.stream()
        .filter(entry -> entry.source() == Source.INSTALLER)
        .anyMatch(entry -> entry.address().value().equals(address));
  }

  /** The first name that any line gives to the machine with this address. */
  public Optional<Located<String>> nameOf(IpAddress address) {
    return entries.stream()
        .filter(entry -> entry.address().value().equals(address))
        .flatMap(entry -> entry.name().stream())
        .findFirst();
  }

  private static List<Located<IpAddress>> once(Stream<Entry> entries) {
    Map<IpAddress, Located<IpAddress>> first = new LinkedHashMap<>();
    entries.forEach(entry -> first.putIfAbsent(entry.address().value(), entry.address()));
    return List.copyOf(first.values());
  }

  private static final class Gathering {
    private static final Set<String> CONTROL_PLANE_GROUPS =
        Set.of("master", "control-plane", "kube_control_plane", "etcd");

    private final List<Entry> entries = new ArrayList<>();
    private final Set<IpAddress> virtual;
    private final Set<Integer> apiServerPorts;
    private final Deployment deployment;

    Gathering(Deployment deployment) {
      this.deployment = deployment;
      this.virtual =
          deployment.virtualAddresses().stream().map(Located::value).collect(Collectors.toSet());
      this.apiServerPorts =
          Stream.concat(
                  Stream.of(API_SERVER_PORT),
                  deployment.parts().flatMap(Gathering::bindPorts).flatMap(p -> p.value().stream()))
              .collect(Collectors.toSet());
    }

    Inventory inventory() {
      deployment.all(HostEntry.class).forEach(this::host);
      deployment.all(KubeadmFile.class).forEach(this::kubeadm);
      deployment.all(KubeVip.class).forEach(this::kubeVip);
      deployment.all(VrrpDaemon.class).forEach(this::vrrp);
      deployment.all(ProxyDaemon.class).forEach(this::proxies);
      return new Inventory(entries);
    }

    private static Stream<Setting<Integer>> bindPorts(Parts parts) {
      return parts.all(KubeadmFile.class).stream()
          .flatMap(
              file ->
                  Stream.concat(
                      file.inits().stream().map(KubeadmFile.Init::bindPort),
                      file.joins().stream().map(KubeadmFile.Join::bindPort)));
    }

    private void host(HostEntry host) {
      boolean installer = !host.groups().isEmpty();
      if (!installer && virtual.contains(host.address().value())) return;
      boolean controlPlane = host.groups().stream().anyMatch(CONTROL_PLANE_GROUPS::contains);
      entries.add(
          new Entry(
              Optional.of(host.name()),
              host.address(),
              installer ? Source.INSTALLER : Source.HOST_LIST,
              controlPlane));
    }

    private void kubeadm(KubeadmFile file) {
      for (KubeadmFile.Cluster cluster : file.clusters())
        for (KubeadmFile.LocalEtcd etcd : cluster.localEtcd().stream().toList())
          for (KubeadmFile.EtcdPeer peer : etcd.initialCluster())
            peer.url()
                .located()
                .flatMap(Gathering::address)
                .ifPresent(at -> add(peer.name().located(), at, Source.ETCD, true));
      for (KubeadmFile.Init init : file.inits())
        own(init.nodeName(), init.advertiseAddress(), true);
      for (KubeadmFile.Join join : file.joins())
        own(join.nodeName(), join.advertiseAddress(), join.controlPlane());
    }

    private void own(Setting<String> name, Setting<String> address, boolean controlPlane) {
      address
          .located()
          .flatMap(text -> IpAddress.parse(text.value()).map(ip -> new Located<>(ip, text.span())))
          .filter(at -> isMachine(at.value()))
          .ifPresent(at -> add(name.located(), at, Source.KUBEADM, controlPlane));
    }

    private void kubeVip(KubeVip kubeVip) {
      for (KubeVip.Peer peer : kubeVip.peers())
        peer.address()
            .located()
            .ifPresent(at -> add(peer.id().located(), at, Source.KUBE_VIP, true));
    }

    private void vrrp(VrrpDaemon daemon) {
      for (VirtualRouter router : daemon.routers())
        Stream.concat(Stream.of(router.sourceAddress()), router.unicastPeers().stream())
            .flatMap(address -> address.located().stream())
            .forEach(at -> add(Optional.empty(), at, Source.VRRP, false));
    }

    private void proxies(ProxyDaemon daemon) {
      for (Proxy proxy : daemon.proxies())
        if (!Collections.disjoint(proxy.serverPorts(), apiServerPorts))
          for (Proxy.Server server : proxy.servers()) server(server);
    }

    private void server(Proxy.Server server) {
      if (!(server.address() instanceof Setting.Given<HostPort>(var target, var place))) return;
      if (!isApiServer(target)) return;
      target
          .address()
          .filter(this::isMachine)
          .map(ip -> new Located<>(ip, place))
          .ifPresent(at -> add(Optional.of(server.name()), at, Source.PROXY_SERVER, true));
    }

    private boolean isApiServer(HostPort target) {
      return target.port().isPresent() && apiServerPorts.contains(target.port().getAsInt());
    }

    /** A virtual address, every address and the loopback are no machine's own. */
    private boolean isMachine(IpAddress address) {
      return !virtual.contains(address)
          && !address.address().isLoopbackAddress()
          && !address.address().isAnyLocalAddress();
    }

    private static Optional<Located<IpAddress>> address(Located<HostPort> target) {
      return target.value().address().map(ip -> new Located<>(ip, target.span()));
    }

    private void add(
        Optional<Located<String>> name,
        Located<IpAddress> address,
        Source source,
        boolean controlPlane) {
      entries.add(new Entry(name, address, source, controlPlane));
    }
  }
}
