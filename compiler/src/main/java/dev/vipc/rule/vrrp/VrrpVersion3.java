package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VirtualRouter.VirtualAddress;
import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpGroup.Member;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/** What VRRP version 3 does not have, and what it asks of IPv6. */
@AutoService(Rule.class)
public final class VrrpVersion3 implements Rule {
  public static final RuleMeta META =
      new RuleMeta(
              "KA034",
              "contradicts-vrrp-version-3",
              Severity.ERROR,
              """
              A virtual router of VRRP version 3 has a password, or its first IPv6 address is not link-local.

              Version 3 has no authentication field (RFC 9568, section 9), and IPv6 is version 3 unless
              another one is stated. keepalived drops the password and reports it, and `keepalived -t` exits
              with status 5 (measured with 2.2.7): whoever relies on it to keep two clusters apart on one
              segment is mistaken. Delete the `authentication` block, which changes nothing on the wire, or
              write `version 2` for IPv4.

              The first address of an IPv6 virtual router has to be its link-local one (RFC 9568, section
              5.2.9), which hosts take for a gateway. keepalived only logs it, so it is an info: other
              routers may not accept the advertisement. List an address of fe80::/10 first.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (VrrpGroup group : VrrpGroup.of(deployment))
      for (Member member : group.members()) check(member, out);
  }

  private static void check(Member member, Reporter out) {
    boolean three = member.version().equals(Optional.of(3));
    Optional<Located<String>> type = member.router().authenticationType().located();
    if (three && type.isPresent() && !isStrict(member)) out.report(password(member, type.get()));
    firstAddress(member.router()).ifPresent(out::report);
  }

  /** Strict mode has no password in any version, which is KA106. */
  private static boolean isStrict(Member member) {
    return member.daemon().strict().is(true);
  }

  private static Diagnostic password(Member member, Located<String> type) {
    Diagnostic finding =
        Diagnostic.of(
                META,
                type.span(),
                "VRRP version 3 has no authentication, so `%s` runs without a password"
                    .formatted(member.router().name().value()))
            .help("delete the authentication block");
    Optional<Span> version =
        member.router().version().span().or(() -> member.daemon().version().span());
    if (version.isPresent()) finding = finding.also(version.get(), "version 3 here");
    Diagnostic shown = finding;
    return Statements.around(type.span(), "authentication")
        .flatMap(Statements::delete)
        .map(edit -> shown.fix(new Fix("delete it, as keepalived does", true, List.of(edit))))
        .orElse(shown);
  }

  private static Optional<Diagnostic> firstAddress(VirtualRouter router) {
    if (router.addresses().isEmpty() || router.isUnicast()) return Optional.empty();
    Optional<Located<VirtualAddress>> first = router.addresses().getFirst().located();
    boolean fits =
        first
            .map(at -> at.value().address())
            .filter(address -> address.isV6() && !address.address().isLinkLocalAddress())
            .isEmpty();
    if (fits) return Optional.empty();
    return Optional.of(
        Diagnostic.of(
                META,
                first.orElseThrow().span(),
                "the first IPv6 address of `%s` is not link-local".formatted(router.name().value()))
            .as(Severity.INFO)
            .help("list an address of fe80::/10 first, the same one on every node"));
  }
}
