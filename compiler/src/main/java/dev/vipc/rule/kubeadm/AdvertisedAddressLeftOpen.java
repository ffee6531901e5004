package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Node;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** KD011. */
@AutoService(Rule.class)
public final class AdvertisedAddressLeftOpen implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KD011",
          "advertised-address-left-open",
          WARNING,
          """
              A control-plane node with several network cards leaves `advertiseAddress` to kubeadm.

              kubeadm then takes the address of the card with the default route, which on a machine with a network of its own for the \
              cluster is the other one: etcd's peers and the endpoints of the service `kubernetes` get an address that the other nodes \
              reach by a detour or not at all. It is asked where the files show that the node has several cards: virtual routers on \
              two interfaces. Source: kubeadm's documentation of `localAPIEndpoint.advertiseAddress`.

              Write the node's address in the cluster's network.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment.nodes().forEach(node -> judge(node, out));
  }

  private static void judge(Node node, Reporter out) {
    List<Located<String>> cards =
        node.parts().all(VrrpDaemon.class).stream()
            .flatMap(daemon -> daemon.routers().stream())
            .flatMap(router -> router.iface().located().stream())
            .filter(card -> !card.value().contains("."))
            .toList();
    Optional<Located<String>> other =
        cards.stream().filter(card -> !card.value().equals(cards.getFirst().value())).findFirst();
    if (other.isEmpty()) return;
    node.parts().all(KubeadmFile.class).stream()
        .flatMap(AdvertisedAddressLeftOpen::leftOpen)
        .forEach(
            document ->
                out.report(
                    Diagnostic.of(
                            META,
                            document,
                            "no `advertiseAddress`, on a node with the cards `%s` and `%s`"
                                .formatted(cards.getFirst().value(), other.get().value()))
                        .also(cards.getFirst().span(), "one card")
                        .also(other.get().span(), "another card")
                        .help("write the node's address in the cluster's network")));
  }

  private static Stream<Span> leftOpen(KubeadmFile file) {
    return Stream.concat(
        file.inits().stream()
            .filter(init -> init.advertiseAddress().isUnset())
            .map(init -> init.api().document()),
        file.joins().stream()
            .filter(join -> join.controlPlane() && join.advertiseAddress().isUnset())
            .map(join -> join.api().document()));
  }
}
