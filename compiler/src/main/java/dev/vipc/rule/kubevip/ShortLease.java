package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.INFO;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Version;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;
import java.util.Optional;

/** KV003. */
@AutoService(Rule.class)
public final class ShortLease extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV003",
              "lease-shorter-than-default",
              INFO,
              """
              A kube-vip has the short lease times of old releases, where its own release takes longer ones.

              Until 1.0 kube-vip took a lease of 5 s, a deadline of 3 s and a retry every second; 1.1.0 went to 15, 10 and 2 s, because an etcd
              that is slow for three seconds cost the holder its lease: the address moved without a fault, or was nowhere (kube-vip issues 732,
              748 and 1377). A short lease moves the address sooner when a node dies.

              The rule speaks where the release is stated or read off the image and is 1.1.0 or later. It is a choice, so it is an info.

              Leave the times out, or write 15, 10 and 2.
              """)
          .withFix();

  public ShortLease() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    Optional<Version> release = release(kubeVip, deployment);
    if (!electsByLease(kubeVip) || !isAtLeast(release, 1, 1, 0)) return;
    Optional<Located<Integer>> lease = kubeVip.settings().number("vip_leaseduration").located();
    Optional<Located<Integer>> deadline = kubeVip.settings().number("vip_renewdeadline").located();
    if (lease.isEmpty() || deadline.isEmpty()) return;
    if (lease.get().value() >= 15
        || deadline.get().value() >= 10
        || deadline.get().value() >= lease.get().value()) return;
    Diagnostic found =
        Diagnostic.of(
                META,
                lease.get().span(),
                "a lease of %d s with a deadline of %d s is what releases before 1.1 took"
                    .formatted(lease.get().value(), deadline.get().value()))
            .also(deadline.get().span(), "the deadline")
            .help(
                "leave the times out: kube-vip %s takes 15 s, 10 s and 2 s"
                    .formatted(release.orElseThrow()));
    out.report(
        kubeVip
            .settings()
            .number("vip_retryperiod")
            .located()
            .map(
                retry ->
                    found.fix(
                        new Fix(
                            "take the times of 1.1",
                            false,
                            List.of(
                                new Fix.Edit(lease.get().span(), "15"),
                                new Fix.Edit(deadline.get().span(), "10"),
                                new Fix.Edit(retry.span(), "2")))))
            .orElse(found));
  }
}
