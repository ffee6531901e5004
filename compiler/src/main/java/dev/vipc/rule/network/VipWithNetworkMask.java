package dev.vipc.rule.network;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Cidr;
import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Node;
import dev.vipc.picture.Holder;
import dev.vipc.picture.NodeRoles;
import dev.vipc.picture.VirtualAddresses;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/** NET017. */
@AutoService(Rule.class)
public final class VipWithNetworkMask implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "NET017",
              "vip-with-network-mask",
              Severity.INFO,
              """
              A Kubernetes node takes the virtual address with its network's prefix, as if it were an address of its own.

              Linux keeps such an address as a secondary one behind the machine's own of the same prefix. When the machine's \
              own is taken away for a moment (a DHCP lease renewed, a card configured anew), the virtual address goes with it, \
              or becomes the primary one where `promote_secondaries` is on, as most distributions have it: packets to the \
              network are then sent from the virtual address, and a kubelet without `node-ip` may report it as its node's. With \
              /32 (or /128) it is never the source of packets by itself. Source: Linux, ip-sysctl (promote_secondaries); \
              kube-vip#741, #1017.

              It is an info, since clients notice nothing as long as all goes well. It is said only of machines whose files \
              show a kubelet without `node-ip` and an address of their own in that prefix.

              Write the address with /32. The fix changes what the kernel routes, so it is not a safe one.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    VirtualAddresses virtual = VirtualAddresses.of(deployment);
    NodeRoles roles = NodeRoles.of(deployment);
    for (IpAddress address : virtual.all()) {
      if (address.isV6()) continue;
      List<Diagnostic> found =
          virtual.holders(address).stream()
              .flatMap(holder -> judged(holder, roles).stream())
              .toList();
      if (found.isEmpty()) continue;
      Diagnostic first = found.getFirst();
      for (Diagnostic other : found.subList(1, found.size()))
        first = first.also(other.span(), "the same here");
      out.report(first);
    }
  }

  private static Optional<Diagnostic> judged(Holder holder, NodeRoles roles) {
    Optional<Located<Integer>> written =
        holder.prefixLength().located().filter(length -> length.value() < 32 && length.value() > 0);
    if (written.isEmpty() || !hasOpenKubelet(holder.node())) return Optional.empty();
    Cidr prefix = new Cidr(holder.address(), written.get().value());
    return roles.addresses(holder.node()).entrySet().stream()
        .filter(own -> prefix.contains(own.getKey()))
        .findFirst()
        .map(own -> found(prefix, written.get().span(), own.getKey(), own.getValue()));
  }

  private static boolean hasOpenKubelet(Node node) {
    List<KubeadmFile> files = node.parts().all(KubeadmFile.class);
    boolean registers =
        files.stream().anyMatch(file -> !file.inits().isEmpty() || !file.joins().isEmpty());
    return registers
        && files.stream()
            .allMatch(
                file ->
                    file.inits().stream().allMatch(init -> init.nodeIps().isEmpty())
                        && file.joins().stream().allMatch(join -> join.nodeIps().isEmpty()));
  }

  private static Diagnostic found(Cidr prefix, Span place, IpAddress own, Span ownPlace) {
    Diagnostic found =
        Diagnostic.of(
                META,
                place,
                "a node takes `%s` as an address of its network, not of one host".formatted(prefix))
            .also(ownPlace, "its own address `%s` has the same prefix".formatted(own))
            .help("write /32, and give the kubelet `node-ip`");
    String text = place.text();
    String length = String.valueOf(prefix.prefixLength());
    if (!text.endsWith(length)) return found;
    Span digits = place.part(text.length() - length.length(), text.length());
    return found.fix(new Fix("take it as one host's", false, List.of(new Fix.Edit(digits, "32"))));
  }
}
