package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.Setting;
import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpGroup.Member;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.Optional;

/** Nodes that advertise to different places. */
@AutoService(Rule.class)
public final class MixedTransport implements Rule {
  private static final String UNICAST = "unicast";
  private static final RuleMeta META =
      new RuleMeta(
          "KA012",
          "transport-differs",
          Severity.ERROR,
          """
          Some nodes of one virtual router use unicast and some multicast, or another multicast group.

          keepalived compares the kind of an advertisement with its own configuration and drops the
          other kind, and a multicast advertisement to a group that a node has not joined does not
          reach it. Each node then believes that it is alone, and all hold the address. A group that
          is set with `vrrp_mcast_group4` has to be set on every node; the others stay on 224.0.0.18.

          Write `unicast_peer` on every node or on none, and the same multicast group everywhere.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (VrrpGroup group : VrrpGroup.of(deployment))
      Disagreement.in(group, MixedTransport::way)
          .ifPresent(found -> found.odd().forEach(odd -> out.report(finding(odd, found.most()))));
  }

  /** Absent where another file that is read may say otherwise. */
  private static Optional<String> way(Member member) {
    if (member.router().isUnicast()) return Optional.of(UNICAST);
    if (!member.daemon().includes().isEmpty()) return Optional.empty();
    return member.multicastGroup().map(group -> "multicast to " + group);
  }

  private static Diagnostic finding(Member odd, Member most) {
    return Diagnostic.of(
            META,
            place(odd),
            "`%s` advertises by %s, but `%s` by %s: both would hold the address"
                .formatted(
                    odd.label(), way(odd).orElseThrow(), most.label(), way(most).orElseThrow()))
        .also(place(most), "`%s` advertises by %s".formatted(most.label(), way(most).orElseThrow()))
        .help("write unicast_peer on every node or on none, and one multicast group");
  }

  private static Span place(Member member) {
    if (member.router().isUnicast())
      return member.router().unicastPeers().getFirst().span().orElseThrow();
    Setting<?> group = member.router().multicastGroup();
    return group
        .span()
        .or(() -> member.daemon().multicastGroup4().span())
        .orElse(member.router().name().span());
  }
}
