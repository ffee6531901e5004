package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpGroup.Member;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Nodes that call themselves by one name. */
@AutoService(Rule.class)
public final class SharedRouterId implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KA027",
              "router-id-shared",
              Severity.WARNING,
              """
              Several nodes of one virtual router have the same `router_id`.

              `router_id` names the machine in keepalived's mails and SNMP traps (keepalived.conf(5));
              the sample file's `LVS_DEVEL` travels from guide to guide. It does not disturb the
              election. But the mail that says which node has taken the address then says the same
              from every node, in the hour in which that is the question.

              Write the host's name, or no `router_id`: the host's name is the default.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (VrrpGroup group : VrrpGroup.of(deployment)) {
      Map<String, List<Member>> byName = new LinkedHashMap<>();
      for (Member member : group.members())
        member
            .daemon()
            .routerId()
            .value()
            .ifPresent(id -> byName.computeIfAbsent(id, _ -> new ArrayList<>()).add(member));
      byName.forEach((id, sharing) -> check(id, sharing, out));
    }
  }

  private static void check(String id, List<Member> sharing, Reporter out) {
    if (sharing.size() < 2) return;
    Member first = sharing.getFirst();
    Diagnostic finding =
        Diagnostic.of(
                META,
                place(first),
                "router_id `%s` names %d nodes: mails and traps cannot tell them apart"
                    .formatted(id, sharing.size()))
            .help("write each host's name, or leave router_id out: it is the host's name then");
    for (Member other : sharing.subList(1, sharing.size()))
      finding = finding.also(place(other), "`%s` has it too".formatted(other.label()));
    out.report(fix(sharing).map(finding::fix).orElse(finding));
  }

  private static Optional<Fix> fix(List<Member> sharing) {
    if (sharing.stream().anyMatch(member -> member.node().name().isEmpty()))
      return Optional.empty();
    List<Fix.Edit> edits =
        sharing.stream().map(member -> new Fix.Edit(place(member), member.label())).toList();
    return Optional.of(new Fix("write each node's name", true, edits));
  }

  private static Span place(Member member) {
    return member.daemon().routerId().span().orElseThrow();
  }
}
