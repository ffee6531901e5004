package dev.vipc.spec;

import dev.vipc.model.Cidr;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Version;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One HA spec, read and complete: every reference resolved, every default filled in.
 *
 * @param delivery one for each program that the spec uses, as are versions and images
 * @param images empty for a program that is not delivered as a static pod
 * @param recovery how long the service may be away
 */
public record HaSpec(
    SourceFile file,
    Located<String> name,
    Optional<Kubernetes> kubernetes,
    List<Network> networks,
    List<SpecNode> nodes,
    List<VirtualAddress> virtualAddresses,
    List<SpecProxy> proxies,
    Map<Program, Chosen<Delivery>> delivery,
    Map<Program, Chosen<Version>> versions,
    Map<Program, Chosen<String>> images,
    Optional<Located<Duration>> recovery,
    HostFiles hostFiles,
    List<Extra> extra,
    List<Accepted> accepted) {
  public HaSpec {
    proxies = askable(proxies, virtualAddresses);
  }

  /**
   * A proxy that listens on virtual addresses alone cannot be asked on a node that holds none of
   * them: each node would wait for another to hold the address first, and nobody ever would. One
   * that the kernel translates is asked by a person's `verify.sh` too.
   */
  private static List<SpecProxy> askable(List<SpecProxy> proxies, List<VirtualAddress> moving) {
    Set<String> addresses =
        moving.stream()
            .flatMap(address -> address.addresses().stream())
            .map(ip -> ip.address().value().toString())
            .collect(Collectors.toSet());
    Set<String> tracked =
        moving.stream()
            .flatMap(address -> address.tracks().value().stream())
            .flatMap(
                track ->
                    track instanceof Track.OfProxy of ? Stream.of(of.proxy().value()) : Stream.of())
            .collect(Collectors.toSet());
    return proxies.stream()
        .map(
            proxy ->
                tracked.contains(proxy.name().value()) || proxy.isTranslated()
                    ? proxy.askableBeside(addresses)
                    : proxy)
        .toList();
  }

  public Optional<SpecNode> node(String name) {
    return nodes.stream().filter(node -> node.name().value().equals(name)).findFirst();
  }

  public Optional<SpecProxy> proxy(String name) {
    return proxies.stream().filter(proxy -> proxy.name().value().equals(name)).findFirst();
  }

  public List<SpecNode> nodesWith(Role role) {
    return nodes.stream().filter(node -> node.is(role)).toList();
  }

  /** The proxies of an engine that run on a node. */
  public List<SpecProxy> proxiesOn(SpecNode node, SpecProxy.Engine engine) {
    return proxies.stream()
        .filter(proxy -> proxy.engine().value() == engine && proxy.runsOn(node))
        .toList();
  }

  /** The kernel settings, each to be 1, that the proxies in kernel mode on a node need. */
  public List<String> forwardingSettings(SpecNode node) {
    return proxiesOn(node, SpecProxy.Engine.VIPD).stream()
        .flatMap(proxy -> proxy.forwardingSettings().stream())
        .distinct()
        .toList();
  }

  /** The virtual routers that an engine runs on a node: one a virtual address and family. */
  public List<RouterOnNode> routersOn(SpecNode node, VirtualAddress.Engine engine) {
    return virtualAddresses.stream()
        .filter(address -> address.engine().value() == engine && address.isHeldBy(node))
        .flatMap(
            address ->
                Stream.of(false, true)
                    .filter(address::has)
                    .flatMap(v6 -> router(address, node, v6).stream()))
        .toList();
  }

  /** The groups of virtual routers that move together on a node, in the order of the spec. */
  public List<GroupOnNode> groupsOn(SpecNode node, VirtualAddress.Engine engine) {
    Map<String, List<RouterOnNode>> groups = new LinkedHashMap<>();
    for (RouterOnNode router : routersOn(node, engine))
      router
          .address()
          .together()
          .ifPresent(
              name -> groups.computeIfAbsent(name.value(), _ -> new ArrayList<>()).add(router));
    return groups.entrySet().stream()
        .map(group -> new GroupOnNode(group.getKey(), group.getValue(), tracks(group.getValue())))
        .toList();
  }

  /** What a virtual router tracks on its node: in a group all that any member does. */
  public List<Track> tracksOf(RouterOnNode router) {
    return groupsOn(router.node(), router.address().engine().value()).stream()
        .filter(group -> group.routers().contains(router))
        .findFirst()
        .map(GroupOnNode::tracks)
        .orElseGet(() -> router.address().tracks().value());
  }

  /** The LVS services of a node, in the order of the spec. */
  public List<VirtualServer> virtualServersOn(SpecNode node) {
    VirtualServers services = new VirtualServers(nodes, virtualAddresses);
    return proxiesOn(node, SpecProxy.Engine.LVS).stream()
        .flatMap(proxy -> services.of(proxy, node))
        .toList();
  }

  /** What the virtual routers of a node track, each once, in the order of the spec. */
  public List<Track> tracksOn(SpecNode node, VirtualAddress.Engine engine) {
    return tracks(routersOn(node, engine));
  }

  private static List<Track> tracks(List<RouterOnNode> routers) {
    List<Track> tracks = new ArrayList<>();
    for (RouterOnNode router : routers) {
      for (Track track : router.address().tracks().value()) {
        if (tracks.stream().noneMatch(known -> known.name().equals(track.name())))
          tracks.add(track);
      }
    }
    return List.copyOf(tracks);
  }

  /**
   * What the script of a track asks on a node: the proxy's listener as the proxy asks its servers,
   * or the local API server. Absent for a track that needs no script of ours.
   */
  public Optional<Probe> probe(Track track) {
    return switch (track) {
      case Track.OfProxy(var proxy, _, _, _) -> proxy(proxy.value()).map(HaSpec::probe);
      case Track.OfApiServer _ -> Optional.of(apiServerProbe());
      case Track.OfScript _, Track.OfProcess _, Track.OfInterface _ -> Optional.empty();
    };
  }

  /** Whether a virtual address asks this proxy on its holders. */
  public boolean isTracked(SpecProxy proxy) {
    return EngineFit.isTracked(proxy, virtualAddresses);
  }

  /** The lines that were carried over for a section of a program's file on a node. */
  public List<String> extraLines(Program program, SpecNode node, String section) {
    return extra.stream()
        .filter(lines -> lines.isFor(program, node) && lines.section().value().equals(section))
        .flatMap(lines -> lines.lines().stream().map(Located::value))
        .toList();
  }

  /** Whether lines were carried over for the program's file on this very node. */
  public boolean hasOwnLines(Program program, SpecNode node) {
    return extra.stream().anyMatch(lines -> lines.node().isPresent() && lines.isFor(program, node));
  }

  /** The sections that lines were carried over for, in the order of the spec. */
  public Set<String> extraSections(Program program, SpecNode node) {
    Set<String> sections = new LinkedHashSet<>();
    for (Extra lines : extra) if (lines.isFor(program, node)) sections.add(lines.section().value());
    return sections;
  }

  /** The port of the API servers, also where no cluster is described. */
  public int apiServerPort() {
    return kubernetes.map(cluster -> cluster.apiServerPort().value()).orElse(6443);
  }

  /**
   * Every name and address that the API certificate must hold, each once: the way in, the virtual
   * addresses that lead to the API, the control-plane nodes, the node itself, then the extra ones.
   */
  public List<String> certificateSans() {
    Set<String> sans = new LinkedHashSet<>();
    kubernetes.ifPresent(cluster -> sans.add(cluster.endpoint().value().host()));
    for (VirtualAddress address : virtualAddresses)
      if (leadsToApi(address))
        address.addresses().forEach(ip -> sans.add(ip.address().value().toString()));
    for (SpecNode node : nodesWith(Role.CONTROL_PLANE)) {
      sans.add(node.name().value());
      node.addresses().forEach(own -> sans.add(own.value().toString()));
    }
    sans.add("localhost");
    sans.add("127.0.0.1");
    if (hasV6Nodes()) sans.add("::1");
    kubernetes.ifPresent(
        cluster -> cluster.extraSans().forEach(extraSan -> sans.add(extraSan.value())));
    return List.copyOf(sans);
  }

  /** Whether clients reach the API by this virtual address. */
  public boolean leadsToApi(VirtualAddress address) {
    if (virtualAddresses.size() == 1 || address.name().value().equals("api")) return true;
    boolean isEndpoint =
        kubernetes
            .flatMap(cluster -> cluster.endpoint().value().address())
            .map(host -> holds(address, host))
            .orElse(false);
    return isEndpoint || address.tracks().value().stream().anyMatch(this::watchesApi);
  }

  private boolean watchesApi(Track track) {
    return switch (track) {
      case Track.OfApiServer _ -> true;
      case Track.OfProxy(var proxy, _, _, _) ->
          proxy(proxy.value())
              .flatMap(known -> known.serverRole().value())
              .map(Role.CONTROL_PLANE::equals)
              .orElse(false);
      case Track.OfScript _, Track.OfProcess _, Track.OfInterface _ -> false;
    };
  }

  private static boolean holds(VirtualAddress address, IpAddress wanted) {
    return address.addresses().stream().anyMatch(ip -> ip.address().value().equals(wanted));
  }

  private boolean hasV6Nodes() {
    return nodesWith(Role.CONTROL_PLANE).stream().anyMatch(node -> node.address(true).isPresent());
  }

  private static Optional<RouterOnNode> router(VirtualAddress address, SpecNode node, boolean v6) {
    return address
        .vrrp()
        .map(
            vrrp ->
                new RouterOnNode(
                    address.has(!v6) && v6
                        ? address.name().value() + "-v6"
                        : address.name().value(),
                    address,
                    node,
                    v6,
                    vrrp,
                    vrrp.priorities().get(address.holders().indexOf(node)),
                    source(address, node, v6),
                    peers(address, node, vrrp, v6),
                    address.addresses().stream()
                        .filter(ip -> ip.address().value().isV6() == v6)
                        .toList()));
  }

  private static List<IpAddress> peers(
      VirtualAddress address, SpecNode node, Vrrp vrrp, boolean v6) {
    if (vrrp.transport().value() == Vrrp.Transport.MULTICAST) return List.of();
    return address.holders().stream()
        .filter(holder -> !holder.equals(node))
        .flatMap(holder -> source(address, holder, v6).stream())
        .toList();
  }

  /** On an interface of its own the node's address in the same network, else its first one. */
  private static Optional<IpAddress> source(VirtualAddress address, SpecNode node, boolean v6) {
    if (address.iface().isEmpty()) return node.address(v6);
    return node.addresses().stream()
        .map(Located::value)
        .filter(own -> own.isV6() == v6)
        .filter(
            own ->
                address.addresses().stream()
                    .anyMatch(
                        ip ->
                            new Cidr(ip.address().value(), ip.prefixLength().value())
                                .contains(own)))
        .findFirst()
        .or(() -> node.address(v6));
  }

  /** What a proxy is asked on its own node. */
  public static Probe probe(SpecProxy proxy) {
    HostPort listen = proxy.asked();
    SpecProxy.Check.Type type = proxy.check().type().value();
    return new Probe(
        type == SpecProxy.Check.Type.HTTPS,
        new HostPort(local(listen.host()), listen.port()),
        type.isHttp() ? Optional.of(proxy.check().path().value()) : Optional.empty());
  }

  private Probe apiServerProbe() {
    return new Probe(
        true, new HostPort("127.0.0.1", OptionalInt.of(apiServerPort())), Optional.of("/readyz"));
  }

  /** An address that reaches a listener from its own machine. */
  private static String local(String host) {
    return switch (host) {
      case "", "*", "0.0.0.0" -> "127.0.0.1";
      case "::" -> "::1";
      default -> host;
    };
  }

  /** The prefixes of the networks. */
  public List<Cidr> prefixes() {
    return networks.stream()
        .flatMap(network -> network.cidrs().stream())
        .map(Located::value)
        .toList();
  }
}
