package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.KubeadmFile.EtcdPeer;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** KD023. */
@AutoService(Rule.class)
public final class EtcdMembersDisagree implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KD023",
          "etcd-members-disagree",
          ERROR,
          """
          An etcd's `initial-cluster` lacks the member itself, or tells of other members than its neighbours do.

          etcd stops at start if its own `name` is no key of `initial-cluster`, or if that key's URL is not its \
          `initial-advertise-peer-urls`. A member that joins compares the list with the running cluster and refuses to start on \
          any difference (member count is unequal, unmatched member). Arguments given by hand win over those that kubeadm \
          would write, so a typing error in them is final. Source: etcd's clustering guide; measured by its error texts.

          Write in each node's list the members so far and the node itself, with the same name and URL everywhere. kubeadm \
          since 1.15 does this by itself: `join --control-plane` needs none of these arguments.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<EtcdMember> members = EtcdMember.of(deployment);
    for (EtcdMember member : members) {
      checkOwnName(member, out);
      checkOwnUrl(member, out);
    }
    checkUrls(members, out);
    checkGrowth(members, out);
  }

  private static void checkOwnName(EtcdMember member, Reporter out) {
    for (Located<String> name : member.etcd().name().located().stream().toList())
      if (member.own().isEmpty())
        out.report(
            Diagnostic.of(
                    META,
                    name.span(),
                    "`%s` is not in this etcd's own initial-cluster".formatted(name.value()))
                .also(member.list().span(), "the members listed")
                .help(
                    "add `%s=https://ADDRESS:2380` to the list, or correct the name"
                        .formatted(name.value())));
  }

  private static void checkOwnUrl(EtcdMember member, Reporter out) {
    for (EtcdPeer own : member.own().stream().toList())
      for (Located<HostPort> url : own.url().located().stream().toList()) {
        var advertised = member.etcd().advertisedPeerUrls();
        if (advertised.isEmpty() || advertised.stream().anyMatch(a -> !differs(a.value(), url)))
          continue;
        out.report(
            Diagnostic.of(
                    META,
                    url.span(),
                    "`%s` is not what this etcd advertises to its peers".formatted(url.value()))
                .also(advertised.getFirst().span().orElse(url.span()), "it advertises this")
                .help("write the same URL in both places"));
      }
  }

  private static boolean differs(Optional<HostPort> other, Located<HostPort> url) {
    return other.filter(known -> !known.equals(url.value())).isPresent();
  }

  private static void checkUrls(List<EtcdMember> members, Reporter out) {
    Map<String, Located<HostPort>> first = new HashMap<>();
    for (EtcdMember member : members)
      for (EtcdPeer peer : member.peers())
        for (Located<HostPort> url : peer.url().located().stream().toList()) {
          String name = peer.name().value().orElse("");
          Located<HostPort> earlier = first.putIfAbsent(name, url);
          if (earlier == null || earlier.value().equals(url.value())) continue;
          out.report(
              Diagnostic.of(
                      META,
                      url.span(),
                      "member `%s` is at %s here and at %s elsewhere"
                          .formatted(name, url.value(), earlier.value()))
                  .also(earlier.span(), "the other place")
                  .help("write the same URL for a member on every node"));
        }
  }

  /** Lists grow from node to node, so each holds all members of the shorter ones. */
  private static void checkGrowth(List<EtcdMember> members, Reporter out) {
    List<EtcdMember> bySize =
        members.stream()
            .filter(member -> member.etcd().name().isUnset() || member.own().isPresent())
            .sorted(Comparator.comparingInt(member -> member.names().size()))
            .toList();
    for (int at = 1; at < bySize.size(); at++) {
      EtcdMember shorter = bySize.get(at - 1);
      EtcdMember longer = bySize.get(at);
      shorter.peers().stream()
          .filter(peer -> longer.peer(peer.name().value().orElse("")).isEmpty())
          .findFirst()
          .ifPresent(peer -> out.report(missing(peer, shorter, longer)));
    }
  }

  private static Diagnostic missing(EtcdPeer peer, EtcdMember shorter, EtcdMember longer) {
    return Diagnostic.of(
            META,
            peer.name().span().orElse(peer.span()),
            "`%s` is a member for %s, but not for %s"
                .formatted(peer.name().value().orElse(""), shorter.label(), longer.label()))
        .also(longer.list().span(), "the list of %s".formatted(longer.label()))
        .help("name each member alike on every node");
  }
}
