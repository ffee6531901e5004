package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpGroup.Member;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;

/** Members of one virtual router that refuse each other's advertisements. */
@AutoService(Rule.class)
public final class DifferentAuthentication implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KA002",
          "authentication-differs",
          Severity.ERROR,
          """
          The nodes of one virtual router do not authenticate alike.

          keepalived drops an advertisement whose authentication type or password is not its own
          (vrrp_check_packet). Each node then hears nobody, and all of them hold the address at once.
          Only the first eight octets of a password count, so two passwords that differ after them
          work together (measured with 2.2.7). VRRP version 3 has no authentication; there this rule
          is silent.

          Write the same `auth_type` and `auth_pass` on every node.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Disagreement.reportInVersion2(deployment, AuthPass::of, DifferentAuthentication::finding, out);
  }

  private static Diagnostic finding(Member odd, Member most) {
    return Diagnostic.of(
            META,
            place(odd.router()),
            "`%s` authenticates otherwise than `%s`: both would hold the address"
                .formatted(odd.label(), most.label()))
        .also(place(most.router()), "`%s` has this".formatted(most.label()))
        .help("write the same `auth_type` and `auth_pass` on every node of the virtual router");
  }

  private static Span place(VirtualRouter router) {
    return router
        .password()
        .span()
        .or(() -> router.authenticationType().span())
        .orElse(router.name().span());
  }
}
