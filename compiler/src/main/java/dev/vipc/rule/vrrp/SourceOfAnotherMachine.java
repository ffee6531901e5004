package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.Inventory;
import dev.vipc.model.Inventory.Entry;
import dev.vipc.model.IpAddress;
import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpGroup.Member;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;
import java.util.Optional;

/** A source address that belongs to somebody else. */
@AutoService(Rule.class)
public final class SourceOfAnotherMachine implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KA028",
              "source-address-of-another-machine",
              Severity.ERROR,
              """
              A node's `unicast_src_ip` or `mcast_src_ip` is another machine's address.

              The file was copied and the address left as it was. keepalived does not look whether the
              address is on its interface: `keepalived -t` accepts the file (measured with 2.2.7), and the
              daemon binds the address with IP_FREEBIND and sends from it. The peers take the
              advertisements for the other machine's, and what they answer goes there.

              Where two nodes of one virtual router have the same source, KA011 says so. That an interface
              exists is KA128, which needs `hosts` in `.vipc.yaml`.

              Write the node's own address, as the host list or the inventory has it.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<Entry> declared = Inventory.of(deployment).declared();
    for (VrrpGroup group : VrrpGroup.of(deployment))
      for (Member member : group.members())
        if (!isShared(member, group)) finding(member, declared).ifPresent(out::report);
  }

  private static boolean isShared(Member member, VrrpGroup group) {
    Optional<IpAddress> own = member.router().sourceAddress().value();
    return group.members().stream()
        .filter(other -> other != member)
        .anyMatch(other -> own.equals(other.router().sourceAddress().value()));
  }

  private static Optional<Diagnostic> finding(Member member, List<Entry> declared) {
    Optional<Located<IpAddress>> source = member.router().sourceAddress().located();
    Optional<String> node = member.node().name();
    if (source.isEmpty() || node.isEmpty()) return Optional.empty();
    IpAddress address = source.get().value();
    List<Entry> own =
        declared.stream()
            .filter(entry -> isNamed(entry, node.get()))
            .filter(entry -> entry.address().value().isV6() == address.isV6())
            .toList();
    if (own.isEmpty() || own.stream().anyMatch(e -> e.address().value().equals(address)))
      return Optional.empty();
    Optional<Entry> owner =
        declared.stream()
            .filter(entry -> entry.name().isPresent() && entry.address().value().equals(address))
            .findFirst();
    return owner.map(other -> finding(node.get(), source.get(), other, own));
  }

  private static Diagnostic finding(
      String node, Located<IpAddress> source, Entry owner, List<Entry> own) {
    IpAddress right = own.getFirst().address().value();
    Diagnostic finding =
        Diagnostic.of(
                META,
                source.span(),
                "`%s` sends from `%s`, which is the address of `%s`"
                    .formatted(node, source.value(), owner.name().orElseThrow().value()))
            .also(owner.address().span(), "the address is given here")
            .also(own.getFirst().address().span(), "`%s` has this one".formatted(node))
            .help("write `%s`".formatted(right));
    return own.size() == 1
        ? finding.fix(
            new Fix(
                "send from the node's own address",
                false,
                List.of(new Fix.Edit(source.span(), right.toString()))))
        : finding;
  }

  private static boolean isNamed(Entry entry, String node) {
    return entry.name().filter(name -> name.value().equals(node)).isPresent();
  }
}
