package dev.vipc.emit.verify;

import dev.vipc.model.IpAddress;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Kubernetes;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.VirtualAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The questions that change nothing: who holds what, and what answers. */
record Looks(HaSpec spec) {

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (VirtualAddress address : spec.virtualAddresses()) addresses(address, lines);
    for (SpecProxy proxy : spec.proxies())
      if (proxy.engine().value() != SpecProxy.Engine.KUBE_VIP) proxy(proxy, lines);
    spec.kubernetes().ifPresent(cluster -> endpoint(cluster, lines));
    return lines;
  }

  /**
   * Who holds somebody else's address cannot be asked, only what answers there; and one that is
   * announced by BGP is on every holder.
   */
  private void addresses(VirtualAddress address, List<String> lines) {
    for (VirtualAddress.Ip ip : address.addresses()) {
      String shown = ip.address().value().toString();
      if (address.engine().value() != VirtualAddress.Engine.EXTERNAL && !address.isRoute())
        lines.add(Call.of("held", shown, Call.names(address.holders())));
      for (Question question : Question.through(spec, address, ip.address().value()))
        lines.add(Call.of("served", question.what(), question.url(), question.status()));
    }
  }

  /** The kernel balances for those who come from elsewhere: no listener is on the node itself. */
  private static void proxy(SpecProxy proxy, List<String> lines) {
    if (proxy.lvs().isPresent()) return;
    Question question = Question.own(proxy);
    for (SpecNode node : proxy.nodes())
      lines.add(
          Call.of("own", node.name().value(), question.what(), question.url(), question.status()));
  }

  /** The name of the way in has to mean one of the addresses that lead to the API. */
  private void endpoint(Kubernetes cluster, List<String> lines) {
    String addresses =
        spec.virtualAddresses().stream()
            .filter(spec::leadsToApi)
            .flatMap(address -> address.addresses().stream())
            .map(ip -> ip.address().value())
            .filter(ip -> !ip.address().isLinkLocalAddress())
            .map(IpAddress::toString)
            .collect(Collectors.joining(" "));
    if (addresses.isEmpty() || cluster.endpoint().value().address().isPresent()) return;
    for (SpecNode node : spec.nodes())
      lines.add(
          Call.of("named", node.name().value(), cluster.endpoint().value().host(), addresses));
  }
}
