package dev.vipc.agent.firewall;

import dev.vipc.agent.firewall.Ends.Way;
import dev.vipc.agent.firewall.Matching.Key;
import dev.vipc.agent.plan.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A packet's way through one base chain and the chains that it jumps to. */
final class Traversal {
  /** Statements of iptables that let a packet go on as it is (iptables-extensions(8)). */
  private static final Set<String> IDLE_TARGETS =
      Set.of(
          "LOG",
          "NFLOG",
          "ULOG",
          "AUDIT",
          "TRACE",
          "MARK",
          "CONNMARK",
          "CT",
          "NOTRACK",
          "SECMARK",
          "CONNSECMARK",
          "CLASSIFY",
          "SET",
          "TOS",
          "DSCP",
          "TCPMSS",
          "LED");

  /** Parts of a packet that may be set without it being lost. */
  private static final Set<String> IDLE_PARTS =
      Set.of("dscp", "ecn", "priority", "mark", "nftrace");

  private final Ruleset ruleset;
  private final BaseChain base;
  private final Matching matching;
  private final Map<String, Ends> chains = new HashMap<>();

  Traversal(Ruleset ruleset, BaseChain base, Matching matching) {
    this.ruleset = ruleset;
    this.base = base;
    this.matching = matching;
  }

  /** Either it is accepted or dropped; the policy is for what no rule decides. */
  Ends ends() {
    Ends policy =
        base.drops() ? Ends.drop(place(base.name(), OptionalLong.empty())) : Ends.of(Way.ACCEPT);
    return chain(base.name()).replaced(Way.RETURN, policy);
  }

  private Place place(String chain, OptionalLong handle) {
    return new Place(base.family(), base.table(), base.name(), chain, handle);
  }

  private Ends chain(String name) {
    Ends before = chains.get(name);
    if (before != null) return before;
    chains.put(name, Ends.of(Way.RETURN)); // the kernel refuses a circle
    Ends ends = walked(name);
    chains.put(name, ends);
    return ends;
  }

  private Ends walked(String name) {
    Ends all = Ends.NONE;
    for (Rule rule : ruleset.rules(new Ruleset.Name(base.family(), base.table(), name))) {
      Ends ends = rule(rule, place(name, rule.handle()));
      all = all.or(ends.without(Way.RULE));
      if (!ends.has(Way.RULE)) return all;
    }
    return all.or(Ends.of(Way.RETURN));
  }

  private Ends rule(Rule rule, Place place) {
    Ends all = Ends.NONE;
    for (Json.Member statement : rule.statements()) {
      boolean last = statement.equals(rule.statements().getLast());
      Ends ends = statement(statement, place, last);
      all = all.or(ends.without(Way.STATEMENT));
      if (!ends.has(Way.STATEMENT)) return all;
    }
    return all.or(Ends.of(Way.RULE));
  }

  /** libnftables-json(5), "STATEMENTS"; nft(8), "STATEMENTS". */
  private Ends statement(Json.Member statement, Place place, boolean last) {
    Json value = statement.value();
    return switch (statement.name()) {
      case "match" -> Ends.when(matching.match(value));
      case "accept", "drop", "reject", "return", "continue", "jump", "goto" ->
          verdict(statement, place);
      case "vmap" -> map(value, place);
      case "counter", "log", "notrack", "dup", "last", "secmark" -> Ends.of(Way.STATEMENT);
      case "ct helper", "ct timeout", "ct expectation" -> Ends.of(Way.STATEMENT);
      case "limit", "quota", "ct count", "meter" -> Ends.when(Answer.MAYBE);
      case "set", "map" -> Ends.when(remembers(value));
      case "mangle" -> changes(value, place);
      case "queue", "dnat", "snat", "masquerade", "redirect" ->
          Ends.of(Way.ACCEPT).or(Ends.drop(place));
      case "fwd" -> Ends.drop(place);
      // both are for TCP, the first for UDP too, and end the rule for the rest
      case "tproxy", "synproxy" -> Ends.of(Way.RULE);
      case "xt" -> foreign(value, place, last);
      default -> unknown(place, last);
    };
  }

