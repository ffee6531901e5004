package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostEntry;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVip.Form;
import dev.vipc.model.KubeVipPod;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.stream.Stream;

/** KV007. */
@AutoService(Rule.class)
public final class MissingHostAlias extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV007",
              "missing-host-alias",
              ERROR,
              """
              A static kube-vip has no host alias `kubernetes` for the API server of its own node.

              From 0.3.9 on a static pod asks the API server as `https://kubernetes:6443`, and its manifest names `kubernetes` as an alias of 127.0.0.1.
              Without the alias the name has no address on the host's network, kube-vip gets no lease, and nobody holds the virtual address.
              Source: kube-vip's manifest generator from 0.3.9 on; kube-vip issues 285, 302 and 692.

              The rule speaks where the release is stated or read off the image, the control plane is served with `admin.conf`, and no setting
              (`kubernetes_addr`, `k8s_config_file`, `cp_detect`), host list or mounted hosts file says where the API server is.

              Add the alias to the pod's `spec`.
              """)
          .withFix();

  public MissingHostAlias() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    if (kubeVip.form() != Form.POD || !kubeVip.settings().isOn("cp_enable")) return;
    if (!isAtLeast(release(kubeVip, deployment), 0, 3, 9)) return;
    boolean told =
        Stream.of(
                "kubernetes_addr",
                "k8s_config_file",
                "cp_detect",
                "leaderElectionType",
                "config_file")
            .anyMatch(name -> !kubeVip.settings().text(name).isUnset());
    boolean named =
        deployment.all(HostEntry.class).anyMatch(host -> host.name().value().equals("kubernetes"));
    if (told || named) return;
    kubeVip
        .pod()
        .filter(MissingHostAlias::lacksAlias)
        .ifPresent(pod -> out.report(found(kubeVip, pod)));
  }

  private static boolean lacksAlias(KubeVipPod pod) {
    return !pod.isOpen()
        && pod.keys().isPresent()
        && pod.alias("kubernetes").isEmpty()
        && pod.mountedAt("/etc/kubernetes/admin.conf").isPresent()
        && pod.mountedAt("/etc/hosts").isEmpty();
  }

  private static Diagnostic found(KubeVip kubeVip, KubeVipPod pod) {
    Span keys = pod.keys().orElseThrow();
    String indent = " ".repeat(keys.startPosition().column() - 1);
    String alias =
        String.join(
            "\n" + indent, "hostAliases:", "- hostnames:", "  - kubernetes", "  ip: 127.0.0.1", "");
    return Diagnostic.of(
            META,
            kubeVip.image().span().orElse(kubeVip.span()),
            "the pod has no host alias `kubernetes`, by which kube-vip asks the API server")
        .help("add `hostAliases` with 127.0.0.1 for `kubernetes` to the pod's spec")
        .fix(Fix.replace(keys, alias, "add the host alias"));
  }
}
