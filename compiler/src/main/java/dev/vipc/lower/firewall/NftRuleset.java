package dev.vipc.lower.firewall;

import dev.vipc.model.Firewall;
import dev.vipc.model.Firewall.Dialect;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An nftables rule set: tables in braces, and {@code add} commands. Of several chains at the input
 * hook one may refuse; where more do, the file counts as not understood.
 */
final class NftRuleset {
  private static final Set<String> FAMILIES =
      Set.of("inet", "ip", "ip6", "arp", "bridge", "netdev");
  private static final Set<String> OF_INTEREST = Set.of("inet", "ip");

  private record Statement(String chain, List<Located<String>> words) {}

  private final SourceFile file;
  private final List<Located<String>> tokens;
  private final Map<String, List<String>> named = new HashMap<>();
  private final List<Statement> rules = new ArrayList<>();
  private final List<String> inputs = new ArrayList<>();
  private final Map<String, Span> policies = new HashMap<>();
  private final FilterChains chains = new FilterChains();
  private int at;

  private NftRuleset(SourceFile file) {
    this.file = file;
    this.tokens = NftTokens.of(file);
  }

  static Firewall read(SourceFile file) {
    NftRuleset reader = new NftRuleset(file);
    while (reader.at < reader.tokens.size()) reader.command();
    return reader.firewall();
  }

  private Firewall firewall() {
    for (Statement rule : rules) chains.add(rule.chain(), NftRule.read(rule.words(), named));
    List<String> refusing =
        inputs.stream().filter(chain -> policies.containsKey(chain) || inputs.size() == 1).toList();
    if (inputs.isEmpty() || refusing.size() != 1) chains.incomplete();
    String input = refusing.isEmpty() ? "" : refusing.getFirst();
    return chains.of(file, Dialect.NFTABLES, input, Optional.ofNullable(policies.get(input)));
  }

  private void command() {
    List<Located<String>> words = upTo();
    if (words.isEmpty()) {
      skipMark();
      return;
    }
    String first = words.getFirst().value();
    boolean added = first.equals("add") || first.equals("insert") || first.equals("create");
    List<Located<String>> rest = added ? words.subList(1, words.size()) : words;
    switch (word(rest, 0)) {
      case "table" -> table(rest);
      case "define" -> define(rest);
      case "chain" -> chain(path(rest, 2), OF_INTEREST.contains(family(rest)));
      case "set" -> set("@" + path(rest, 2));
      case "element" -> elements("@" + path(rest, 2));
      case "rule" -> {
        if (OF_INTEREST.contains(family(rest))) rule(rest);
      }
      case "flush", "delete", "destroy" -> {}
      default -> chains.incomplete();
    }
    if (!rest.isEmpty() && at < tokens.size() && is("{")) skipBlock();
  }

  private void table(List<Located<String>> words) {
    if (!is("{")) return;
    boolean interesting = OF_INTEREST.contains(family(words));
    at++;
    while (at < tokens.size() && !is("}")) {
      List<Located<String>> inner = upTo();
      if (inner.isEmpty()) {
        if (!is("}")) skipMark();
        continue;
      }
      String name = word(inner, 1);
      switch (word(inner, 0)) {
        case "chain" -> chain(name, interesting);
        case "set" -> set("@" + name);
        case "include" -> chains.incomplete();
        default -> {
          if (is("{")) skipBlock();
        }
      }
    }
    at++;
  }

  private void chain(String name, boolean interesting) {
    if (interesting) chains.chain(name);
    if (!is("{")) return;
    at++;
    while (at < tokens.size() && !is("}")) {
      List<Located<String>> words = statement();
      if (words.isEmpty()) skipMark();
      else if (!interesting) continue;
      else if (word(words, 0).equals("type")) hook(name, words);
      else if (word(words, 0).equals("policy")) policy(name, words);
      else rules.add(new Statement(name, words));
    }
    at++;
  }

  private void hook(String chain, List<Located<String>> words) {
    for (int i = 0; i + 1 < words.size(); i++)
      if (word(words, i).equals("hook")
          && word(words, i + 1).equals("input")
          && word(words, 1).equals("filter")) inputs.add(chain);
  }

  private void policy(String chain, List<Located<String>> words) {
    if (word(words, 1).equals("drop")) policies.put(chain, Words.span(words));
  }

  private void rule(List<Located<String>> words) {
    int start = FAMILIES.contains(word(words, 1)) ? 4 : 3;
    if (words.size() > start)
      rules.add(
          new Statement(word(words, start - 1), withBraces(words.subList(start, words.size()))));
  }

  /** A command's rule with the sets in it: the words up to the line's end. */
  private List<Located<String>> withBraces(List<Located<String>> words) {
    List<Located<String>> all = new ArrayList<>(words);
    all.addAll(statement());
    return all;
  }

  private void define(List<Located<String>> words) {
    String name = "$" + word(words, 1);
    List<String> values = new ArrayList<>();
    for (Located<String> token : statement()) {
      String value = token.value();
      if (!Set.of("=", "{", "}", ",", ";").contains(value))
        values.addAll(
            value.startsWith("$") ? named.getOrDefault(value, List.of()) : List.of(value));
    }
    named.put(name, values);
  }

  private void set(String name) {
    if (!is("{")) return;
    at++;
    while (at < tokens.size() && !is("}")) {
      List<Located<String>> words = upTo();
      if (words.isEmpty() && !is("=") && !is("{")) skipMark();
      else if (is("=")) {
        at++;
        if (word(words, 0).equals("elements")) elements(name);
      } else if (is("{")) skipBlock();
    }
    at++;
  }

  private void elements(String name) {
    if (!is("{")) return;
    List<String> values = named.computeIfAbsent(name, _ -> new ArrayList<>());
    at++;
    while (at < tokens.size() && !is("}")) {
      String value = tokens.get(at++).value();
      if (!value.equals(",") && !value.equals(";"))
        values.addAll(
            value.startsWith("$") ? named.getOrDefault(value, List.of()) : List.of(value));
    }
    at++;
  }

  /** The words before the next mark, which stays. */
  private List<Located<String>> upTo() {
    int start = at;
    while (at < tokens.size() && !is("{") && !is("}") && !is(";") && !is("=") && !is(",")) at++;
    return tokens.subList(start, at);
  }

  /** The tokens up to the end of a statement, sets in braces with them. */
  private List<Located<String>> statement() {
    int start = at;
    int depth = 0;
    while (at < tokens.size()) {
      if (is("{")) depth++;
      if (is("}") && depth-- == 0) break;
      if (is(";") && depth == 0) break;
      at++;
    }
    return tokens.subList(start, Math.min(at, tokens.size()));
  }

  private void skipBlock() {
    at++;
    statementsToEnd();
    at++;
  }

  private void statementsToEnd() {
    int depth = 0;
    while (at < tokens.size()) {
      if (is("{")) depth++;
      if (is("}") && depth-- == 0) return;
      at++;
    }
  }

  private void skipMark() {
    if (at < tokens.size()) at++;
  }

  private boolean is(String mark) {
    return at < tokens.size() && tokens.get(at).value().equals(mark);
  }

  private static String word(List<Located<String>> words, int index) {
    return index < words.size() ? words.get(index).value() : "";
  }

  /** {@code ip} where none is written. */
  private static String family(List<Located<String>> words) {
    String second = word(words, 1);
    return FAMILIES.contains(second) ? second : "ip";
  }

  /** The name behind family and table. */
  private static String path(List<Located<String>> words, int index) {
    return word(words, FAMILIES.contains(word(words, 1)) ? index + 1 : index);
  }
}
