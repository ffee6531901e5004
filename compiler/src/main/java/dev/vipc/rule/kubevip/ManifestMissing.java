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
import dev.vipc.model.Node;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.Optional;
import java.util.stream.Stream;

/** KV027. */
@AutoService(Rule.class)
public final class ManifestMissing implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KV027",
          "manifest-missing-on-control-plane",
          WARNING,
          """
              One control-plane node has kube-vip's static pod, and another one has not.

              A static pod runs only on the node whose kubelet reads it. Where one node alone has the manifest, the address has one possible holder, and goes away
              with it. The manifest belongs on every control-plane node: on the first before `kubeadm init`, on the others after their join, since
              `admin.conf` is not there before.

              The rule speaks of nodes that have a folder of their own, with kubeadm files for the control plane, where no DaemonSet or script brings kube-vip.

              Put the manifest on every control-plane node.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    boolean otherwise =
        deployment.all(KubeVip.class).anyMatch(kubeVip -> kubeVip.form() != Form.POD);
    Optional<KubeVip> pod =
        deployment
            .all(KubeVip.class)
            .filter(kubeVip -> !kubeVip.settings().isOff("cp_enable"))
            .findFirst();
    if (otherwise || pod.isEmpty()) return;
    for (Node node : deployment.nodes())
      if (node.name().isPresent() && node.parts().all(KubeVip.class).isEmpty())
        controlPlane(node)
            .ifPresent(
                place ->
                    out.report(
                        Diagnostic.of(
                                META,
                                place,
                                "control-plane node `%s` has no kube-vip".formatted(node.label()))
                            .also(
                                pod.get().image().span().orElse(pod.get().span()),
                                "another node's kube-vip")
                            .help("put the manifest into its `/etc/kubernetes/manifests` too")));
  }

  private static Optional<Span> controlPlane(Node node) {
    return node.parts().all(KubeadmFile.class).stream()
        .flatMap(
            file ->
                Stream.concat(
                    file.inits().stream().map(KubeadmFile.Init::api),
                    file.joins().stream()
                        .filter(KubeadmFile.Join::controlPlane)
                        .map(KubeadmFile.Join::api)))
        .map(api -> api.document())
        .findFirst();
  }
}
