package dev.vipc.lower.firewall;

import dev.vipc.lower.firewall.FilterRule.Verdict;
import dev.vipc.lower.firewall.Names.Ports;
import dev.vipc.model.Cidr;
import dev.vipc.model.Firewall.Opening;
import dev.vipc.source.Located;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One rule of an nft chain: matches, statements, a verdict. */
final class NftRule {
  /** Statements of one word. */
  private static final Set<String> ALONE = Set.of("counter", "notrack", "log");

  private final List<Located<String>> words;
  private final Map<String, List<String>> named;
  private final Set<Integer> protocols = new LinkedHashSet<>();
  private final List<Ports> ports = new ArrayList<>();
  private final List<Cidr> sources = new ArrayList<>();
  private final List<Cidr> destinations = new ArrayList<>();
  private boolean known = true;
  private boolean ofNoNewConnection;
  private Verdict verdict = Verdict.NOTHING;
  private String target = "";
  private int at;

  private NftRule(List<Located<String>> words, Map<String, List<String>> named) {
    this.words = words;
    this.named = named;
  }

  /**
   * @param words not empty
   * @param named the elements of sets ({@code @name}) and of definitions ({@code $NAME})
   */
  static FilterRule read(List<Located<String>> words, Map<String, List<String>> named) {
    NftRule rule = new NftRule(words, named);
    while (rule.at < words.size()) rule.step();
    return new FilterRule(
        new Condition(rule.protocols, rule.ports, rule.sources, rule.destinations),
        rule.decided(),
        rule.target,
        Words.span(words));
  }

  private Verdict decided() {
    if (ofNoNewConnection || verdict == Verdict.NOTHING && known) return Verdict.NOTHING;
    return known ? verdict : Verdict.UNKNOWN;
  }

  private void step() {
    String word = next();
    switch (word) {
      case "accept" -> verdict = Verdict.ACCEPT;
      case "drop" -> verdict = Verdict.REFUSE;
      case "return" -> verdict = Verdict.RETURN;
      case "reject" -> {
        verdict = Verdict.REFUSE;
        at = words.size();
      }
      case "jump", "goto" -> {
        verdict = Verdict.JUMP;
        target = next();
      }
      case "iif", "iifname" -> ofNoNewConnection |= values().contains("lo");
      case "ct" -> connection();
      case "tcp", "udp", "th" -> port(word);
      case "meta" -> meta();
      case "ip", "ip6" -> header();
      case "icmp", "icmpv6" -> icmp(word);
      case "comment" -> next();
      case "limit" -> limit();
      case "prefix", "level", "flags", "packets", "bytes", "name" -> next();
      default -> known &= ALONE.contains(word);
    }
  }

  private void connection() {
    String what = next();
    if (peek().equals("vmap")) {
      next();
      values();
      ofNoNewConnection = true;
      known &= what.equals("state");
      return;
    }
    List<String> states = values();
    known &= what.equals("state");
    ofNoNewConnection |= !states.contains("new");
  }

  private void port(String protocol) {
    if (!protocol.equals("th")) protocols.add(protocol.equals("tcp") ? Names.TCP : Names.UDP);
    String field = next();
    List<String> values = values();
    known &= field.equals("dport") && !values.isEmpty();
    for (String value : values) take(Names.ports(Opening.ANY, value), ports);
  }

  private void meta() {
    String field = next();
    if (field.equals("l4proto")) protocols();
    else if (field.equals("iifname") || field.equals("iif"))
      ofNoNewConnection |= values().contains("lo");
    else known = false;
  }

  private void header() {
    switch (next()) {
      case "saddr" -> addresses(sources);
      case "daddr" -> addresses(destinations);
      case "protocol", "nexthdr" -> protocols();
      default -> known = false;
    }
  }

  private void protocols() {
    List<String> values = values();
    known &= !values.isEmpty();
    for (String value : values) take(Names.protocol(value), protocols);
  }

  private void addresses(List<Cidr> into) {
    List<String> values = values();
    known &= !values.isEmpty();
    for (String value : values) take(Names.network(value), into);
  }

  private void icmp(String word) {
    protocols.add(word.equals("icmp") ? 1 : 58);
    if (!peek().equals("type")) return;
    next();
    values();
  }

  /** {@code limit rate [over] 10/second [burst 5 packets]}: some of the packets still pass. */
  private void limit() {
    while (Set.of("rate", "burst", "packets").contains(peek()) || peek().matches("\\d.*")) next();
    known &= !peek().equals("over");
  }

  private <T> void take(Optional<T> value, Collection<T> into) {
    value.ifPresent(into::add);
    known &= value.isPresent();
  }

  /** One value, a list in braces, a set or a definition; empty where it is none of them. */
  private List<String> values() {
    if (peek().equals("!=")) {
      known = false;
      next();
    }
    if (!peek().equals("{")) return listed(next());
    List<String> values = new ArrayList<>();
    next();
    while (at < words.size() && !peek().equals("}")) {
      String value = next();
      if (!value.equals(",") && !value.equals(";"))
        values.addAll(value.startsWith("$") ? of(value) : List.of(value));
    }
    next();
    return values;
  }

  private List<String> listed(String first) {
    List<String> values = new ArrayList<>(of(first));
    while (peek().equals(",")) {
      next();
      values.addAll(of(next()));
    }
    return values;
  }

  private List<String> of(String word) {
    boolean name = word.startsWith("@") || word.startsWith("$");
    return name ? named.getOrDefault(word, List.of()) : List.of(word);
  }

  private String peek() {
    return at < words.size() ? words.get(at).value() : "";
  }

  private String next() {
    return at < words.size() ? words.get(at++).value() : "";
  }
}
