package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Setting;
import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpGroup.Member;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/** Unicast peers that do not name each other. */
@AutoService(Rule.class)
public final class UnevenUnicastPeers implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KA011",
              "uneven-unicast-peers",
              Severity.ERROR,
              """
              The unicast peers of a virtual router do not name each other.

              A node sends its advertisements to the addresses in its `unicast_peer` and to nobody
              else. A node that is missing there never hears this one and takes the address too.
              Measured with a list that was wrong on the backup: a failing check on the master made
              both hold the address, and after it recovered the clients' ARP entries still led to the
              loser for more than 12 s. Two nodes with the same `unicast_src_ip`, the usual slip when
              a file is copied, are reported as well.

              A node that lists its own address is a warning only: keepalived sends itself an
              advertisement and ignores it.

              List in `unicast_peer` the `unicast_src_ip` of every other node, and not the node's own.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (VrrpGroup group : VrrpGroup.of(deployment))
      for (Member member : group.members())
        if (member.router().isUnicast()) check(member, group, out);
  }

  private static void check(Member member, VrrpGroup group, Reporter out) {
    Optional<Member> twin = twin(member, group);
    if (twin.isPresent()) {
      out.report(sameSource(member, twin.get()));
      return;
    }
    List<Member> unheard = unheard(member, group);
    for (Member other : unheard) out.report(missing(member, other, unheard.size()));
    if (unheard.isEmpty()) ownEntry(member).ifPresent(own -> out.report(self(member, own)));
  }

  /** A member before this one that sends from the same address. */
  private static Optional<Member> twin(Member member, VrrpGroup group) {
    return group.members().stream()
        .takeWhile(other -> other != member)
        .filter(other -> source(member).isPresent() && source(member).equals(source(other)))
        .findFirst();
  }

  private static List<Member> unheard(Member member, VrrpGroup group) {
    if (member.router().unicastPeers().stream().anyMatch(Setting::isUnknown)) return List.of();
    return group.members().stream()
        .filter(other -> other != member && other.router().isUnicast())
        .filter(other -> !source(other).equals(source(member)))
        .filter(other -> source(other).filter(at -> entry(member, at).isEmpty()).isPresent())
        .toList();
  }

  private static Diagnostic sameSource(Member member, Member twin) {
    return Diagnostic.of(
            META,
            member.router().sourceAddress().span().orElseThrow(),
            "`%s` sends from `%s`, which is the address of `%s`"
                .formatted(member.label(), source(member).orElseThrow(), twin.label()))
        .also(
            twin.router().sourceAddress().span().orElseThrow(),
            "`%s` has it here".formatted(twin.label()))
        .help("write the node's own address as unicast_src_ip and the others' as unicast_peer");
  }

  private static Diagnostic missing(Member member, Member other, int unheard) {
    IpAddress address = source(other).orElseThrow();
    Optional<Located<IpAddress>> own = ownEntry(member);
    Span place = own.map(Located::span).orElseGet(() -> lastPeer(member));
    Diagnostic finding =
        Diagnostic.of(
                META,
                place,
                "`%s` does not list `%s` (%s), which therefore never hears it"
                    .formatted(member.label(), other.label(), address))
            .also(
                other.router().sourceAddress().span().orElseThrow(),
                "`%s` sends from this address".formatted(other.label()))
            .help(
                own.isPresent()
                    ? "write %s instead of the node's own address".formatted(address)
                    : "add %s to the unicast_peer block".formatted(address));
    if (own.isEmpty() || unheard != 1) return finding;
    return finding.fix(
        new Fix(
            "list the other node instead of this one",
            false,
            List.of(new Fix.Edit(place, address.toString()))));
  }

  private static Diagnostic self(Member member, Located<IpAddress> own) {
    return Diagnostic.of(
            META,
            own.span(),
            "`%s` lists its own address `%s` as a peer".formatted(member.label(), own.value()))
        .as(Severity.WARNING)
        .also(member.router().sourceAddress().span().orElseThrow(), "it sends from this address")
        .help("remove it from unicast_peer");
  }

  private static Optional<Located<IpAddress>> ownEntry(Member member) {
    return source(member).flatMap(own -> entry(member, own));
  }

  private static Optional<Located<IpAddress>> entry(Member member, IpAddress address) {
    return member.router().unicastPeers().stream()
        .flatMap(peer -> peer.located().stream())
        .filter(peer -> peer.value().equals(address))
        .findFirst();
  }

  private static Span lastPeer(Member member) {
    return member.router().unicastPeers().getLast().span().orElseThrow();
  }

  private static Optional<IpAddress> source(Member member) {
    return member.router().sourceAddress().value();
  }
}
