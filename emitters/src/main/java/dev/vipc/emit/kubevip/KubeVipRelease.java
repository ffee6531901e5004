package dev.vipc.emit.kubevip;

import dev.vipc.emit.Build;
import dev.vipc.model.Version;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.spec.KubeVip;
import dev.vipc.spec.KubeVipOnNode;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.VirtualAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a release of kube-vip cannot do of what a spec asks. Where the table of its variables does
 * not date something, the release is the first that is known to do it.
 */
final class KubeVipRelease {
  private static final Version OLDEST = new Version(0, 3, 1);

  /** {@code bgp_source_ip} and {@code bgp_source_if}. */
  private static final Version SOURCE = new Version(0, 3, 8);

  /** Neighbour advertisements, and brackets in {@code bgp_peers}. */
  private static final Version IPV6 = new Version(0, 5, 0);

  private static final Version SERVICE_ELECTION = new Version(0, 5, 0);

  /** Up to here there is no image with iptables to masquerade with. */
  private static final Version BALANCER = new Version(0, 6, 0);

  private static final Version BGP_TIMERS = new Version(0, 7, 0);
  private static final Version BOTH_FAMILIES = new Version(0, 8, 0);
  private static final Version CHECK_INTERVAL = new Version(0, 8, 0);
  private static final Version BGP_PORT = new Version(0, 8, 10);
  private static final Version LENGTHS = new Version(0, 9, 0);

  /** From here to {@link #LENGTHS} releases disagree on how a length is written. */
  private static final Version LENGTHS_DIFFER = new Version(0, 5, 6);

  private static final Version CHECKS_API_SERVER = new Version(1, 2, 0);

  private final Build build;
  private final KubeVipOnNode one;
  private boolean writes = true;

  private KubeVipRelease(Build build, KubeVipOnNode one) {
    this.build = build;
    this.one = one;
  }

  /** Whether all can be written; refuses what cannot. */
  static boolean writes(Build build, KubeVipOnNode one) {
    KubeVipRelease release = new KubeVipRelease(build, one);
    release.address();
    release.services();
    release.balancer();
    one.kubeVip().bgp().ifPresent(release::bgp);
    if (one.node().isEmpty()) release.daemonSet();
    return release.writes;
  }

  private void address() {
    Span place = one.address().addresses().getFirst().address().span();
    since(OLDEST, place, "the command `manager` that these manifests use");
    if (one.address().has(true)) since(IPV6, place, "an IPv6 address");
    if (one.address().has(true) && one.address().has(false))
      since(BOTH_FAMILIES, place, "addresses of both families");
    List<VirtualAddress.Ip> addresses = one.address().addresses();
    for (boolean v6 : new boolean[] {false, true})
      if (addresses.stream().filter(ip -> ip.address().value().isV6() == v6).count() > 1)
        refuse(
            addresses.getLast().address().span(),
            "kube-vip holds one address of each family",
            "leave one, or write keepalived or vipd");
    boolean whole =
        addresses.stream().allMatch(ip -> ip.prefixLength().value() == ip.address().value().bits());
    if (!whole && before(LENGTHS) && !before(LENGTHS_DIFFER))
      refuse(
          place,
          "kube-vip %s is not sure to take a prefix length".formatted(one.version()),
          "leave the length out, which is /32 (/128), or take 0.9.0");
  }

  private void services() {
    if (one.kubeVip().serviceElection().value())
      since(
          SERVICE_ELECTION, one.kubeVip().serviceElection().span(), "an election for each service");
  }

  private void balancer() {
    one.balancer()
        .ifPresent(
            proxy -> {
              since(BALANCER, proxy.engine().span(), "an image with iptables to balance with");
              if (proxy.check().interval().isWritten())
                since(CHECK_INTERVAL, proxy.check().interval().span(), "another check interval");
            });
  }

  private void bgp(KubeVip.Bgp bgp) {
    if (bgp.source().value() != KubeVip.Source.ROUTE)
      since(SOURCE, bgp.source().span(), "a source of its BGP sessions");
    for (KubeVip.Peer peer : bgp.peers()) {
      if (peer.address().value().isV6()) since(IPV6, peer.address().span(), "an IPv6 router");
      if (peer.port().isWritten()) since(BGP_PORT, peer.port().span(), "a router's port");
    }
    Stream.of(bgp.holdTime(), bgp.keepaliveInterval())
        .filter(time -> time.isWritten())
        .forEach(time -> since(BGP_TIMERS, time.span(), "a time of its BGP sessions"));
    if (bgp.check().written())
      since(CHECKS_API_SERVER, bgp.check().span(), "a check of the API server");
    bgp.peers().stream()
        .filter(peer -> one.nodes().stream().anyMatch(node -> has(node, peer)))
        .findFirst()
        .ifPresent(
            peer ->
                refuse(
                    peer.address().span(),
                    "`%s` is a node that announces the address itself"
                        .formatted(peer.address().value()),
                    "name the routers beside the nodes"));
    sources(bgp);
  }

  private static boolean has(SpecNode node, KubeVip.Peer peer) {
    return node.addresses().stream()
        .anyMatch(address -> address.value().equals(peer.address().value()));
  }

  /** What each node needs for itself. */
  private void sources(KubeVip.Bgp bgp) {
    boolean v6 = bgp.peers().stream().allMatch(peer -> peer.address().value().isV6());
    for (SpecNode node : one.nodes())
      switch (bgp.source().value()) {
        case ROUTE -> {}
        case ADDRESS -> {
          if (node.address(v6).isEmpty())
            refuse(
                node.name().span(),
                "`%s` has no %s address to speak BGP from"
                    .formatted(node.name().value(), v6 ? "IPv6" : "IPv4"),
                "add one to its `addresses`, or leave `source` out");
        }
        case INTERFACE -> named(node);
      }
  }

  private void named(SpecNode node) {
    if (node.iface().isEmpty())
      refuse(
          node.name().span(),
          "`%s` names no interface".formatted(node.name().value()),
          "add `interface: NAME` to the node");
  }

  /** All nodes of a DaemonSet have one environment. */
  private void daemonSet() {
    Optional<KubeVip.Bgp> bgp = one.kubeVip().bgp();
    one.nodes().forEach(this::named);
    List<String> interfaces =
        one.nodes().stream()
            .flatMap(node -> node.iface().stream())
            .map(Located::value)
            .distinct()
            .toList();
    String help = "write `delivery: { kube-vip: static-pod }`";
    if (interfaces.size() > 1)
      refuse(
          one.address().name().span(),
          "the nodes of a DaemonSet need one interface, and these have "
              + String.join(", ", interfaces),
          help);
    bgp.filter(known -> known.source().value() == KubeVip.Source.ADDRESS)
        .ifPresent(
            known ->
                refuse(
                    known.source().span(),
                    "a DaemonSet cannot give each node an address of its own",
                    "write `source: interface`, or " + help.substring("write ".length())));
    bgp.filter(known -> !known.routerIds().isEmpty())
        .ifPresent(
            known ->
                refuse(
                    known.routerIds().values().iterator().next().span(),
                    "a DaemonSet cannot give each node a router ID of its own",
                    help));
  }

  private boolean before(Version version) {
    return one.version().compareTo(version) < 0;
  }

  private void since(Version first, Span place, String what) {
    if (before(first))
      refuse(
          place,
          "kube-vip %s does not have %s".formatted(one.version(), what),
          "leave it out, or take %d.%d.%d or later"
              .formatted(first.major(), first.minor(), first.patch()));
  }

  private void refuse(Span place, String message, String help) {
    writes = false;
    build.refuse(place, message, help);
  }
}
