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

/** KV030. */
@AutoService(Rule.class)
public final class ReplacedArpRate extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV030",
              "arp-rate-replaced",
              WARNING,
              """
              `vip_arpRate` is below 500 ms, and kube-vip takes 3000 ms instead.

              It is the pause between two gratuitous ARP replies of the holder. Values below 500 are replaced by the default, not by 500, so the
              smallest pause that was meant becomes the longest. Source: kube-vip's configuration reader.

              Write 500 or more, or leave it out.
              """)
          .withFix();

  public ReplacedArpRate() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    kubeVip
        .settings()
        .number("vip_arpRate")
        .located()
        .filter(rate -> rate.value() < 500)
        .ifPresent(
            rate ->
                out.report(
                    Diagnostic.of(
                            META,
                            rate.span(),
                            "%d ms is too short, so kube-vip takes 3000 ms".formatted(rate.value()))
                        .help("write 500 or more")
                        .fix(Fix.replace(rate.span(), "3000", "write what counts"))));
  }
}
