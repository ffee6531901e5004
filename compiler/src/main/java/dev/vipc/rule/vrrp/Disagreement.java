package dev.vipc.rule.vrrp;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.model.Deployment;
import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpGroup.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Members of a group that differ in something all must have in common.
 *
 * @param most a member with the value that most have, the earliest among equals
 * @param odd the members with another value
 */
record Disagreement(Member most, List<Member> odd) {

  /**
   * Reports every odd member of every group in which VRRP 2 makes the difference count: there a
   * node drops what does not match its own.
   *
   * @param value what all members must have in common
   * @param finding says so of an odd member, and of one with the value that most have
   */
  static <K> void reportInVersion2(
      Deployment deployment,
      Function<Member, Optional<K>> value,
      BiFunction<Member, Member, Diagnostic> finding,
      Reporter out) {
    for (VrrpGroup group : VrrpGroup.of(deployment))
      in(group, member -> member.version().filter(v -> v == 2).flatMap(_ -> value.apply(member)))
          .ifPresent(
              found -> found.odd().forEach(odd -> out.report(finding.apply(odd, found.most()))));
  }

  /** Absent where all agree; members whose value is unknown are left out. */
  static <K> Optional<Disagreement> in(VrrpGroup group, Function<Member, Optional<K>> value) {
    Map<K, List<Member>> byValue = new LinkedHashMap<>();
    for (Member member : group.members())
      value
          .apply(member)
          .ifPresent(key -> byValue.computeIfAbsent(key, _ -> new ArrayList<>()).add(member));
    if (byValue.size() < 2) return Optional.empty();
    Map.Entry<K, List<Member>> common =
        byValue.entrySet().stream()
            .max(Comparator.comparingInt(entry -> entry.getValue().size()))
            .orElseThrow();
    List<Member> odd = new ArrayList<>();
    byValue.forEach(
        (key, members) -> odd.addAll(key.equals(common.getKey()) ? List.of() : members));
    return Optional.of(new Disagreement(common.getValue().getFirst(), odd));
  }
}
