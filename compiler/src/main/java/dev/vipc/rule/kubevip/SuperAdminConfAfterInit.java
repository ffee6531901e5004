package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Node;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;

/** KV005. */
@AutoService(Rule.class)
public final class SuperAdminConfAfterInit implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV005",
              "super-admin-conf-after-init",
              WARNING,
              """
              The static kube-vip of a node that joins mounts `super-admin.conf`, which only the node of `kubeadm init` has.

              kubeadm writes `super-admin.conf` on the first control-plane node alone. On the others the mount has no file: the pod does not start, or the
              kubelet makes an empty one. And its user passes every authorization, so it should not stay in use longer than `init` needs it. Source:
              kubeadm 1.29, kube-vip issue 684.

              The rule speaks of a node with a control-plane JoinConfiguration and no InitConfiguration.

              Mount `admin.conf`.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (Node node : deployment.nodes())
      if (joins(node))
        for (KubeVip kubeVip : node.parts().all(KubeVip.class))
          kubeVip.pod().stream()
              .flatMap(pod -> pod.hostPaths().stream())
              .flatMap(mount -> mount.path().located().stream())
              .filter(path -> path.value().equals("/etc/kubernetes/super-admin.conf"))
              .forEach(path -> out.report(found(path)));
  }

  private static boolean joins(Node node) {
    List<KubeadmFile> files = node.parts().all(KubeadmFile.class);
    return files.stream().allMatch(file -> file.inits().isEmpty())
        && files.stream()
            .flatMap(file -> file.joins().stream())
            .anyMatch(KubeadmFile.Join::controlPlane);
  }

  private static Diagnostic found(Located<String> path) {
    return Diagnostic.of(META, path.span(), "a node that joins has no `super-admin.conf`")
        .help("mount `/etc/kubernetes/admin.conf`")
        .fix(
            Fix.replace(path.span(), "/etc/kubernetes/admin.conf", "mount the file that is there"));
  }
}
