package dev.vipc.lower.firewall;

import dev.vipc.model.Firewall;
import dev.vipc.model.Firewall.Dialect;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/** What {@code iptables-save} writes and {@code iptables-restore} reads. */
final class IptablesSave {
  private IptablesSave() {}

  static Firewall read(SourceFile file) {
    FilterChains chains = new FilterChains();
    Optional<Span> policy = Optional.empty();
    boolean filter = false;
    for (List<Located<String>> line : Words.lines(file)) {
      String first = line.getFirst().value();
      if (first.startsWith("*")) filter = first.equals("*filter");
      if (!filter) continue;
      if (first.startsWith(":")) {
        chains.chain(first.substring(1));
        boolean refuses =
            first.equals(":INPUT") && line.size() > 1 && line.get(1).value().equals("DROP");
        if (refuses) policy = Optional.of(Words.span(line.subList(0, 2)));
      } else if (first.equals("-A") || first.equals("-I")) {
        rule(line, chains);
      }
    }
    chains.chain("INPUT");
    return chains.of(file, Dialect.IPTABLES_SAVE, "INPUT", policy);
  }

  private static void rule(List<Located<String>> line, FilterChains chains) {
    if (line.size() < 2) return;
    FilterRule rule = IptablesRule.read(line, line.subList(2, line.size()));
    if (line.getFirst().value().equals("-I")) chains.insertFirst(line.get(1).value(), rule);
    else chains.add(line.get(1).value(), rule);
  }
}
