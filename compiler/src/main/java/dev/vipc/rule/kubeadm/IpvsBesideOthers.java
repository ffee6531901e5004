package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.ComponentFlags;
import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeProxyConfiguration;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Node;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;

/** KD036. */
@AutoService(Rule.class)
public final class IpvsBesideOthers implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD036",
              "ipvs-beside-other-balancers",
              WARNING,
              """
              kube-proxy runs in ipvs mode beside another program that balances in the kernel, or that announces addresses by ARP, and is \
              not told of it.

              At each of its rounds kube-proxy takes out the virtual servers of IPVS that are not its own: those of keepalived are lost \
              unless `excludeCIDRs` holds their address. And in ipvs mode every service address stands on the device `kube-ipvs0` of every \
              node, so without `strictARP: true` every node answers the ARP question for an address that kube-vip or MetalLB announces \
              from one. It is asked where kube-proxy's machine is the balancer's too, and where kube-vip announces services. Source: \
              kubernetes/kubernetes#76267, #85799; kube-vip's and MetalLB's guides on `strictARP`.

              Write the address with /32 into `excludeCIDRs`, and `strictARP: true`.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(KubeProxyConfiguration.class)
        .filter(proxy -> proxy.mode().is("ipvs"))
        .forEach(
            proxy -> {
              checkExcluded(proxy, deployment, out);
              checkArp(proxy, deployment, out);
            });
  }

  private static void checkExcluded(
      KubeProxyConfiguration proxy, Deployment deployment, Reporter out) {
    if (proxy.excludedCidrs().stream().anyMatch(Setting::isUnknown)) return;
    deployment.nodes().stream()
        .map(Node::parts)
        .filter(IpvsBesideOthers::isOfCluster)
        .flatMap(parts -> parts.all(VrrpDaemon.class).stream())
        .flatMap(daemon -> daemon.virtualServers().stream())
        .flatMap(server -> server.address().located().stream())
        .filter(address -> !isExcluded(proxy, address.value()))
        .findFirst()
        .ifPresent(
            address ->
                out.report(
                    Diagnostic.of(
                            META,
                            proxy.mode().span().orElse(proxy.document()),
                            "kube-proxy takes out keepalived's virtual server %s"
                                .formatted(address.value()))
                        .also(address.span(), "the virtual server")
                        .help(
                            "write `excludeCIDRs: [\"%s/%d\"]` below `ipvs`"
                                .formatted(address.value(), address.value().isV6() ? 128 : 32))));
  }

  /** A load balancer's own machine has no kube-proxy. */
  private static boolean isOfCluster(Parts parts) {
    return !parts.all(KubeadmFile.class).isEmpty()
        || !parts.all(ComponentFlags.class).isEmpty()
        || !parts.all(KubeProxyConfiguration.class).isEmpty();
  }

  private static boolean isExcluded(KubeProxyConfiguration proxy, IpAddress address) {
    return proxy.excludedCidrs().stream()
        .flatMap(cidr -> cidr.value().stream())
        .anyMatch(cidr -> cidr.contains(address));
  }

  private static void checkArp(KubeProxyConfiguration proxy, Deployment deployment, Reporter out) {
    if (proxy.strictArp().isUnknown() || proxy.strictArp().is(true)) return;
    deployment
        .all(KubeVip.class)
        .filter(kubeVip -> kubeVip.settings().isOn("svc_enable"))
        .flatMap(kubeVip -> kubeVip.modes().stream())
        .filter(mode -> mode.value().equals("arp"))
        .findFirst()
        .ifPresent(arp -> out.report(answers(proxy, arp)));
  }

  private static Diagnostic answers(KubeProxyConfiguration proxy, Located<String> arp) {
    Span place = proxy.strictArp().span().orElse(proxy.mode().span().orElse(proxy.document()));
    Diagnostic found =
        Diagnostic.of(
                META,
                place,
                "every node answers ARP for the service addresses that kube-vip announces")
            .also(arp.span(), "announced by ARP")
            .help("write `strictARP: true` below `ipvs`");
    return proxy
        .strictArp()
        .span()
        .map(no -> found.fix(Fix.replace(no, "true", "let one node alone answer")))
        .orElse(found);
  }
}
