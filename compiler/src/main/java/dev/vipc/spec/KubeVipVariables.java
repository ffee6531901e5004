package dev.vipc.spec;

import dev.vipc.model.Version;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.spec.KubeVipVariable.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says one kube-vip in the variables that its release reads. Which release reads which is in {@code
 * kube-vip.yaml}; what a release cannot do is refused where the file is written.
 */
final class KubeVipVariables {
  /** From here on an address without a length gets its family's. */
  private static final Version OWN_LENGTH = new Version(0, 5, 6);

  private static final Version SUBNETS = new Version(0, 9, 0);
  private static final Version NODE_NAME = new Version(0, 8, 0);
  private static final Version NEW_SOURCES = new Version(0, 4, 2);
  private static final Version BGP_TIMERS = new Version(0, 7, 0);
  private static final Version ASKS_ITS_OWN_ADDRESS = new Version(1, 2, 2);

  private final KubeVipOnNode one;
  private final KubeVip kubeVip;
  private final Version version;
  private final int port;
  private final Span place;
  private final List<KubeVipVariable> all = new ArrayList<>();

  KubeVipVariables(KubeVipOnNode one) {
    this.one = one;
    this.kubeVip = one.kubeVip();
    this.version = one.version();
    this.port = one.spec().apiServerPort();
    this.place = one.address().name().span();
  }

  List<KubeVipVariable> all() {
    boolean arp = kubeVip.mode().value() == KubeVip.Mode.ARP;
    put("vip_arp", arp, kubeVip.mode().span());
    put("port", port, place);
    if (since(NODE_NAME)) all.add(new KubeVipVariable("vip_nodename", new Value.NodeName(), place));
    address(arp);
    put("cp_enable", true, place);
    put("cp_namespace", "kube-system", place);
    services();
    if (arp) election();
    kubeVip.bgp().ifPresent(this::bgp);
    one.balancer().ifPresent(this::balancer);
    if (version.equals(ASKS_ITS_OWN_ADDRESS) && one.hasAlias())
      put("kubernetes_addr", "https://127.0.0.1:" + port, place);
    return List.copyOf(all);
  }

  /** A route is announced for an address that every node has on its loopback interface. */
  private void address(boolean arp) {
    if (arp)
      one.nodes().stream()
          .flatMap(node -> node.iface().stream())
          .findFirst()
          .ifPresent(iface -> put("vip_interface", iface.value(), iface.span()));
    else put("vip_interface", "lo", place);
    List<VirtualAddress.Ip> addresses = one.address().addresses();
    Span written = addresses.getFirst().address().span();
    put("address", commas(addresses, ip -> ip.address().value().toString()), written);
    String lengths = commas(addresses, ip -> String.valueOf(ip.prefixLength().value()));
    if (since(SUBNETS)) put("vip_subnet", lengths, written);
    else if (!since(OWN_LENGTH)) put("vip_cidr", lengths, written);
  }

  private void services() {
    if (!kubeVip.services().value()) return;
    put("svc_enable", true, kubeVip.services().span());
    if (kubeVip.serviceElection().value())
      put("svc_election", true, kubeVip.serviceElection().span());
  }

  private void election() {
    put("vip_leaderelection", true, kubeVip.mode().span());
    put("vip_leaseduration", kubeVip.leaseDuration());
    put("vip_renewdeadline", kubeVip.renewDeadline());
    put("vip_retryperiod", kubeVip.retryPeriod());
  }

  private void bgp(KubeVip.Bgp bgp) {
    put("bgp_enable", true, kubeVip.mode().span());
    put("bgp_as", bgp.as().value(), bgp.as().span());
    router(bgp);
    peers(bgp);
    if (since(BGP_TIMERS)) {
      put("bgp_hold_time", bgp.holdTime());
      put("bgp_keepalive_interval", bgp.keepaliveInterval());
    }
    if (one.checksApiServer()) check(bgp.check());
  }

  /** One node's own, or in a DaemonSet the interface that each node's own is found on. */
  private void router(KubeVip.Bgp bgp) {
    SpecNode first = one.nodes().getFirst();
    boolean own = one.node().isPresent();
    if (own) {
      Located<?> id = bgp.routerIds().get(first.name().value());
      if (id != null) put("bgp_routerid", id.value(), id.span());
      else
        first
            .address(false)
            .ifPresent(address -> put("bgp_routerid", address, first.name().span()));
    } else
      first.iface().ifPresent(iface -> put("bgp_routerinterface", iface.value(), iface.span()));
    String infix = since(NEW_SOURCES) ? "source" : "source_";
    boolean v6 = bgp.peers().stream().allMatch(peer -> peer.address().value().isV6());
    switch (bgp.source().value()) {
      case ROUTE -> {}
      case ADDRESS ->
          first
              .address(v6)
              .ifPresent(address -> put("bgp_" + infix + "ip", address, bgp.source().span()));
      case INTERFACE ->
          first
              .iface()
              .ifPresent(iface -> put("bgp_" + infix + "if", iface.value(), bgp.source().span()));
    }
  }

  private void peers(KubeVip.Bgp bgp) {
    boolean open = bgp.peers().stream().allMatch(peer -> peer.password().isEmpty());
    Span span = bgp.peers().getFirst().address().span();
    Value value =
        open
            ? new Value.Text(commas(bgp.peers(), peer -> KubeVipVariable.peer(peer, "")))
            : new Value.Peers(bgp.peers());
    all.add(new KubeVipVariable("bgp_peers", value, span));
  }

  private void check(KubeVip.Check check) {
    put(
        "control_plane_health_check_address",
        "https://localhost:" + port + "/readyz",
        check.span());
    put("control_plane_health_check_period_seconds", check.interval());
    put("control_plane_health_check_timeout_seconds", check.timeout());
    put("control_plane_health_check_failure_threshold", check.fall().value(), check.fall().span());
    put("control_plane_health_check_ca_path", KubeVipOnNode.CERTIFICATE_AUTHORITY, check.span());
  }

  private void balancer(SpecProxy proxy) {
    put("lb_enable", true, proxy.engine().span());
    put("lb_port", proxy.port(), proxy.listen().span());
    put("lb_fwdmethod", "masquerade", proxy.engine().span());
    if (proxy.check().interval().isWritten())
      put("backend_health_check_interval", proxy.check().interval());
  }

  private boolean since(Version first) {
    return version.compareTo(first) >= 0;
  }

  private void put(String name, Chosen<Duration> time) {
    put(name, time.value().toSeconds(), time.span());
  }

  private void put(String name, Object value, Span span) {
    all.add(new KubeVipVariable(name, new Value.Text(value.toString()), span));
  }

  private static <T> String commas(List<T> values, java.util.function.Function<T, String> text) {
    return values.stream().map(text).collect(Collectors.joining(","));
  }
}
