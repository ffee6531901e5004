package dev.vipc.agent.preflight;

import dev.vipc.agent.firewall.Fate;
import dev.vipc.agent.firewall.Listing;
import dev.vipc.agent.firewall.Packet;
import dev.vipc.agent.firewall.Place;
import dev.vipc.agent.firewall.Ruleset;
import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the firewall drops VRRP, IP protocol 112: what the rules of nftables do to an
 * advertisement of each virtual router, as it comes in from the others (nft(8)).
 */
final class Firewall {
  private static final Finding NOT_LOOKED_AT =
      Finding.warning(
          "the firewall cannot be looked at",
          "run this as root with nft installed, or see to it that IP protocol 112 comes in");

  private static final Finding NOT_UNDERSTOOD =
      Finding.warning(
          "what `nft -j list ruleset` prints of the firewall cannot be read",
          "see to it that IP protocol 112 comes in; nft 1.0.6 breaks off at a table with `flags dormant`, so delete such tables");

  private final Machine machine;

  Firewall(Machine machine) {
    this.machine = machine;
  }

  List<Finding> look(Plan plan) {
    if (plan.virtualRouters().isEmpty()) return List.of();
    List<Finding> findings = new ArrayList<>(nftables(plan));
    legacy().ifPresent(findings::add);
    return findings;
  }

  private List<Finding> nftables(Plan plan) {
    Optional<String> json = machine.run(List.of("nft", "-j", "list", "ruleset"));
    if (json.isEmpty()) return List.of(NOT_LOOKED_AT);
    Listing listing = Listing.of(machine.run(List.of("nft", "-a", "list", "ruleset")).orElse(""));
    return Ruleset.parse(json.get(), listing)
        .map(rules -> judge(Advertisements.expected(plan), rules, listing))
        .orElse(List.of(NOT_UNDERSTOOD));
  }

  private static List<Finding> judge(List<Packet> packets, Ruleset rules, Listing listing) {
    return packets.stream().map(packet -> judge(packet, rules, listing)).toList();
  }

  private static Finding judge(Packet packet, Ruleset rules, Listing listing) {
    return switch (rules.fateOf(packet)) {
      case Fate.Passes _ -> Finding.ok("the firewall lets %s in".formatted(said(packet)));
      case Fate.Dropped(var by) ->
          Finding.failure(
              "the firewall drops %s: %s".formatted(said(packet), said(by, listing)),
              Remedy.of(packet, by, rules)
                  + "; without it this node hears no other and holds the address beside it");
      case Fate.MayBeDropped(var by) ->
          Finding.warning(
              "the firewall may drop %s: %s".formatted(said(packet), said(by, listing)),
              "it depends on what cannot be known from here; to be sure: "
                  + Remedy.of(packet, by, rules));
    };
  }

  private static String said(Packet packet) {
    String sources =
        packet.sources().stream().map(Firewall::said).collect(Collectors.joining(" or "));
    return "VRRP (IP protocol 112) to %s on `%s`%s"
        .formatted(
            packet.destination().getHostAddress(),
            packet.iface(),
            sources.isEmpty() ? "" : " from " + sources);
  }

  private static String said(Subnet source) {
    return source.prefixLength() == source.address().getAddress().length * Byte.SIZE
        ? source.address().getHostAddress()
        : source.toString();
  }

  private static String said(Place by, Listing listing) {
    String chain = "chain `%s` of table `%s %s`".formatted(by.chain(), by.family(), by.table());
    if (by.handle().isEmpty()) return "the policy of " + chain;
    return listing
        .rule(by)
        .map(rule -> "rule `%s` in %s".formatted(rule, chain))
        .orElseGet(() -> "the rule with handle %d in %s".formatted(by.handle().getAsLong(), chain));
  }

  /** What iptables-legacy has made is not nftables', and stands beside it (iptables(8)). */
  private Optional<Finding> legacy() {
    List<String> programs =
        Stream.of("ip", "ip6")
            .filter(family -> has("/proc/net/" + family + "_tables_names"))
            .map(family -> family + "tables-legacy-save")
            .filter(this::hasRules)
            .toList();
    return programs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.warning(
                "there are rules of iptables-legacy, which were not looked at",
                "see in `%s` that IP protocol 112 comes in"
                    .formatted(String.join("` and `", programs))));
  }

  private boolean has(String path) {
    return machine.file(path).filter(tables -> !tables.isBlank()).isPresent();
  }

  /** Tables without rules, whose policies are to accept, are nothing; who cannot look, must say. */
  private boolean hasRules(String program) {
    return machine
        .run(List.of(program))
        .map(text -> text.lines().anyMatch(line -> line.matches("-A .*|:\\S+ DROP .*")))
        .orElse(true);
  }
}
