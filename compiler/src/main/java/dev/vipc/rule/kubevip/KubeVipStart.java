package dev.vipc.rule.kubevip;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import java.util.List;

/**
 * What kube-vip does with its settings as it starts: what ends it is an ERROR, what it leaves
 * unread an INFO. Other findings of the rules are no business of kube-vip's own.
 */
public final class KubeVipStart {
  private final List<KubeVipRule> parsing =
      List.of(
          new ValueIsNoText(),
          new WrongType(),
          new LoseLeadershipTwice(),
          new SettingNotInRelease(),
          new NothingEnabled(),
          new ContradictoryLeaseTimes());

  /** Judges each kube-vip by the release that is the deployment's target. */
  public void check(Deployment deployment, Reporter out) {
    deployment.all(KubeVip.class).forEach(kubeVip -> check(kubeVip, deployment, out));
  }

  private void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    Findings found = new Findings();
    for (KubeVipRule rule : parsing) rule.check(kubeVip, deployment, found);
    UnusableBgpSetup.refused(kubeVip).forEach(found::report);
    ContradictoryBgpSession.twoSources(kubeVip).ifPresent(found::report);
    UnevenRaftPeers.unreadFile(kubeVip, deployment)
        .map(file -> file.as(Severity.ERROR))
        .ifPresent(found::report);
    for (Diagnostic diagnostic : found.sorted())
      out.report(
          diagnostic.severity() == Severity.ERROR ? diagnostic : diagnostic.as(Severity.INFO));
  }
}
