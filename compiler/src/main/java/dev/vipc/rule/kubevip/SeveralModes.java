package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;

/** KV001. */
@AutoService(Rule.class)
public final class SeveralModes implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KV001",
          "several-modes",
          ERROR,
          """
          A kube-vip has more than one of ARP, BGP, routing-table and WireGuard mode switched on.

          It announces addresses in one way. With several switched on, the first in its own order runs, and what the file says \
          of the others is ignored. Source: kube-vip's manager, which asks for one mode after the other.

          Leave one of `vip_arp`, `bgp_enable`, `vip_routingtable` and `vip_wireguard` on.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(KubeVip.class)
        .map(KubeVip::modes)
        .filter(modes -> modes.size() > 1)
        .forEach(modes -> out.report(found(modes)));
  }

  private static Diagnostic found(List<Located<String>> modes) {
    Located<String> first = modes.getFirst();
    Located<String> second = modes.get(1);
    return Diagnostic.of(
            META,
            second.span(),
            "%s mode is switched on beside %s mode".formatted(second.value(), first.value()))
        .also(first.span(), "%s mode is switched on here".formatted(first.value()))
        .help("switch one of them off: kube-vip runs one mode");
  }
}
