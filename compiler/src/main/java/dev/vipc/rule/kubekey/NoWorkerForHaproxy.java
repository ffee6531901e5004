package dev.vipc.rule.kubekey;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.rule.Rule;

/** KubeKey's internal haproxy where no machine gets one. */
@AutoService(Rule.class)
public final class NoWorkerForHaproxy implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "INV007",
          "no-worker-for-haproxy",
          Severity.WARNING,
          """
              KubeKey's internal haproxy is chosen, and no worker is there to run it.

              KubeKey installs that haproxy on workers that are not masters. Where every worker is a master too, it is
              installed nowhere: each machine talks to its own API server, and the choice has no effect. The cluster
              works, but is not what the file says, and a machine whose API server stops is lost with it. Source:
              KubeKey's documentation of `internalLoadbalancer`, and its module for haproxy.

              Add a worker that is no master, or use kube-vip or a load balancer of your own.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Installation.in(deployment)
        .filter(run -> run.endpoint().isBalancedBy("haproxy") && run.masters().size() > 1)
        .filter(run -> run.masters().containsAll(run.workers()))
        .forEach(
            run ->
                out.report(
                    Diagnostic.of(
                            META,
                            run.endpoint().place(),
                            "haproxy is installed nowhere: no worker is without the role of a master")
                        .help(
                            "add a worker that is no master, or use kube-vip or your own load balancer")));
  }
}
