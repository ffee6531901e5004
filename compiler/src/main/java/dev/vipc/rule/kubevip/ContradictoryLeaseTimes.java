package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Version;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.Optional;

/** KV002. */
@AutoService(Rule.class)
public final class ContradictoryLeaseTimes extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV002",
              "lease-times-contradict",
              ERROR,
              """
              The lease times of a kube-vip leave no time to renew the lease.

              The holder tries every `vip_retryperiod` to renew its lease, gives up after `vip_renewdeadline`, and another node may take the
              lease after `vip_leaseduration`. Kubernetes' election refuses to start unless the lease is longer than the deadline and the
              deadline longer than 1.2 retry periods: kube-vip ends with a panic and nobody holds the address. Source: client-go,
              `NewLeaderElector`. Times that are not written are the release's own: 5, 3 and 1 s, from 1.1.0 on 15, 10 and 2 s.

              The rule speaks of the election by Kubernetes' leases alone, not of `leaderElectionType=etcd`.

              Write times in the ratio of the defaults: 15, 10 and 2 s.
              """)
          .withFix();

  public ContradictoryLeaseTimes() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    if (!electsByLease(kubeVip)) return;
    Optional<Version> release = release(kubeVip, deployment);
    Optional<Integer> lease = seconds(kubeVip, "vip_leaseduration", release);
    Optional<Integer> deadline = seconds(kubeVip, "vip_renewdeadline", release);
    Optional<Integer> retry = seconds(kubeVip, "vip_retryperiod", release);
    if (deadline.isEmpty()) return;
    if (lease.filter(seconds -> seconds <= deadline.get()).isPresent())
      out.report(shortLease(kubeVip, lease.get(), deadline.get()));
    else if (retry.filter(seconds -> deadline.get() * 10L <= seconds * 12L).isPresent())
      out.report(shortDeadline(kubeVip, deadline.get(), retry.get()));
  }

  private static Diagnostic shortLease(KubeVip kubeVip, int lease, int deadline) {
    Optional<Span> written = place(kubeVip, "vip_leaseduration");
    Optional<Span> other = place(kubeVip, "vip_renewdeadline");
    Span at = written.or(() -> other).orElse(kubeVip.span());
    Diagnostic found =
        Diagnostic.of(
                META,
                at,
                "the lease of %d s is over before the renew deadline of %d s"
                    .formatted(lease, deadline))
            .help(
                "write a lease longer than the deadline, such as 15 s, 10 s and a retry every 2 s");
    if (other.isPresent()) found = found.also(other.get(), "the deadline");
    int longer = deadline + Math.max(1, deadline / 2);
    return written.isPresent() && deadline > 0
        ? found.fix(Fix.replace(at, "" + longer, "let the lease outlast the deadline"))
        : found;
  }

  private static Diagnostic shortDeadline(KubeVip kubeVip, int deadline, int retry) {
    Optional<Span> written = place(kubeVip, "vip_retryperiod");
    Optional<Span> other = place(kubeVip, "vip_renewdeadline");
    Span at = written.or(() -> other).orElse(kubeVip.span());
    Diagnostic found =
        Diagnostic.of(
                META,
                at,
                "the renew deadline of %d s leaves no time for a retry after %d s"
                    .formatted(deadline, retry))
            .help("write a deadline of more than 1.2 retry periods");
    if (other.isPresent()) found = found.also(other.get(), "the deadline");
    return written.isPresent() && deadline >= 2
        ? found.fix(
            Fix.replace(
                at, "" + Math.max(1, deadline / 5), "retry often enough before the deadline"))
        : found;
  }
}
