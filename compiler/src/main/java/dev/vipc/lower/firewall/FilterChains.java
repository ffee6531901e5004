package dev.vipc.lower.firewall;

import dev.vipc.lower.firewall.FilterRule.Verdict;
import dev.vipc.model.Firewall;
import dev.vipc.model.Firewall.Dialect;
import dev.vipc.model.Firewall.Opening;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Chains of rules, as nftables and iptables have them, worked out to what they let in. */
final class FilterChains {
  private static final int DEEPEST = 16;

  /** TCP, UDP, VRRP, IP in IP: what is refused of others does not matter here. */
  private static final Set<Integer> OF_INTEREST = Set.of(Names.TCP, Names.UDP, 112, 4);

  private final Map<String, List<FilterRule>> chains = new HashMap<>();
  private final List<Opening> openings = new ArrayList<>();
  private Optional<Span> refusal = Optional.empty();
  private boolean complete = true;

  void chain(String name) {
    chains.putIfAbsent(name, new ArrayList<>());
  }

  void add(String chain, FilterRule rule) {
    chains.computeIfAbsent(chain, _ -> new ArrayList<>()).add(rule);
  }

  void insertFirst(String chain, FilterRule rule) {
    chains.computeIfAbsent(chain, _ -> new ArrayList<>()).addFirst(rule);
  }

  /** Something that may open or shut more, and was not understood. */
  void incomplete() {
    complete = false;
  }

  /**
   * What one chain lets in.
   *
   * @param policy where its policy says that the rest is refused
   */
  Firewall of(SourceFile file, Dialect dialect, String chain, Optional<Span> policy) {
    boolean ended = walk(chain, Condition.NONE, 0);
    if (!ended) refusal = policy;
    return new Firewall(file, dialect, refusal, complete, openings);
  }

  /** Whether no packet comes to the chain's end. */
  private boolean walk(String chain, Condition reached, int depth) {
    if (depth > DEEPEST || !chains.containsKey(chain)) {
      complete = false;
      return false;
    }
    for (FilterRule rule : chains.getOrDefault(chain, List.of())) {
      Optional<Condition> condition = reached.and(rule.condition());
      if (condition.isEmpty()) {
        complete &= rule.verdict() == Verdict.NOTHING;
        continue;
      }
      if (ends(rule, condition.get(), depth)) return true;
      if (rule.verdict() == Verdict.RETURN && rule.condition().isNone()) return false;
    }
    return false;
  }

  private boolean ends(FilterRule rule, Condition condition, int depth) {
    switch (rule.verdict()) {
      case ACCEPT -> {
        openings.addAll(condition.openings(rule.span()));
        return condition.isNone();
      }
      case REFUSE -> {
        if (condition.isNone()) {
          refusal = Optional.of(rule.span());
          return true;
        }
        complete &= !matters(condition);
      }
      case JUMP -> {
        return walk(rule.target(), condition, depth + 1) && condition.isNone();
      }
      case RETURN -> complete &= rule.condition().isNone();
      case UNKNOWN -> complete = false;
      case NOTHING -> {}
    }
    return false;
  }

  private static boolean matters(Condition condition) {
    return condition.protocols().isEmpty()
        || condition.protocols().stream().anyMatch(OF_INTEREST::contains);
  }
}
