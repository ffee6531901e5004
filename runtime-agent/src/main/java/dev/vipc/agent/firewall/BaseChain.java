package dev.vipc.agent.firewall;

import dev.vipc.agent.plan.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A chain that stands at a hook on a packet's way in (nft(8), "CHAINS").
 *
 * @param priority those with smaller ones come first
 * @param drops whether its policy is to drop
 * @param devices whose ingress it stands at; none where that is not known
 */
record BaseChain(
    String family,
    String table,
    String name,
    Hook hook,
    int priority,
    boolean drops,
    List<String> devices) {
  /** In the order in which a packet meets them. */
  enum Hook {
    INGRESS,
    PREROUTING,
    INPUT
  }

  /** NF_IP_PRI_CONNTRACK of linux/netfilter_ipv4.h: until there nothing is tracked. */
  private static final int CONNECTION_TRACKING = -200;

  /** Absent for one at another hook, or at none. */
  static Optional<BaseChain> of(Json chain, Listing listing) {
    String family = Tree.word(chain, "family");
    String table = Tree.word(chain, "table");
    String name = Tree.word(chain, "name");
    return hook(Tree.word(chain, "hook"))
        .map(
            hook ->
                new BaseChain(
                    family,
                    table,
                    name,
                    hook,
                    Tree.at(chain, "prio").flatMap(BaseChain::signed).orElse(0),
                    Tree.word(chain, "policy").equals("drop"),
                    Tree.at(chain, "dev")
                        .map(BaseChain::names)
                        .or(() -> listing.devices(family, table, name))
                        .orElse(List.of())));
  }

  private static Optional<Hook> hook(String word) {
    return switch (word) {
      case "ingress" -> Optional.of(Hook.INGRESS);
      case "prerouting" -> Optional.of(Hook.PREROUTING);
      case "input" -> Optional.of(Hook.INPUT);
      default -> Optional.empty();
    };
  }

  private static Optional<Integer> signed(Json number) {
    return number instanceof Json.Number(var text, _) && text.matches("-?[0-9]{1,18}")
        ? Optional.of(new BigInteger(text).intValue())
        : Optional.empty();
  }

  private static List<String> names(Json devices) {
    return Tree.items(devices).stream().flatMap(name -> Tree.text(name).stream()).toList();
  }

  /** Whether a packet comes by here. */
  Answer meets(Packet packet) {
    return switch (family) {
      case "inet", "netdev" ->
          hook != Hook.INGRESS || devices.contains(packet.iface())
              ? Answer.YES
              : devices.isEmpty() ? Answer.MAYBE : Answer.NO;
      case "ip" -> Answer.of(!packet.isV6());
      case "ip6" -> Answer.of(packet.isV6());
      default -> Answer.NO;
    };
  }

  /**
   * The states that {@code ct state} may have here for what belongs to no connection (Linux,
   * net/netfilter/nft_ct.c: without a connection it is invalid).
   *
   * @param untracked whether something in the firewall takes packets out of the tracking
   */
  List<String> states(boolean untracked) {
    List<String> states = new ArrayList<>();
    boolean early =
        hook == Hook.INGRESS || (hook == Hook.PREROUTING && priority <= CONNECTION_TRACKING);
    if (early) states.add("invalid");
    if (!early || (hook != Hook.INGRESS && priority == CONNECTION_TRACKING)) states.add("new");
    if (untracked) states.add("untracked");
    return states;
  }
}
