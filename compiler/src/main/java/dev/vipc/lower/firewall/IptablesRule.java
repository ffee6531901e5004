package dev.vipc.lower.firewall;

import dev.vipc.lower.firewall.FilterRule.Verdict;
import dev.vipc.lower.firewall.Names.Ports;
import dev.vipc.model.Cidr;
import dev.vipc.model.Firewall.Opening;
import dev.vipc.source.Located;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One rule in iptables' words: everything behind {@code -A INPUT}. */
final class IptablesRule {
  /** Modules whose own options are read, or change nothing. */
  private static final Set<String> MODULES =
      Set.of("tcp", "udp", "multiport", "state", "conntrack", "comment", "limit", "vrrp");

  private static final Set<String> LAST_WORDS = Set.of("ACCEPT", "DROP", "REJECT", "RETURN", "LOG");

  private final Set<Integer> protocols = new LinkedHashSet<>();
  private final List<Ports> ports = new ArrayList<>();
  private final List<Cidr> sources = new ArrayList<>();
  private final List<Cidr> destinations = new ArrayList<>();
  private boolean known = true;
  private boolean ofNoNewConnection;
  private String target = "";

  private IptablesRule() {}

  static FilterRule read(List<Located<String>> line, List<Located<String>> arguments) {
    IptablesRule rule = new IptablesRule();
    for (int i = 0; i < arguments.size(); i++) {
      String value = i + 1 < arguments.size() ? arguments.get(i + 1).value() : "";
      if (rule.option(arguments.get(i).value(), value)) i++;
    }
    return new FilterRule(
        new Condition(rule.protocols, rule.ports, rule.sources, rule.destinations),
        rule.verdict(),
        LAST_WORDS.contains(rule.target) ? "" : rule.target,
        Words.span(line));
  }

  /** Whether the option takes the value. */
  private boolean option(String name, String value) {
    switch (name) {
      case "-p", "--protocol" -> take(Names.protocol(value), protocols, value.equals("all"));
      case "-s", "--source", "--src" -> addresses(value, sources);
      case "-d", "--destination", "--dst" -> addresses(value, destinations);
      case "--dport", "--destination-port", "--dports", "--destination-ports", "--ports" ->
          Arrays.stream(value.split(",")).forEach(this::port);
      case "-i", "--in-interface" -> ofNoNewConnection |= value.equals("lo");
      case "--state", "--ctstate" -> ofNoNewConnection |= !value.contains("NEW");
      case "-m", "--match" -> known &= MODULES.contains(value);
      case "-j", "--jump", "-g", "--goto" -> target = value;
      case "--comment",
          "--limit",
          "--limit-burst",
          "--reject-with",
          "--log-prefix",
          "--log-level",
          "-c",
          "--set-counters" -> {}
      default -> {
        known = false;
        return false;
      }
    }
    return true;
  }

  private void port(String text) {
    take(Names.ports(Opening.ANY, text), ports, false);
  }

  private void addresses(String value, List<Cidr> into) {
    for (String text : value.split(",")) take(Names.network(text), into, false);
  }

  private <T> void take(Optional<T> value, java.util.Collection<T> into, boolean all) {
    value.ifPresent(into::add);
    known &= value.isPresent() || all;
  }

  private Verdict verdict() {
    if (ofNoNewConnection || target.isEmpty() || target.equals("LOG")) return Verdict.NOTHING;
    if (!known) return Verdict.UNKNOWN;
    return switch (target) {
      case "ACCEPT" -> Verdict.ACCEPT;
      case "DROP", "REJECT" -> Verdict.REFUSE;
      case "RETURN" -> Verdict.RETURN;
      default -> Verdict.JUMP;
    };
  }
}
