package dev.vipc.rule.kubekey;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.keyword.NearestWord;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeKeyCluster;
import dev.vipc.model.KubeKeyCluster.Dialect;
import dev.vipc.model.KubeKeyCluster.Member;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A group with a host that is not in the list of hosts. */
@AutoService(Rule.class)
public final class GroupNamesUnknownHost implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KK005",
              "group-names-unknown-host",
              Severity.ERROR,
              """
              A group names a host that the list of hosts does not have.

              KubeKey 1 to 3 stop at it ("is in [master] group, but not in hosts list"). KubeKey 4 leaves the host out
              without a word, so that the control plane or etcd has one member less than was meant. A range such as
              `node[1:3]` means every name in it. Source: KubeKey's hostVerify and GetHostsFromGroup.

              Write the name as it stands in `hosts`, or add the host there.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(KubeKeyCluster.class)
        .filter(cluster -> !cluster.hosts().isEmpty())
        .forEach(cluster -> check(cluster, out));
  }

  private static void check(KubeKeyCluster cluster, Reporter out) {
    Set<String> known = cluster.hosts().stream().map(Located::value).collect(Collectors.toSet());
    Map<Span, List<Member>> missing =
        cluster.members().stream()
            .filter(member -> !known.contains(member.name()) && !isHere(cluster, member))
            .collect(
                Collectors.groupingBy(Member::written, LinkedHashMap::new, Collectors.toList()));
    missing.values().forEach(members -> out.report(finding(cluster, members, known)));
  }

  /** KubeKey 4 knows the machine that it runs on without being told. */
  private static boolean isHere(KubeKeyCluster cluster, Member member) {
    return cluster.dialect() == Dialect.V1 && member.name().equals("localhost");
  }

  private static Diagnostic finding(
      KubeKeyCluster cluster, List<Member> missing, Set<String> known) {
    Member first = missing.getFirst();
    List<String> names = missing.stream().map(Member::name).distinct().toList();
    String more = names.size() == 1 ? "" : " to `%s`".formatted(names.getLast());
    Diagnostic finding =
        Diagnostic.of(
                META,
                first.written(),
                "`hosts` has no `%s`%s, which group `%s` names"
                    .formatted(first.name(), more, missing.getLast().group().value()))
            .also(cluster.hosts().getFirst().span(), "the hosts begin here");
    Optional<String> near =
        names.size() == 1 ? NearestWord.of(first.name(), known) : Optional.empty();
    // numbered names are always near each other
    return near.filter(host -> digits(host).equals(digits(first.name())))
        .map(
            host ->
                finding
                    .help("write `%s`".formatted(host))
                    .fix(
                        new Fix(
                            "write the name as in `hosts`",
                            false,
                            List.of(new Fix.Edit(first.written(), host)))))
        .orElseGet(() -> finding.help("add the host to `hosts`, or correct the name"));
  }

  private static String digits(String name) {
    return name.replaceAll("\\D+", "");
  }
}