  private Ends verdict(Json.Member verdict, Place place) {
    String target = Tree.word(verdict.value(), "target");
    return switch (verdict.name()) {
      case "accept" -> Ends.of(Way.ACCEPT);
      case "drop", "reject" -> Ends.drop(place);
      case "return" -> Ends.of(Way.RETURN);
      case "continue" -> Ends.of(Way.STATEMENT);
      case "jump" -> chain(target).replaced(Way.RETURN, Ends.of(Way.RULE));
      case "goto" -> chain(target);
      default -> unknown(place, true);
    };
  }

  /** What a verdict map says; where it has no such key the rule is over. */
  private Ends map(Json map, Place place) {
    Optional<Json> key = Tree.at(map, "key");
    Optional<Json> verdicts = Tree.at(map, "data");
    if (key.isEmpty() || verdicts.isEmpty()) return unknown(place, true);
    NamedSet pairs = matching.wanted(verdicts.get());
    List<Key> keys = matching.keys(key.get());
    if (keys.isEmpty()) return Ends.of(Way.RULE);
    if (pairs.changes()) return unknown(place, true);
    return keys.stream().map(each -> map(each, pairs, place)).reduce(Ends.NONE, Ends::or);
  }

  private Ends map(Key key, NamedSet pairs, Place place) {
    Ends all = Ends.NONE;
    for (boolean rest : new boolean[] {false, true})
      for (Json pair : pairs.elements()) {
        List<Json> both = Tree.items(pair);
        if (both.size() != 2 || Matching.isRest(both.getFirst()) != rest) continue;
        Answer fits = Matching.fits(key, both.getFirst());
        if (fits == Answer.NO) continue;
        all =
            all.or(
                Tree.kind(both.getLast())
                    .map(verdict -> verdict(verdict, place))
                    .orElseGet(() -> unknown(place, true)));
        if (fits == Answer.YES) return all;
      }
    return all.or(Ends.of(Way.RULE));
  }

  /** Adds to a set, unless the packet lacks the key or a limit on it is used up. */
  private Answer remembers(Json addition) {
    boolean lacks = Tree.at(addition, "elem").filter(elem -> keys(elem).isEmpty()).isPresent();
    if (lacks) return Answer.NO;
    return Tree.at(addition, "stmt").isPresent() ? Answer.MAYBE : Answer.YES;
  }

  private List<Key> keys(Json elem) {
    return Tree.at(elem, "elem")
        .map(inner -> Tree.at(inner, "val").orElse(inner))
        .map(matching::keys)
        .orElseGet(() -> matching.keys(elem));
  }

  private Ends changes(Json change, Place place) {
    Json key = Tree.at(change, "key").orElse(change);
    if (matching.keys(key).isEmpty()) return Ends.of(Way.RULE);
    boolean idle =
        Tree.kind(key)
            .filter(
                kind ->
                    kind.name().equals("ct")
                        || IDLE_PARTS.contains(Tree.word(kind.value(), "field"))
                        || IDLE_PARTS.contains(Tree.word(kind.value(), "key")))
            .isPresent();
    return idle ? Ends.of(Way.STATEMENT) : Ends.of(Way.STATEMENT).or(Ends.drop(place));
  }

  /**
   * An extension of iptables, of which nft tells at most the name (iptables-nft(8)). The target is
   * a rule's last.
   */
  private Ends foreign(Json extension, Place place, boolean last) {
    String name = Tree.word(extension, "name");
    return switch (Tree.word(extension, "type")) {
      case "match" -> Ends.when(name.equals("comment") ? Answer.YES : Answer.MAYBE);
      case "target" -> target(name, place);
      default -> unknown(place, last);
    };
  }

  private static Ends target(String name, Place place) {
    if (IDLE_TARGETS.contains(name)) return Ends.of(Way.STATEMENT);
    return name.equals("REJECT") ? Ends.drop(place) : unknown(place, true);
  }

  /** A match may fit or not; what stands at the end may also decide. */
  private static Ends unknown(Place place, boolean last) {
    Ends match = Ends.when(Answer.MAYBE);
    return last ? match.or(Ends.of(Way.ACCEPT)).or(Ends.drop(place)) : match;
  }
}
