package dev.vipc.agent.proxy;

import dev.vipc.agent.plan.Listen;
import dev.vipc.agent.plan.Proxy;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The table of nftables by which the kernel translates connections to servers, as the JSON of
 * libnftables-json(5). It replaces the table before it as one transaction. The kernel does not know
 * how many connections a server has: leastconn and random both draw by weight.
 */
final class NftablesRules {
  static final String TABLE_NAME = "vipd";
  private static final String TABLE = "{\"family\":\"inet\",\"name\":\"vipd\"}";
  private static final String CHAIN =
      "{\"add\":{\"chain\":{\"family\":\"inet\",\"table\":\"vipd\",\"name\":\"%s\"%s}}}";
  private static final String HOOK =
      ",\"type\":\"nat\",\"hook\":\"%s\",\"prio\":%d,\"policy\":\"accept\"";
  private static final String RULE =
      "{\"add\":{\"rule\":{\"family\":\"inet\",\"table\":\"vipd\",\"chain\":\"%s\",\"expr\":[%s]}}}";
  private static final String EQUAL = "{\"match\":{\"op\":\"==\",\"left\":%s,\"right\":%s}}";
  private static final String NOT_LOOPBACK =
      "{\"match\":{\"op\":\"!=\",\"left\":%s,\"right\":{\"prefix\":{\"addr\":\"%s\",\"len\":%d}}}}";
  private static final String PAYLOAD = "{\"payload\":{\"protocol\":\"%s\",\"field\":\"%s\"}}";
  private static final int BEFORE_ROUTING = -100;
  private static final int AFTER_ROUTING = 100;

  /** The kernel takes names of at most 255 bytes. */
  private static final int MOST_OWNER_LETTERS = 100;

  private final List<String> commands = new ArrayList<>();

  /** One server that takes connections now. */
  record Target(String name, InetSocketAddress address, int weight) {
    boolean isV6() {
      return address.getAddress() instanceof Inet6Address;
    }
  }

  private NftablesRules() {}

  /** The table without any proxy: none at all. */
  static String none() {
    NftablesRules rules = new NftablesRules();
    rules.dropTable();
    return rules.text();
  }

  /**
   * The table for these proxies and the servers that each may use now.
   *
   * @param owner the path of the control socket
   */
  static String of(String owner, Map<Proxy, List<Target>> proxies) {
    NftablesRules rules = translating(owner, proxies);
    // an address of its own goes before all addresses, as it does with sockets
    proxies.forEach((proxy, targets) -> rules.listen(proxy, targets, false));
    proxies.forEach((proxy, targets) -> rules.listen(proxy, targets, true));
    return rules.text();
  }

  /**
   * The table that lets nobody new in. Without hooks and rules that translate, the kernel would
   * translate what is open no more.
   */
  static String closed(String owner, Map<Proxy, List<Target>> proxies) {
    return translating(owner, proxies).text();
  }

  private static NftablesRules translating(String owner, Map<Proxy, List<Target>> proxies) {
    NftablesRules rules = new NftablesRules();
    rules.dropTable();
    rules.commands.add("{\"add\":{\"table\":%s}}".formatted(TABLE));
    rules.commands.add(CHAIN.formatted(owner(owner), ""));
    rules.hook("prerouting", BEFORE_ROUTING);
    // connections of this node itself do not pass the first
    rules.hook("output", BEFORE_ROUTING);
    rules.hook("postrouting", AFTER_ROUTING);
    proxies.forEach(
        (proxy, targets) -> targets.forEach(target -> rules.target(chain(proxy, target), target)));
    return rules;
  }

  /** The name of an empty chain that says whose the table is. */
  static String owner(String controlSocket) {
    String plain = controlSocket.replaceAll("[^A-Za-z0-9._/-]", "_");
    return "of" + plain.substring(Math.max(0, plain.length() - MOST_OWNER_LETTERS));
  }

  /** To delete what is not there is an error, so that it is made first. */
  private void dropTable() {
    commands.add("{\"add\":{\"table\":%s}}".formatted(TABLE));
    commands.add("{\"delete\":{\"table\":%s}}".formatted(TABLE));
  }

  private void hook(String name, int priority) {
    commands.add(CHAIN.formatted(name, HOOK.formatted(name, priority)));
  }

