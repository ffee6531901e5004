package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.Inventory;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.KubeadmFile.Join;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;
import java.util.Optional;

/** KD006. */
@AutoService(Rule.class)
public final class MissingControlPlaneEndpoint implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KD006",
          "missing-control-plane-endpoint",
          ERROR,
          """
          The ClusterConfiguration has no `controlPlaneEndpoint`, though the control plane is meant to have several nodes.

          Without it every kubeconfig, and the cluster's own record of the way in, names the first node. A further control-plane \
          node is refused by `kubeadm join` (unable to add a new control plane instance to a cluster that does not have a \
          stable controlPlaneEndpoint address), and adding it later means new certificates and kubeconfigs on every node. \
          It is asked for where the files hold a virtual address, two control-plane nodes or more, or a control-plane join. \
          Source: kubeadm's documentation, "Creating Highly Available Clusters with kubeadm".

          Write the virtual address or its name with the port: `controlPlaneEndpoint: "192.168.0.100:6443"`.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (Cluster cluster : deployment.clusters())
      if (cluster.controlPlaneEndpoint().isUnset() && canJoin(cluster))
        evidence(deployment)
            .ifPresent(
                seen ->
                    out.report(
                        Diagnostic.of(
                                META,
                                cluster.api().document(),
                                "no `controlPlaneEndpoint`, so every kubeconfig leads to one node only")
                            .also(seen.span(), seen.value())
                            .help(
                                "write `controlPlaneEndpoint: \"HOST:PORT\"` with the way in that all nodes share")));
  }

  /** Before v1alpha3 no kubeadm could join a control-plane node. */
  private static boolean canJoin(Cluster cluster) {
    String version = cluster.api().version().value();
    return !version.equals("v1alpha1") && !version.equals("v1alpha2");
  }

  /** What shows that more than one node is meant, in words, and where. */
  private static Optional<Located<String>> evidence(Deployment deployment) {
    List<Located<IpAddress>> virtual = deployment.virtualAddresses();
    if (!virtual.isEmpty())
      return Optional.of(virtual.getFirst().map(_ -> "a virtual address is set up here"));
    List<Located<IpAddress>> nodes = Inventory.of(deployment).controlPlaneAddresses();
    if (nodes.size() > 1)
      return Optional.of(nodes.get(1).map(_ -> "this is another control-plane node"));
    return deployment
        .all(KubeadmFile.class)
        .flatMap(file -> file.joins().stream())
        .filter(Join::controlPlane)
        .map(
            join -> new Located<>("a further control-plane node joins here", join.api().document()))
        .findFirst();
  }
}
