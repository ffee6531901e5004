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
import dev.vipc.model.Version;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VirtualRouter.VirtualAddress;
import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpGroup.Member;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Nodes that hold different addresses. */
@AutoService(Rule.class)
public final class VipListsDiffer implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KA030",
              "virtual-addresses-differ",
              Severity.ERROR,
              """
              The nodes of one virtual router list different virtual addresses.

              An advertisement carries the addresses, and keepalived 2.1.5 to 2.3.2 drops one whose list
              is not its own: always while it holds the address, so that after a split both nodes keep it
              (measured with 2.2.7). From 2.3.3 on the difference is only logged, and it is a warning: the
              address that a node lacks is gone after a failover, and so it is with
              `virtual_ipaddress_excluded` in every release.

              Write the same addresses on every node. The fix adds those that another node has.
              """)
          .withFix();
  private static final Version TOLERANT = new Version(2, 3, 3);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    boolean drops = deployment.targets().versionFor("keepalived").compareTo(TOLERANT) < 0;
    for (VrrpGroup group : VrrpGroup.of(deployment)) {
      if (group.members().stream().anyMatch(VipListsDiffer::isOpen)) continue;
      compare(group, VirtualRouter::addresses, drops ? Severity.ERROR : Severity.WARNING, out);
      compare(group, VirtualRouter::excludedAddresses, Severity.WARNING, out);
    }
  }

  /** Whether some address of it is not known, or may stand in another file. */
  private static boolean isOpen(Member member) {
    return !member.daemon().includes().isEmpty()
        || member.router().addresses().stream().anyMatch(Setting::isUnknown)
        || member.router().excludedAddresses().stream().anyMatch(Setting::isUnknown);
  }

  private static void compare(
      VrrpGroup group,
      Function<VirtualRouter, List<Setting<VirtualAddress>>> list,
      Severity grade,
      Reporter out) {
    Map<IpAddress, Held> all = new LinkedHashMap<>();
    for (Member member : group.members())
      for (Located<VirtualAddress> at : known(list.apply(member.router())))
        all.putIfAbsent(at.value().address(), new Held(member, at.span()));
    for (Member member : group.members()) {
      Set<IpAddress> own =
          known(list.apply(member.router())).stream()
              .map(at -> at.value().address())
              .collect(Collectors.toSet());
      List<IpAddress> missing = all.keySet().stream().filter(ip -> !own.contains(ip)).toList();
      if (!missing.isEmpty()) out.report(finding(member, missing, all, list, grade));
    }
  }

  /** Who lists an address first, and where. */
  private record Held(Member by, Span place) {}

  private static Diagnostic finding(
      Member member,
      List<IpAddress> missing,
      Map<IpAddress, Held> all,
      Function<VirtualRouter, List<Setting<VirtualAddress>>> list,
      Severity grade) {
    List<Located<VirtualAddress>> own = known(list.apply(member.router()));
    Span place = own.isEmpty() ? member.router().name().span() : own.getLast().span();
    Held first = held(all, missing.getFirst());
    String consequence =
        grade == Severity.ERROR
            ? ": each drops the other's advertisements"
            : ": it is gone when this node takes over";
    Diagnostic finding =
        Diagnostic.of(
                META,
                place,
                "`%s` lacks `%s`, which `%s` holds%s"
                    .formatted(
                        member.label(),
                        missing.stream()
                            .map(IpAddress::toString)
                            .collect(Collectors.joining("`, `")),
                        first.by().label(),
                        consequence))
            .as(grade)
            .help("write the same addresses on every node");
    for (IpAddress address : missing)
      finding =
          finding.also(
              held(all, address).place(), "`%s` has it".formatted(held(all, address).by().label()));
    Optional<Fix> fix = own.isEmpty() ? Optional.empty() : fix(own.getLast().span(), missing, all);
    return fix.map(finding::fix).orElse(finding);
  }

  /** The other nodes' lines, below this node's last one; their options are the same on each. */
  private static Optional<Fix> fix(Span last, List<IpAddress> missing, Map<IpAddress, Held> all) {
    if (Statements.entryLine(last).isEmpty()) return Optional.empty();
    List<String> lines = new ArrayList<>();
    for (IpAddress address : missing) {
      Optional<Span> line = Statements.entryLine(held(all, address).place());
      if (line.isEmpty()) return Optional.empty();
      lines.add(Statements.indent(last) + line.get().text().strip() + "\n");
    }
    return Optional.of(
        new Fix(
            "list the addresses that the other nodes have",
            false,
            List.of(new Fix.Edit(Statements.afterLine(last), String.join("", lines)))));
  }

  private static Held held(Map<IpAddress, Held> all, IpAddress address) {
    return Optional.ofNullable(all.get(address)).orElseThrow();
  }

  private static List<Located<VirtualAddress>> known(List<Setting<VirtualAddress>> addresses) {
    return addresses.stream().flatMap(address -> address.located().stream()).toList();
  }
}
