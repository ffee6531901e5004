package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.Setting;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;

/** A VRID or a priority that VRRP does not have. */
@AutoService(Rule.class)
public final class NumberOutOfRange implements Rule {
  public static final RuleMeta META =
      new RuleMeta(
          "KA009",
          "vrid-or-priority-out-of-range",
          Severity.ERROR,
          """
          A virtual_router_id or a priority is missing or not in 1..255.

          Both are one octet of the advertisement, and 0 has a meaning of its own in each: no VRID is
          0, and priority 0 is what a node sends when it gives the address up (RFC 9568, section
          5.2.4). keepalived reports the line; without a virtual_router_id it stops with "the virtual
          router id must be set", and a priority that it cannot use becomes the default, 100 (measured
          with 2.2.7), which may be higher than those of the other nodes.

          Write a number of 1 to 255; for the priority 1 to 254, since 255 means that the address is
          the node's own.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(VrrpDaemon.class)
        .forEach(daemon -> daemon.routers().forEach(router -> check(daemon, router, out)));
  }

  private static void check(VrrpDaemon daemon, VirtualRouter router, Reporter out) {
    if (router.vrid().isUnset() && daemon.includes().isEmpty())
      out.report(
          Diagnostic.of(
                  META,
                  router.name().span(),
                  "`%s` has no virtual_router_id, and keepalived does not run without one"
                      .formatted(router.name().value()))
              .help("write `virtual_router_id N` with N in 1..255, the same on every node"));
    range("virtual_router_id", router.vrid(), "1..255", out);
    range("priority", router.priority(), "1..254", out);
  }

  private static void range(
      String keyword, Setting<Integer> setting, String advised, Reporter out) {
    setting
        .located()
        .filter(number -> number.value() < 1 || number.value() > 255)
        .map(number -> finding(keyword, number, advised))
        .ifPresent(out::report);
  }

  private static Diagnostic finding(String keyword, Located<Integer> number, String advised) {
    return Diagnostic.of(
            META, number.span(), "%s `%d` is not in 1..255".formatted(keyword, number.value()))
        .help("write a number in " + advised);
  }
}
