package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostEntry;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.MovesAddresses;
import dev.vipc.model.Node;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.Optional;
import java.util.stream.Stream;

/** KD039. */
@AutoService(Rule.class)
public final class NodeIpNotGiven implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KD039",
          "node-ip-not-given",
          WARNING,
          """
              The kubelet chooses its node's address itself, on a machine that also holds the virtual address.

              Without `node-ip` the kubelet looks its host name up, and where that fails takes the first address of the card with the \
              default route. While the virtual address is on that card, that may be it: the node then reports it as its `InternalIP`, and \
              `kubectl logs` and `exec` for it go wherever the address is next. With IPv6 the newest address comes first, so it is a \
              warning there; with IPv4 the machine's own address mostly comes first, so it is an info. Files with a host list that names \
              the machines are silent. Source: kubelet's package nodestatus and util/net ChooseHostInterface; kube-vip#741, #1017, #682.

              Give the kubelet its own address: `kubeletExtraArgs` with `node-ip`.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    boolean named = deployment.all(HostEntry.class).findAny().isPresent();
    if (named) return;
    deployment.nodes().forEach(node -> judge(node, out));
  }

  private static void judge(Node node, Reporter out) {
    Optional<Located<IpAddress>> held =
        node.parts().all(MovesAddresses.class).stream()
            .flatMap(MovesAddresses::virtualAddresses)
            .reduce((first, second) -> second.value().isV6() ? second : first);
    if (held.isEmpty()) return;
    node.parts().all(KubeadmFile.class).stream()
        .flatMap(NodeIpNotGiven::registrationsWithoutAddress)
        .findFirst()
        .ifPresent(document -> out.report(found(document, held.get())));
  }

  private static Stream<Span> registrationsWithoutAddress(KubeadmFile file) {
    return Stream.concat(
        file.inits().stream()
            .filter(init -> init.nodeIps().isEmpty())
            .map(init -> init.api().document()),
        file.joins().stream()
            .filter(join -> join.nodeIps().isEmpty())
            .map(join -> join.api().document()));
  }

  private static Diagnostic found(Span document, Located<IpAddress> held) {
    return Diagnostic.of(
            META,
            document,
            "no `node-ip`, so the kubelet may take the virtual address %s for the node's own"
                .formatted(held.value()))
        .as(held.value().isV6() ? WARNING : INFO)
        .also(held.span(), "this node holds it at times")
        .help(
            "write `node-ip` with the node's own address into `nodeRegistration.kubeletExtraArgs`");
  }
}
