package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVip.Form;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.LoadBalancerService;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.List;

/** KV019. */
@AutoService(Rule.class)
public final class LocalPolicyOnControlPlane implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KV019",
          "local-policy-on-control-plane",
          WARNING,
          """
              A Service with `externalTrafficPolicy: Local` is announced by control-plane nodes alone, which run none of its pods.

              With `Local` a node passes traffic only to its own pods. kube-vip as a static pod runs on the control plane, which kubeadm taints, so the node that
              holds the Service's address has no endpoint and drops every connection. Source: kube-vip issue 1747.

              The rule speaks where kubeadm files are there, every kube-vip with `svc_enable` is a static pod, and none elects a node for each Service
              (`svc_election`).

              Take `Cluster`, or announce Services by a DaemonSet on the workers.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    if (deployment.all(KubeadmFile.class).findAny().isEmpty()) return;
    List<KubeVip> announcers =
        deployment
            .all(KubeVip.class)
            .filter(kubeVip -> !kubeVip.settings().isOff("svc_enable"))
            .toList();
    boolean onControlPlane =
        !announcers.isEmpty()
            && announcers.stream()
                .allMatch(
                    kubeVip ->
                        kubeVip.form() == Form.POD
                            && kubeVip.settings().isOn("svc_enable")
                            && kubeVip.settings().isOff("svc_election"));
    if (!onControlPlane) return;
    Span announcer = place(announcers.getFirst());
    deployment
        .all(LoadBalancerService.class)
        .flatMap(service -> service.externalTrafficPolicy().located().stream())
        .filter(policy -> policy.value().equals("Local"))
        .forEach(
            policy ->
                out.report(
                    Diagnostic.of(
                            META,
                            policy.span(),
                            "control-plane nodes alone announce this Service, and run none of its pods")
                        .also(announcer, "announced by static pods")
                        .help(
                            "take `Cluster`, or announce Services by a DaemonSet on the workers")));
  }

  private static Span place(KubeVip kubeVip) {
    return kubeVip.settings().text("svc_enable").span().orElse(kubeVip.span());
  }
}
