package dev.vipc.rule.cross;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.Node;
import dev.vipc.picture.Firewalls;
import dev.vipc.picture.Firewalls.Answer;
import dev.vipc.picture.Flow;
import dev.vipc.picture.Flows;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.Optional;

/** Finds traffic of the control plane that a machine's own firewall refuses. */
@AutoService(Rule.class)
public final class FirewallShutsFlow implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "XS002",
              "firewall-shuts-flow",
              Severity.ERROR,
              """
              A machine's firewall refuses packets that what runs there needs.

              Lists of ports in guides leave out what is no port: VRRP is IP protocol 112 beside TCP and UDP, and Calico's \
              IP-in-IP is protocol 4. Without VRRP every machine believes that it is alone and takes the virtual address: \
              two holders at once. They leave out VXLAN (UDP 4789, Flannel's and Cilium's 8472), etcd's 2380 both ways, \
              and the load balancer's own port.

              What runs on the machine is read from its files (keepalived, proxies, kubeadm, kube-vip, the pod network's \
              manifest, pools of MetalLB), and its firewall from nftables' rule sets, `iptables-save`, firewalld's zones \
              and scripts with `firewall-cmd`, `ufw` or `iptables`. All files of one machine together must open it. A \
              firewall of which a part is not understood is left alone, and so is one that refuses nothing. A source or \
              destination that a line states is compared with the peers that the files name.

              Open what the message names. The fix adds a line beside the last one that opens something.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (Node node : deployment.nodes()) {
      Optional<Firewalls> firewall = Firewalls.of(node).filter(Firewalls::complete);
      if (firewall.isEmpty()) continue;
      for (Flow flow : Flows.of(deployment).into(node)) check(firewall.get(), flow, out);
    }
  }

  private static void check(Firewalls firewall, Flow flow, Reporter out) {
    if (flow.protocol() == Flow.VRRP && VrrpAsPort.isIn(firewall.openings())) return;
    switch (firewall.answer(flow)) {
      case Answer.Passed _ -> {}
      case Answer.Refused _ -> out.report(refused(firewall, flow));
      case Answer.LeftOut left -> out.report(leftOut(left, flow));
    }
  }

  private static Diagnostic refused(Firewalls firewall, Flow flow) {
    Diagnostic finding =
        Diagnostic.of(
                META, firewall.refusal(), "refuses %s (%s)".formatted(flow.packets(), flow.what()))
            .also(flow.place(), "needed because of this")
            .help("let %s in".formatted(flow.packets()));
    return FirewallLine.opening(firewall.first(), flow).map(finding::fix).orElse(finding);
  }

  private static Diagnostic leftOut(Answer.LeftOut left, Flow flow) {
    Span place = left.nearest().span();
    return Diagnostic.of(
            META,
            place,
            "lets in %s (%s), but not for `%s`"
                .formatted(flow.packets(), flow.what(), left.address()))
        .also(flow.place(), "needed because of this")
        .help("let `%s` in too".formatted(left.address()));
  }
}
