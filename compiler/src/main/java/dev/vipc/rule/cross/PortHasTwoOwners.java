package dev.vipc.rule.cross;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.Node;
import dev.vipc.rule.Rule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds ports of one machine that two listeners want. */
@AutoService(Rule.class)
public final class PortHasTwoOwners implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "XS001",
          "port-has-two-owners",
          Severity.ERROR,
          """
          Two listeners of one machine want the same port of the same address.

          Whichever starts second fails to bind, and which one that is changes from boot to boot. Two frontends of one
          HAProxy are worse: both bind (it sets SO_REUSEPORT; measured with 2.6.12, no message), and the kernel deals
          the connections out between them.

          The map of a machine's ports holds its proxies' listeners, kube-vip's load balancers, and what a kubeadm
          node runs: kubelet 10250 and 10248, kube-proxy 10249 and 10256, controller manager 10257, scheduler 10259,
          etcd 2379, 2380 and 2381. A proxy on the API server's port is HX001. Listeners that share a port by intent
          (`process`, `thread`, `interface`, `namespace`) are left alone.

          Give one of the two another port or another address.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (Node node : deployment.nodes()) check(new PortMap(node), out);
  }

  private static void check(PortMap map, Reporter out) {
    checkProxies(map.proxies(), out);
    for (PortOwner proxy : map.proxies()) {
      map.kubernetes().forEach(other -> compare(proxy, other, out));
      map.balancers().forEach(other -> compare(proxy, other, out));
    }
    for (PortOwner balancer : map.balancers())
      map.apiServers().stream()
          .filter(balancer::clashesWith)
          .findFirst()
          .ifPresent(other -> compare(balancer, other, out));
  }

  /**
   * Two lines of one section share a port by intent or by a harmless slip; two files for one engine
   * may be alternatives.
   */
  private static void checkProxies(List<PortOwner> proxies, Reporter out) {
    PortIndex index = new PortIndex();
    Set<String> processes = new TreeSet<>();
    for (PortOwner proxy : proxies) {
      index
          .add(proxy)
          .filter(earlier -> earlier.span().file() == proxy.span().file())
          .filter(earlier -> !earlier.what().equals(proxy.what()))
          .ifPresent(earlier -> report(proxy, earlier, out));
      for (String other : processes)
        if (!other.equals(proxy.process()))
          index.clash(proxy, other).ifPresent(earlier -> report(proxy, earlier, out));
      processes.add(proxy.process());
    }
  }

  private static void compare(PortOwner owner, PortOwner other, Reporter out) {
    if (owner.clashesWith(other)) report(owner, other, out);
  }

  private static void report(PortOwner owner, PortOwner other, Reporter out) {
    out.report(
        Diagnostic.of(
                META,
                owner.span(),
                "port %d is also wanted by %s".formatted(owner.sharedPort(other), other.what()))
            .also(other.span(), other.what())
            .help("give one of the two another port or another address"));
  }
}
