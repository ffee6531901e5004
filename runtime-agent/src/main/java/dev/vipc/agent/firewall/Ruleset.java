package dev.vipc.agent.firewall;

import dev.vipc.agent.firewall.Ends.Way;
import dev.vipc.agent.plan.Json;
import dev.vipc.agent.plan.JsonParser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All tables of nftables, as {@code nft -j list ruleset} prints them (libnftables-json(5)). */
public final class Ruleset {
  /** A name in a table; names of tables are their family's own. */
  record Name(String family, String table, String name) {
    static Name of(Json object) {
      return new Name(
          Tree.word(object, "family"), Tree.word(object, "table"), Tree.word(object, "name"));
    }
  }

  private final List<BaseChain> chains = new ArrayList<>();
  private final Map<Name, List<Rule>> rules = new HashMap<>();
  private final Map<Name, NamedSet> sets = new HashMap<>();

  private Ruleset() {}

  /**
   * Absent for what is no such output.
   *
   * @param json warnings may stand before and behind it
   */
  public static Optional<Ruleset> parse(String json, Listing listing) {
    int start = json.indexOf('{');
    int end = json.lastIndexOf('}') + 1;
    return JsonParser.parse(json.substring(Math.clamp(start, 0, end), end))
        .value()
        .flatMap(all -> Tree.at(all, "nftables"))
        .map(objects -> of(Tree.items(objects), listing));
  }

  private static Ruleset of(List<Json> objects, Listing listing) {
    Ruleset ruleset = new Ruleset();
    for (Json object : objects) Tree.kind(object).ifPresent(kind -> ruleset.add(kind, listing));
    ruleset.chains.removeIf(chain -> listing.isDormant(chain.family(), chain.table()));
    ruleset.chains.sort(
        Comparator.comparing(BaseChain::hook).thenComparingInt(BaseChain::priority));
    return ruleset;
  }

  private void add(Json.Member object, Listing listing) {
    Json value = object.value();
    switch (object.name()) {
      case "chain" -> BaseChain.of(value, listing).ifPresent(chains::add);
      case "rule" -> add(value);
      case "set", "map" -> sets.put(Name.of(value), NamedSet.of(value));
      default -> {
        // tables say no more than their chains do, and nothing else lets pass or drops
      }
    }
  }

  private void add(Json rule) {
    Name chain =
        new Name(Tree.word(rule, "family"), Tree.word(rule, "table"), Tree.word(rule, "chain"));
    rules.computeIfAbsent(chain, _ -> new ArrayList<>()).add(Rule.of(rule));
  }

  List<Rule> rules(Name chain) {
    return rules.getOrDefault(chain, List.of());
  }

  NamedSet set(Name name) {
    return sets.getOrDefault(name, NamedSet.unknown());
  }

  /** Whether a table has a chain with rules whose name begins so. */
  public boolean hasChain(String family, String table, String prefix) {
    return rules.keySet().stream()
        .anyMatch(
            chain ->
                chain.family().equals(family)
                    && chain.table().equals(table)
                    && chain.name().startsWith(prefix));
  }

  /**
   * What becomes of a packet that comes in. Every base chain on its way has to let it pass: to
   * accept it ends only one of them, to drop it ends all (nft(8), "VERDICT STATEMENT").
   */
  public Fate fateOf(Packet packet) {
    boolean untracked = untracks(packet);
    Optional<Place> perhaps = Optional.empty();
    for (BaseChain chain : chains) {
      Ends ends = ends(chain, packet, untracked);
      if (ends.drops().isEmpty()) continue;
      // the last is where it ends if nothing accepts it
      Place by = ends.drops().getLast();
      if (!ends.has(Way.ACCEPT)) return new Fate.Dropped(by);
      perhaps = perhaps.or(() -> Optional.of(by));
    }
    return perhaps.<Fate>map(Fate.MayBeDropped::new).orElseGet(Fate.Passes::new);
  }

  private Ends ends(BaseChain chain, Packet packet, boolean untracked) {
    return switch (chain.meets(packet)) {
      case NO -> Ends.of(Way.ACCEPT);
      case MAYBE -> Ends.of(Way.ACCEPT).or(traversed(chain, packet, untracked));
      case YES -> traversed(chain, packet, untracked);
    };
  }

  private Ends traversed(BaseChain chain, Packet packet, boolean untracked) {
    Fields fields = new Fields(packet, chain.states(untracked));
    Matching matching =
        new Matching(fields, name -> set(new Name(chain.family(), chain.table(), name)));
    return new Traversal(this, chain, matching).ends();
  }

  /** Whether any rule that sees packets of this family takes some out of connection tracking. */
  private boolean untracks(Packet packet) {
    String otherFamily = packet.isV6() ? "ip" : "ip6";
    return rules.entrySet().stream()
        .filter(chain -> !chain.getKey().family().equals(otherFamily))
        .flatMap(chain -> chain.getValue().stream())
        .anyMatch(Rule::untracks);
  }
}
