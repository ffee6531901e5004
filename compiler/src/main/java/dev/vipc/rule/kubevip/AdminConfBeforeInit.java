package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVip.Form;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Node;
import dev.vipc.model.StaticPod;
import dev.vipc.model.Version;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;

/** KV004. */
@AutoService(Rule.class)
public final class AdminConfBeforeInit implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV004",
              "admin-conf-before-init",
              ERROR,
              """
              The static kube-vip of the node that runs `kubeadm init` mounts `admin.conf`, which may do nothing yet.

              Since Kubernetes 1.29 the user of `admin.conf` gets its rights from a binding that kubeadm makes late in `init`, by way of the
              control-plane endpoint. kube-vip needs those rights to get its lease and bring that endpoint's address up, so `init` waits for kube-vip
              and kube-vip for `init`, until kubeadm gives up after four minutes. `super-admin.conf` has the rights from the start. Source: kube-vip
              issue 684 (also 907, 938, 1138), kubespray issue 11229.

              The rule speaks of a node with an InitConfiguration and without the manifests that `init` writes, where Kubernetes is 1.29 or later by the target or by
              `kubernetesVersion`.

              Mount `super-admin.conf` for `kubeadm init`, and `admin.conf` again afterwards.
              """)
          .withFix();

  private static final String ADMIN = "/etc/kubernetes/admin.conf";
  private static final String SUPER = "/etc/kubernetes/super-admin.conf";

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    if (!bindsAdminLate(deployment)) return;
    for (Node node : deployment.nodes()) if (runsInit(node)) check(node, out);
  }

  /** Where the files or a target say that it is 1.29 or later. */
  private static boolean bindsAdminLate(Deployment deployment) {
    return deployment
        .targets()
        .statedFor("kubernetes")
        .or(
            () ->
                deployment.clusters().stream()
                    .flatMap(cluster -> cluster.kubernetesVersion().value().stream())
                    .flatMap(text -> Version.parse(text).stream())
                    .findFirst())
        .filter(version -> version.atLeast(1, 29))
        .isPresent();
  }

  private static boolean runsInit(Node node) {
    List<KubeadmFile> files = node.parts().all(KubeadmFile.class);
    boolean done =
        node.parts().all(StaticPod.class).stream()
            .anyMatch(pod -> pod.name().value().startsWith("kube-apiserver"));
    return !done
        && files.stream().anyMatch(file -> !file.inits().isEmpty())
        && files.stream()
            .flatMap(file -> file.joins().stream())
            .noneMatch(KubeadmFile.Join::controlPlane);
  }

  private static void check(Node node, Reporter out) {
    for (KubeVip kubeVip : node.parts().all(KubeVip.class))
      if (kubeVip.form() == Form.POD && kubeVip.settings().isOn("cp_enable"))
        kubeVip
            .pod()
            .flatMap(pod -> pod.mountedAt(ADMIN))
            .flatMap(mount -> mount.path().located())
            .filter(path -> path.value().equals(ADMIN))
            .ifPresent(path -> out.report(found(path)));
  }

  private static Diagnostic found(Located<String> path) {
    return Diagnostic.of(
            META, path.span(), "`admin.conf` may do nothing before `kubeadm init` is done")
        .help(
            "mount `/etc/kubernetes/super-admin.conf` for `kubeadm init`, and `admin.conf` afterwards")
        .fix(Fix.replace(path.span(), SUPER, "mount the file that has rights from the start"));
  }
}
