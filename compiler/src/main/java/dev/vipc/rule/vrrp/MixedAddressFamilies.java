package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Setting;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VirtualRouter.VirtualAddress;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** IPv4 and IPv6 addresses in one virtual router. */
@AutoService(Rule.class)
public final class MixedAddressFamilies implements Rule {
  public static final RuleMeta META =
      new RuleMeta(
              "KA035",
              "mixed-address-families",
              Severity.ERROR,
              """
              A virtual router lists IPv4 and IPv6 addresses together.

              An advertisement is of one family and carries addresses of that family alone (RFC 9568,
              section 5.2.9). The first address, peer or source that keepalived reads fixes the family of
              the virtual router; an address of the other one is dropped and reported, and `keepalived -t`
              exits with status 5 (measured with 2.2.7). The address is then on no node.

              Put it into `virtual_ipaddress_excluded`, which is not advertised and takes both families,
              or into a virtual router of its own; the fix does the former.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(VrrpDaemon.class)
        .flatMap(daemon -> daemon.routers().stream())
        .forEach(router -> check(router, out));
  }

  private static void check(VirtualRouter router, Reporter out) {
    Optional<Located<IpAddress>> first = first(router);
    if (first.isEmpty()) return;
    boolean v6 = first.get().value().isV6();
    List<Located<VirtualAddress>> odd =
        router.addresses().stream()
            .flatMap(address -> address.located().stream())
            .filter(address -> address.value().address().isV6() != v6)
            .toList();
    if (odd.isEmpty()) return;
    Diagnostic finding =
        Diagnostic.of(
                META,
                odd.getFirst().span(),
                "`%s` is of %s, and `%s` is not: keepalived drops it"
                    .formatted(
                        odd.getFirst().value().address(), family(!v6), router.name().value()))
            .also(first.get().span(), "this makes the virtual router one of " + family(v6))
            .help("put it into virtual_ipaddress_excluded, or into a virtual router of its own");
    for (Located<VirtualAddress> other : odd.subList(1, odd.size()))
      finding = finding.also(other.span(), "and this one");
    out.report(fix(odd).map(finding::fix).orElse(finding));
  }

  /** What keepalived reads first of the virtual router's addresses. */
  private static Optional<Located<IpAddress>> first(VirtualRouter router) {
    Stream<Setting<IpAddress>> own =
        Stream.concat(Stream.of(router.sourceAddress()), router.unicastPeers().stream());
    Stream<Setting<IpAddress>> virtual =
        router.addresses().stream().map(address -> address.map(VirtualAddress::address));
    return Stream.concat(own, virtual)
        .flatMap(address -> address.located().stream())
        .min(Comparator.comparing(Located::span));
  }

  private static Optional<Fix> fix(List<Located<VirtualAddress>> odd) {
    Span first = odd.getFirst().span();
    Optional<Span> block = Statements.around(first, "virtual_ipaddress");
    if (block.isEmpty()) return Optional.empty();
    List<Fix.Edit> edits = new ArrayList<>();
    StringBuilder moved = new StringBuilder();
    for (Located<VirtualAddress> address : odd) {
      Optional<Span> line = Statements.entryLine(address.span());
      if (line.isEmpty() || !block.get().holds(address.span())) return Optional.empty();
      moved.append(line.get().text()).append('\n');
      edits.add(
          Statements.delete(
                  line.get()
                      .part(
                          address.span().start() - line.get().start(),
                          line.get().end() - line.get().start()))
              .orElseThrow());
    }
    String indent = Statements.indent(block.get());
    edits.add(
        new Fix.Edit(
            Statements.afterLine(block.get()),
            indent + "virtual_ipaddress_excluded {\n" + moved + indent + "}\n"));
    return Optional.of(new Fix("hold it without advertising it", true, edits));
  }

  private static String family(boolean v6) {
    return v6 ? "IPv6" : "IPv4";
  }
}