  private void listen(Proxy proxy, List<Target> targets, boolean any) {
    for (Listen listen : proxy.listen()) {
      if (listen.isLoopback() || listen.isAny() != any) continue;
      boolean v6 = listen.isV6();
      List<Target> reachable = targets.stream().filter(target -> target.isV6() == v6).toList();
      if (reachable.isEmpty()) continue;
      for (String hook : List.of("prerouting", "output"))
        commands.add(
            RULE.formatted(
                hook,
                String.join(
                    ",",
                    isFor(listen, v6),
                    EQUAL.formatted(PAYLOAD.formatted("tcp", "dport"), listen.port()),
                    choice(proxy, reachable, v6))));
    }
  }

  /** No name has a slash in it. */
  private static String chain(Proxy proxy, Target target) {
    return "to/%s/%s".formatted(proxy.name(), target.name());
  }

  /** Translates, and hides the client, so that the answers come back this way. */
  private void target(String chain, Target target) {
    String family = target.isV6() ? "ip6" : "ip";
    String address = "\"%s\"".formatted(target.address().getAddress().getHostAddress());
    int port = target.address().getPort();
    commands.add(CHAIN.formatted(chain, ""));
    commands.add(
        RULE.formatted(
            chain,
            EQUAL.formatted("{\"meta\":{\"key\":\"l4proto\"}}", "\"tcp\"")
                + ",{\"dnat\":{\"family\":\"%s\",\"addr\":%s,\"port\":%d}}"
                    .formatted(family, address, port)));
    commands.add(
        RULE.formatted(
            "postrouting",
            String.join(
                ",",
                "{\"match\":{\"op\":\"in\",\"left\":{\"ct\":{\"key\":\"status\"}},\"right\":\"dnat\"}}",
                EQUAL.formatted(PAYLOAD.formatted(family, "daddr"), address),
                EQUAL.formatted(PAYLOAD.formatted("tcp", "dport"), port),
                "{\"masquerade\":null}")));
  }

  private static String isFor(Listen listen, boolean v6) {
    if (!listen.isAny())
      return EQUAL.formatted(
          PAYLOAD.formatted(v6 ? "ip6" : "ip", "daddr"),
          "\"%s\"".formatted(listen.address().get().getHostAddress()));
    return EQUAL.formatted("{\"meta\":{\"key\":\"nfproto\"}}", v6 ? "\"ipv6\"" : "\"ipv4\"")
        + ","
        + NOT_LOOPBACK.formatted(
            PAYLOAD.formatted(v6 ? "ip6" : "ip", "daddr"), v6 ? "::1" : "127.0.0.0", v6 ? 128 : 8)
        + ","
        + EQUAL.formatted("{\"fib\":{\"result\":\"type\",\"flags\":\"daddr\"}}", "\"local\"");
  }

  private static String choice(Proxy proxy, List<Target> targets, boolean v6) {
    List<Target> drawn = proxy.balance() == Proxy.Balance.FIRST ? targets.subList(0, 1) : targets;
    int total = drawn.stream().mapToInt(Target::weight).sum();
    Map<String, String> ranges = new LinkedHashMap<>();
    int from = 0;
    for (Target target : drawn) {
      int to = from + target.weight() - 1;
      ranges.put(
          from == to ? String.valueOf(from) : "{\"range\":[%d,%d]}".formatted(from, to),
          chain(proxy, target));
      from = to + 1;
    }
    String set =
        ranges.entrySet().stream()
            .map(e -> "[%s,{\"goto\":{\"target\":\"%s\"}}]".formatted(e.getKey(), e.getValue()))
            .collect(Collectors.joining(","));
    return "{\"vmap\":{\"key\":%s,\"data\":{\"set\":[%s]}}}"
        .formatted(key(proxy.balance(), total, v6), set);
  }

  private static String key(Proxy.Balance balance, int total, boolean v6) {
    return switch (balance) {
      case SOURCE ->
          "{\"jhash\":{\"mod\":%d,\"offset\":0,\"expr\":%s}}"
              .formatted(total, PAYLOAD.formatted(v6 ? "ip6" : "ip", "saddr"));
      case ROUND_ROBIN, FIRST ->
          "{\"numgen\":{\"mode\":\"inc\",\"mod\":%d,\"offset\":0}}".formatted(total);
      case LEAST_CONNECTIONS, RANDOM ->
          "{\"numgen\":{\"mode\":\"random\",\"mod\":%d,\"offset\":0}}".formatted(total);
    };
  }

  private String text() {
    return "{\"nftables\":[" + String.join(",\n", commands) + "]}";
  }
}
