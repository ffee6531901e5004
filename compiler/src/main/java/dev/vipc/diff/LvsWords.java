package dev.vipc.diff;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** keepalived's words for LVS beside those of a spec: it has no names, and other balances. */
final class LvsWords {
  private static final Map<String, String> BALANCES =
      Map.of("wrr", "roundrobin", "wlc", "leastconn", "sh", "source", "twos", "random");

  /** What a spec has no word for, or other defaults. */
  private static final Set<String> OF_FILES = Set.of("name", "weight", "timeout check");

  private LvsWords() {}

  static Thing asSpecsSay(Thing thing) {
    List<Statement> says = thing.says().stream().map(LvsWords::said).toList();
    return new Thing(
        thing.kind(),
        thing.label(),
        thing.identities(),
        thing.aspect(),
        thing.place(),
        says,
        thing.parts().stream().map(LvsWords::asSpecsSay).toList(),
        thing.ordered());
  }

  private static Statement said(Statement said) {
    // keepalived has checkers of other kinds, and may run a script of ours
    if (OF_FILES.contains(said.field()) || said.aspect() == Aspect.CHECK) return said.ofFiles();
    if (!said.field().equals("balance")) return said;
    String word = BALANCES.getOrDefault(said.value(), said.value());
    return Statement.of(said.field(), said.aspect(), word, said.place());
  }
}
