package dev.vipc.rule.vrrp;

import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpGroup.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Members of a group that differ in something all must have in common.
 *
 * @param most a member with the value that most have, the earliest among equals
 * @param odd the members with another value
 */
record Disagreement(Member most, List<Member> odd) {

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
