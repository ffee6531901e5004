package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.Optional;

/** KV021. */
@AutoService(Rule.class)
public final class ContradictoryBgpSession extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
          "KV021",
          "contradictory-bgp-session",
          ERROR,
          """
              A kube-vip binds its BGP sessions twice, or its hold time is too short for its keepalives.

              `bgp_sourceif` and `bgp_sourceip` exclude each other; kube-vip refuses both. A hold time below three keepalive intervals ends the session after one lost
              message, which withdraws the address (RFC 4271, section 4.4, names a third of the hold time); that is a warning. A hold time of 1 or 2 s is
              refused by every peer (section 4.2).

              Leave one of the two sources, and write a hold time of at least three keepalive intervals. By themselves they are 30 and 10 s.
              """);

  public ContradictoryBgpSession() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    if (!kubeVip.runs("bgp")) return;
    twoSources(kubeVip).ifPresent(out::report);
    Optional<Located<Integer>> hold = kubeVip.settings().number("bgp_hold_time").located();
    Optional<Integer> keepalive = kubeVip.settings().number("bgp_keepalive_interval").orDefault(10);
    if (hold.isEmpty() || keepalive.isEmpty() || hold.get().value() == 0) return;
    int seconds = hold.get().value();
    if (seconds < 3)
      out.report(
          Diagnostic.of(
                  META, hold.get().span(), "peers refuse a hold time of %d s".formatted(seconds))
              .help("write 3 or more, or 0 for a session that never times out"));
    else if (seconds < 3L * keepalive.get())
      out.report(
          Diagnostic.of(
                  META,
                  hold.get().span(),
                  "a hold time of %d s is less than three keepalives of %d s"
                      .formatted(seconds, keepalive.get()))
              .as(WARNING)
              .help("write at least %d".formatted(3L * keepalive.get())));
  }

  /** What kube-vip itself refuses. */
  static Optional<Diagnostic> twoSources(KubeVip kubeVip) {
    Optional<Located<String>> iface = given(kubeVip, "bgp_sourceif");
    Optional<Located<String>> address = given(kubeVip, "bgp_sourceip");
    if (!kubeVip.runs("bgp") || iface.isEmpty() || address.isEmpty()) return Optional.empty();
    return Optional.of(
        Diagnostic.of(META, address.get().span(), "BGP sessions have two sources")
            .also(iface.get().span(), "the other one")
            .help("leave one of `bgp_sourceif` and `bgp_sourceip`"));
  }

  private static Optional<Located<String>> given(KubeVip kubeVip, String variable) {
    return kubeVip.settings().text(variable).located().filter(text -> !text.value().isEmpty());
  }
}
