package dev.vipc.spec;

import static dev.vipc.spec.SpecRules.TRACKED_ELSEWHERE;
import static dev.vipc.spec.SpecRules.UNREADABLE_VALUE;
import static dev.vipc.spec.SpecRules.VALUE_WITHOUT_EFFECT;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.model.HostPort;
import dev.vipc.source.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What kube-vip's addresses and proxies ask of the nodes and of each other.
 *
 * @param scope what they refer to
 */
record KubeVipCheck(Scope scope) {
  void check(List<VirtualAddress> addresses, List<SpecProxy> proxies) {
    List<VirtualAddress> own = addresses.stream().filter(a -> a.kubeVip().isPresent()).toList();
    own.forEach(this::holders);
    oneForEachNode(own);
    for (SpecProxy proxy : proxies)
      if (proxy.engine().value() == SpecProxy.Engine.KUBE_VIP) balancer(proxy, own);
  }

  private void holders(VirtualAddress address) {
    for (SpecNode holder : address.holders())
      if (!holder.is(Role.CONTROL_PLANE))
        scope
            .out()
            .report(
                Diagnostic.of(
                        TRACKED_ELSEWHERE,
                        address.selection().isWritten()
                            ? address.selection().span()
                            : address.engine().span(),
                        "`%s` runs no API server that its kube-vip could ask for the lease"
                            .formatted(holder.name().value()))
                    .help("let control-plane nodes hold the address, or write keepalived or vipd"));
  }

  private void oneForEachNode(List<VirtualAddress> own) {
    Map<SpecNode, VirtualAddress> first = new HashMap<>();
    Set<VirtualAddress> said = new java.util.HashSet<>();
    for (VirtualAddress address : own)
      for (SpecNode holder : address.holders()) {
        VirtualAddress earlier = first.putIfAbsent(holder, address);
        if (earlier == null || earlier.equals(address) || !said.add(address)) continue;
        scope.notBuilt(
            address.engine().span(),
            "a second kube-vip on `%s`".formatted(holder.name().value()),
            "write both addresses below `%s` where they are one of each family, or keepalived or vipd here"
                .formatted(earlier.name().value()));
      }
  }

  private void balancer(SpecProxy proxy, List<VirtualAddress> own) {
    boolean stands =
        own.stream()
            .anyMatch(address -> Set.copyOf(address.holders()).equals(Set.copyOf(proxy.nodes())));
    if (!stands)
      scope.missing(
          proxy.engine().span(),
          "kube-vip balances only what comes to an address that it holds itself",
          "add a virtual address with `engine: kube-vip` and the same nodes, or write another engine");
    if (!proxy.serverRole().value().equals(java.util.Optional.of(Role.CONTROL_PLANE)))
      scope.notBuilt(
          proxy.serverRole().span(),
          "kube-vip before other servers than the control plane",
          "write `servers: control-plane`, or another engine");
    listeners(proxy, own);
    withoutEffect(proxy);
  }

  private void listeners(SpecProxy proxy, List<VirtualAddress> own) {
    Set<String> addresses =
        own.stream()
            .flatMap(address -> address.addresses().stream())
            .map(ip -> ip.address().value().toString())
            .collect(Collectors.toSet());
    boolean onePort = proxy.listen().value().stream().map(HostPort::port).distinct().count() == 1;
    boolean itsOwn =
        proxy.listen().value().stream()
            .allMatch(
                at ->
                    Set.of("*", "::", "0.0.0.0").contains(at.host())
                        || addresses.contains(at.host()));
    if (onePort && itsOwn) return;
    scope
        .out()
        .report(
            Diagnostic.of(
                    UNREADABLE_VALUE,
                    proxy.listen().span(),
                    "kube-vip listens on one port of its own address alone")
                .help("write `*:PORT`"));
  }

  /** kube-vip has one way to choose, one check and no limits. */
  private void withoutEffect(SpecProxy proxy) {
    SpecProxy.Check check = proxy.check();
    SpecProxy.Timeouts timeouts = proxy.timeouts();
    Stream.concat(
            Stream.of(
                    proxy.balance(),
                    check.type(),
                    check.path(),
                    check.expect(),
                    check.verify(),
                    check.timeout(),
                    check.rise(),
                    check.fall(),
                    timeouts.connect(),
                    timeouts.client(),
                    timeouts.server(),
                    timeouts.queue(),
                    proxy.maxConnections())
                .filter(Chosen::isWritten)
                .filter(chosen -> chosen.value() != SpecProxy.Balance.ROUND_ROBIN)
                .map(Chosen::span),
            proxy.metrics().stream().map(at -> at.span()))
        .forEach(this::withoutEffect);
  }

  private void withoutEffect(Span place) {
    scope
        .out()
        .report(
            Diagnostic.of(
                    VALUE_WITHOUT_EFFECT,
                    place,
                    "`%s` means nothing to the engine `kube-vip`".formatted(place.text()))
                .help(
                    "remove it: kube-vip takes the servers in turn and asks each for `/version`"));
  }
}
