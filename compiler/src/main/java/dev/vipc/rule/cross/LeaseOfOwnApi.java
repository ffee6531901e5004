package dev.vipc.rule.cross;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.Inventory;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;
import java.util.Optional;

/** XS010. */
@AutoService(Rule.class)
public final class LeaseOfOwnApi implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "XS010",
          "lease-of-the-api-it-serves",
          Severity.WARNING,
          """
          kube-vip needs the API that its virtual address leads to, where it cannot be had.

          kube-vip elects the holder by a Lease of the same API server. With two machines of etcd the loss of either leaves no \
          majority: the Lease cannot be renewed, the machine that is left gives the address up, and the second \
          machine has made the cluster weaker than one alone. With three the address survives any one. Source: etcd, FAQ \
          (fault tolerance); kube-vip#732, #800.

          It is an error where `kubernetes_addr` is the virtual address itself: kube-vip then asks for the \
          Lease at an address that nobody holds before it has the Lease. Source: kube-vip#246, #318.

          Run an odd number of control-plane machines, three or more, or move the address by VRRP, which needs no API; and let kube-vip ask the \
          API server on its own machine.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<KubeVip> elected =
        deployment.all(KubeVip.class).filter(LeaseOfOwnApi::isElectedByLease).toList();
    for (KubeVip kubeVip : elected) asksItself(kubeVip).ifPresent(out::report);
    boolean external =
        deployment.clusters().stream().anyMatch(cluster -> !cluster.externalEtcd().isEmpty());
    List<Located<IpAddress>> members = Inventory.of(deployment).controlPlaneAddresses();
    if (elected.isEmpty() || external || members.size() != 2) return;
    out.report(noMajority(elected.getFirst(), members));
  }

  /** By Leases of Kubernetes, from 0.1.6 on: the old file's raft asks nobody. */
  private static boolean isElectedByLease(KubeVip kubeVip) {
    boolean raft = kubeVip.form() == KubeVip.Form.RAFT_FILE || !kubeVip.peers().isEmpty();
    return !raft
        && kubeVip.settings().isOn("vip_leaderelection")
        && !kubeVip.settings().isOff("cp_enable")
        && kubeVip.runs("arp");
  }

  private static Optional<Diagnostic> asksItself(KubeVip kubeVip) {
    List<IpAddress> own = kubeVip.virtualAddresses().map(Located::value).toList();
    return kubeVip
        .settings()
        .text("kubernetes_addr")
        .located()
        .filter(
            text ->
                HostPort.parse(text.value().replaceFirst("^https?://", "").replaceFirst("/$", ""))
                    .flatMap(HostPort::address)
                    .filter(own::contains)
                    .isPresent())
        .map(
            text ->
                Diagnostic.of(
                        META,
                        text.span(),
                        "kube-vip asks for its Lease at `%s`, which it only holds with the Lease"
                            .formatted(text.value()))
                    .as(Severity.ERROR)
                    .also(kubeVip.address().span().orElse(kubeVip.span()), "its virtual address")
                    .help(
                        "let it ask the API server of its own machine: `https://127.0.0.1:6443`"));
  }

  private static Diagnostic noMajority(KubeVip kubeVip, List<Located<IpAddress>> members) {
    Diagnostic found =
        Diagnostic.of(
            META,
            kubeVip.address().span().orElse(kubeVip.span()),
            "the loss of one of two machines stops etcd, and kube-vip gives the address up with it");
    for (Located<IpAddress> member : members) found = found.also(member.span(), "a machine");
    return found.help("add a third control-plane machine, or move the address by VRRP");
  }
}
