package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.Inventory;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** KD009. */
@AutoService(Rule.class)
public final class CertificateLacksNodes implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD009",
              "certificate-lacks-nodes",
              WARNING,
              """
          `certSANs` is given, but does not name every control-plane node.

          kubeadm adds a node's own name and address to its API server's certificate, not the others'. Whoever lists names of \
          one's own decides what each server may be called; a server that is reached by another node's name, after an \
          address or a record has moved or through a proxy that keeps the name, is then refused by its clients. Adding a \
          name later means a new certificate on every node. It is not asked for where `certSANs` is left out, which \
          is kubeadm's default, nor before two control-plane nodes are known. Source: kubeadm's package certs \
          (NewAPIServerAltNames).

          List the names and addresses of all control-plane nodes, the way in, and those still to come.
          """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Inventory inventory = Inventory.of(deployment);
    List<Located<IpAddress>> nodes = inventory.controlPlaneAddresses();
    if (nodes.size() < 2 || deployment.holdsSeveralClusters()) return;
    Map<Set<String>, Diagnostic> bySans = new LinkedHashMap<>();
    for (Cluster cluster : deployment.clusters()) {
      List<Located<String>> sans =
          cluster.certSans().stream().flatMap(san -> san.located().stream()).toList();
      if (sans.isEmpty() || cluster.certSans().stream().anyMatch(Setting::isUnknown)) continue;
      Set<String> names = sans.stream().map(Located::value).collect(Collectors.toSet());
      List<String> missing =
          nodes.stream()
              .filter(node -> !names.contains(node.value().toString()))
              .filter(node -> !isNamed(inventory, node.value(), names))
              .map(node -> node.value().toString())
              .toList();
      Span place = sans.getFirst().span();
      if (!missing.isEmpty())
        bySans.merge(
            names,
            found(cluster, place, missing),
            (earlier, _) -> earlier.also(place, "the same names here"));
    }
    bySans.values().forEach(out::report);
  }

  private static boolean isNamed(Inventory inventory, IpAddress address, Set<String> names) {
    return inventory.nameOf(address).filter(name -> names.contains(name.value())).isPresent();
  }

  private static Diagnostic found(Cluster cluster, Span place, List<String> missing) {
    String names = missing.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    Diagnostic found =
        Diagnostic.of(
                META,
                place,
                "certSANs does not name %s; kubeadm adds to each certificate its own node only"
                    .formatted(names))
            .help("list the names and addresses of all control-plane nodes");
    return CertificateNames.adding(cluster, missing).map(found::fix).orElse(found);
  }
}
