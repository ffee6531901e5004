package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;

/** KD024. */
@AutoService(Rule.class)
public final class EtcdStateWrong implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD024",
              "etcd-state-wrong",
              ERROR,
              """
          The first etcd member says `existing`, or a later one does not.

          With `initial-cluster-state: existing` etcd asks the other members of its list for the cluster and stops if there is \
          none, so the first member never starts. Without it a later member founds a cluster of its own, with another \
          cluster ID, and refuses its peers' messages. The first member is the one whose `initial-cluster` holds itself alone. \
          Lists that are equal on all nodes found the cluster together and are left alone. Source: etcd's clustering guide.

          Write `new` or nothing on the first node and `existing` on each later one; an old data directory must be \
          empty before.
          """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<EtcdMember> members = EtcdMember.of(deployment);
    for (EtcdMember member : members) {
      int size = member.names().size();
      boolean first = size == 1;
      boolean grown = members.stream().anyMatch(other -> other.names().size() < size);
      if (first) checkFirst(member, out);
      else if (grown) checkLater(member, out);
    }
  }

  private static void checkFirst(EtcdMember member, Reporter out) {
    for (Located<String> state : member.etcd().initialClusterState().located().stream().toList())
      if (state.value().equals("existing"))
        out.report(
            Diagnostic.of(
                    META,
                    state.span(),
                    "the first member says `existing`, but there is no cluster yet")
                .also(member.list().span(), "it is the only member of its list")
                .help("write `new`, or leave initial-cluster-state out")
                .fix(Fix.replace(state.span(), "new", "found the cluster here")));
  }

  private static void checkLater(EtcdMember member, Reporter out) {
    var state = member.etcd().initialClusterState();
    if (state.isUnknown() || state.is("existing")) return;
    Span place = state.span().orElse(member.list().span());
    Diagnostic found =
        Diagnostic.of(
                META,
                place,
                "this member joins a cluster of %d, but would found one of its own"
                    .formatted(member.names().size() - 1))
            .help("write `initial-cluster-state: existing`");
    out.report(
        state
            .span()
            .map(at -> found.fix(Fix.replace(at, "existing", "join the cluster")))
            .orElse(found));
  }
}
