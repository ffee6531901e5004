package dev.vipc.agent.preflight;

import dev.vipc.agent.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether the firewall drops VRRP, IP protocol 112: a rule that says so, or an input chain whose
 * policy is to drop and no rule that lets it in. It reads {@code nft list ruleset}.
 */
final class Firewall {
  private static final Pattern DROPS =
      Pattern.compile("(?m)^.*\\b(vrrp|112)\\b.*\\b(drop|reject)\\b.*$");
  private static final Pattern ACCEPTS = Pattern.compile("\\b(vrrp|112)\\b[^\\n]*\\baccept\\b");
  private static final Pattern CLOSED =
      Pattern.compile("type filter hook input [^;]*;\\s*policy drop;");

  private final Machine machine;

  Firewall(Machine machine) {
    this.machine = machine;
  }

  List<Finding> look(Plan plan) {
    if (plan.virtualRouters().isEmpty()) return List.of();
    Optional<String> rules = machine.run(List.of("nft", "list", "ruleset"));
    return List.of(
        rules
            .map(Firewall::judge)
            .orElseGet(
                () ->
                    Finding.warning(
                        "the firewall cannot be looked at",
                        "run this as root with nft installed, or see to it that IP protocol 112 comes in")));
  }

  private static Finding judge(String rules) {
    if (DROPS.matcher(rules).find())
      return Finding.failure(
          "a rule of the firewall drops VRRP (IP protocol 112)",
          "remove it: this node would hear no other and hold the address beside it");
    if (CLOSED.matcher(rules).find() && !ACCEPTS.matcher(rules).find())
      return Finding.failure(
          "the firewall drops what no rule accepts, and none accepts VRRP (IP protocol 112)",
          "add `ip protocol vrrp accept` to the input chain, and `ip6 nexthdr 112 accept` for IPv6");
    return Finding.ok("no rule of the firewall drops VRRP");
  }
}
