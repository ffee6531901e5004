package dev.vipc.rule.cross;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.Node;
import dev.vipc.picture.PortMap;
import dev.vipc.picture.PortMap.Clash;
import dev.vipc.picture.PortOwner.Kind;
import java.util.List;
import java.util.function.BiPredicate;

/** Speaks of the ports of one machine that two listeners want; several rules share the map. */
final class PortClashes {
  private PortClashes() {}

  /**
   * @param whose which kinds of listeners this rule speaks of: the one to move, and the other
   */
  static void report(
      RuleMeta rule, Deployment deployment, BiPredicate<Kind, Kind> whose, Reporter out) {
    for (Clash clash : clashes(deployment))
      if (whose.test(clash.owner().kind(), clash.other().kind())) out.report(finding(rule, clash));
  }

  private static List<Clash> clashes(Deployment deployment) {
    return deployment.once(
        PortClashes.class,
        all -> all.nodes().stream().flatMap(node -> of(all, node).stream()).toList());
  }

  private static List<Clash> of(Deployment deployment, Node node) {
    return PortMap.of(deployment, node).clashes();
  }

  private static Diagnostic finding(RuleMeta rule, Clash clash) {
    return Diagnostic.of(
            rule,
            clash.owner().span(),
            "port %d is also wanted by %s"
                .formatted(clash.owner().sharedPort(clash.other()), clash.other().what()))
        .also(clash.other().span(), clash.other().what())
        .help("give one of the two another port or another address");
  }
}
