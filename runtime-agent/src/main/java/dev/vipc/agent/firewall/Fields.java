package dev.vipc.agent.firewall;

import dev.vipc.agent.firewall.Possible.Anything;
import dev.vipc.agent.firewall.Possible.Between;
import dev.vipc.agent.firewall.Possible.Word;
import dev.vipc.agent.plan.Json;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The values that expressions have for a packet at a base chain (libnftables-json(5),
 * "EXPRESSIONS"; nft(8), "PRIMARY EXPRESSIONS").
 *
 * @param connection the states that connection tracking may have given to it until there
 */
record Fields(Packet packet, List<String> connection) {
  private static final List<Possible> ABSENT = List.of();
  private static final List<Possible> ANYTHING = List.of(new Anything());
  private static final int TTL = 255;
  private static final int DO_NOT_FRAGMENT = 0x4000;
  private static final int FEWEST_HEADER_WORDS = 5;

  /** Headers of which nft looks whether they are there before it looks into them. */
  private static final Set<String> OTHER_HEADERS =
      Set.of(
          "tcp", "udp", "udplite", "sctp", "dccp", "icmp", "icmpv6", "igmp", "ah", "esp", "comp",
          "gre", "gretap", "vxlan", "geneve", "arp", "vlan");

  private static final Set<String> BINARY = Set.of("|", "^", "<<", ">>");

  /** All values that it may have; none where the packet lacks it. */
  List<Possible> of(Json expression) {
    return Tree.kind(expression).map(kind -> of(kind.name(), kind.value())).orElse(ANYTHING);
  }

  private List<Possible> of(String kind, Json value) {
    return switch (kind) {
      case "payload" -> payload(Tree.word(value, "protocol"), Tree.word(value, "field"));
      case "meta" -> meta(Tree.word(value, "key"));
      case "ct" -> connection(Tree.word(value, "key"));
      case "fib" -> route(value);
      case "exthdr" -> option(value, packet.isV6());
      case "ip option" -> option(value, !packet.isV6());
      case "tcp option", "sctp chunk", "dccp option", "osf", "socket" -> ABSENT;
      case "&" -> masked(Tree.items(value));
      default -> BINARY.contains(kind) ? blurred(Tree.items(value)) : ANYTHING;
    };
  }

  private List<Possible> payload(String protocol, String field) {
    if (OTHER_HEADERS.contains(protocol)) return ABSENT;
    return switch (protocol) {
      case "ip" -> packet.isV6() ? ABSENT : ofBoth(field, 4);
      case "ip6" -> packet.isV6() ? ofBoth(field, 6) : ABSENT;
      case "ether" -> field.equals("type") ? etherType() : ANYTHING;
      default -> ANYTHING;
    };
  }

  private List<Possible> ofBoth(String field, int version) {
    return switch (field) {
      case "version" -> only(version);
      case "protocol", "nexthdr" -> only(Packet.PROTOCOL);
      case "ttl", "hoplimit" -> only(TTL);
      case "hdrlength" -> only(FEWEST_HEADER_WORDS);
      case "frag-off" -> List.of(Between.only(0), Between.only(DO_NOT_FRAGMENT));
      case "daddr" -> List.of(Literal.of(packet.destination()));
      case "saddr" -> sources();
      default -> ANYTHING;
    };
  }

  private List<Possible> sources() {
    if (packet.sources().isEmpty()) return ANYTHING;
    return packet.sources().stream().<Possible>map(Literal::of).toList();
  }

  private List<Possible> meta(String key) {
    return switch (key) {
      case "l4proto" -> only(Packet.PROTOCOL);
      case "nfproto" -> word(packet.isV6() ? "ipv6" : "ipv4");
      case "protocol" -> etherType();
      case "iifname", "iif" -> word(packet.iface());
      case "oifname", "oif" -> word("");
      case "pkttype" -> word(packet.destination().isMulticastAddress() ? "multicast" : "host");
      default -> ANYTHING;
    };
  }

  private List<Possible> etherType() {
    return word(packet.isV6() ? "ip6" : "ip");
  }

  /** What is new was not translated, else its fate would be open already. */
  private List<Possible> connection(String key) {
    return switch (key) {
      case "state" -> connection.stream().<Possible>map(Word::new).toList();
      case "status" -> word("");
      default -> ANYTHING;
    };
  }

  /** What the routes say of an address: the kernel's own for a group, ours, and neighbours. */
  private List<Possible> route(Json fib) {
    List<String> flags =
        Tree.items(fib, "flags").stream().flatMap(flag -> Tree.text(flag).stream()).toList();
    return switch (Tree.word(fib, "result")) {
      case "type" -> kindOfAddress(flags);
      case "oif", "oifname" ->
          flags.contains("saddr") && packet.onLink() ? word(packet.iface()) : ANYTHING;
      default -> ANYTHING;
    };
  }

  private List<Possible> kindOfAddress(List<String> flags) {
    if (flags.contains("daddr") && packet.destination().isMulticastAddress())
      return word("multicast");
    if (flags.equals(List.of("daddr"))) return word("local");
    return flags.contains("saddr") && packet.onLink() && !packet.isV6()
        ? word("unicast")
        : ANYTHING;
  }

  /** An advertisement has none; of what is in it only `exists` can be asked then. */
  private static List<Possible> option(Json option, boolean ofThisFamily) {
    return ofThisFamily && Tree.at(option, "field").isEmpty() ? only(0) : ABSENT;
  }

  private List<Possible> masked(List<Json> operands) {
    if (operands.size() != 2) return blurred(operands);
    Optional<BigInteger> mask = Literal.number(operands.getLast());
    return of(operands.getFirst()).stream()
        .<Possible>map(
            value ->
                value instanceof Between known && known.isOne() && mask.isPresent()
                    ? Between.only(known.least().and(mask.get()))
                    : new Anything())
        .toList();
  }

  private List<Possible> blurred(List<Json> operands) {
    return operands.stream().findFirst().filter(first -> of(first).isEmpty()).isPresent()
        ? ABSENT
        : ANYTHING;
  }

  private static List<Possible> only(int number) {
    return List.of(Between.only(number));
  }

  private static List<Possible> word(String text) {
    return List.of(new Word(text));
  }
}
