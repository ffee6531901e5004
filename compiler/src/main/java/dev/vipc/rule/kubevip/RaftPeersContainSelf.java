package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.rule.Rule;
import java.util.List;
import java.util.Optional;

/** KV024. */
@AutoService(Rule.class)
public final class RaftPeersContainSelf extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV024",
              "raft-peers-contain-self",
              WARNING,
              """
              A raft configuration of an old kube-vip names the node itself among its remote peers.

              `remotePeers` are the others. A node that is its own remote peer counts twice: the majority is one vote higher than the cluster has nodes for, and the
              node connects to itself. Source: kubeadm's page on high availability.

              Delete the entry.
              """)
          .withFix();

  public RaftPeersContainSelf() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    Optional<KubeVip.Peer> own = kubeVip.peers().stream().filter(KubeVip.Peer::local).findFirst();
    if (own.isEmpty() || own.get().address().value().isEmpty()) return;
    for (KubeVip.Peer peer : kubeVip.peers())
      if (!peer.local() && peer.address().value().equals(own.get().address().value())) {
        Diagnostic found =
            Diagnostic.of(
                    META,
                    peer.address().span().orElse(peer.span()),
                    "`%s` is the node itself".formatted(peer.address().value().orElseThrow()))
                .also(own.get().span(), "the node itself")
                .help("leave the node itself out of `remotePeers`");
        out.report(
            EntryRemoval.of(peer.span())
                .map(edit -> found.fix(new Fix("delete the entry", true, List.of(edit))))
                .orElse(found));
      }
  }
}
