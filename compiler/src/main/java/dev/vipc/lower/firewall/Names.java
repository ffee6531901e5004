package dev.vipc.lower.firewall;

import dev.vipc.model.Cidr;
import dev.vipc.model.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names that stand for protocols, ports and firewalld's services. */
final class Names {
  static final int TCP = 6;
  static final int UDP = 17;
  static final int HIGHEST_PORT = 65535;

  /** From /etc/protocols. */
  private static final Map<String, Integer> PROTOCOLS =
      Map.ofEntries(
          Map.entry("icmp", 1),
          Map.entry("igmp", 2),
          Map.entry("ipip", 4),
          Map.entry("ipencap", 4),
          Map.entry("ipv4", 4),
          Map.entry("tcp", TCP),
          Map.entry("udp", UDP),
          Map.entry("gre", 47),
          Map.entry("esp", 50),
          Map.entry("ah", 51),
          Map.entry("icmpv6", 58),
          Map.entry("ipv6-icmp", 58),
          Map.entry("ospf", 89),
          Map.entry("vrrp", 112),
          Map.entry("sctp", 132));

  /** From /etc/services, those that stand in such files. */
  private static final Map<String, Integer> PORTS =
      Map.of(
          "ssh",
          22,
          "domain",
          53,
          "http",
          80,
          "ntp",
          123,
          "bgp",
          179,
          "https",
          443,
          "bootps",
          67,
          "bootpc",
          68,
          "dhcpv6-client",
          546,
          "mdns",
          5353);

  /** Ports of one protocol. */
  record Ports(int protocol, int first, int last) {}

  /**
   * firewalld's own definitions (/usr/lib/firewalld/services), those that machines of a cluster
   * name.
   */
  private static final Map<String, List<Ports>> SERVICES =
      Map.ofEntries(
          Map.entry("ssh", List.of(new Ports(TCP, 22, 22))),
          Map.entry("http", List.of(new Ports(TCP, 80, 80))),
          Map.entry("https", List.of(new Ports(TCP, 443, 443))),
          Map.entry("dns", List.of(new Ports(TCP, 53, 53), new Ports(UDP, 53, 53))),
          Map.entry("ntp", List.of(new Ports(UDP, 123, 123))),
          Map.entry("cockpit", List.of(new Ports(TCP, 9090, 9090))),
          Map.entry("dhcpv6-client", List.of(new Ports(UDP, 546, 546))),
          Map.entry("bgp", List.of(new Ports(TCP, 179, 179))),
          Map.entry("etcd-client", List.of(new Ports(TCP, 2379, 2379))),
          Map.entry("etcd-server", List.of(new Ports(TCP, 2380, 2380))),
          Map.entry("kube-apiserver", List.of(new Ports(TCP, 6443, 6443))),
          Map.entry("kubelet", List.of(new Ports(TCP, 10250, 10250))),
          Map.entry("kubelet-readonly", List.of(new Ports(TCP, 10255, 10255))),
          Map.entry("kube-controller-manager-secure", List.of(new Ports(TCP, 10257, 10257))),
          Map.entry("kube-scheduler-secure", List.of(new Ports(TCP, 10259, 10259))),
          Map.entry(
              "kube-nodeport-services",
              List.of(new Ports(TCP, 30000, 32767), new Ports(UDP, 30000, 32767))),
          Map.entry("vrrp", List.of(new Ports(112, 0, HIGHEST_PORT))),
          Map.entry("node-exporter", List.of(new Ports(TCP, 9100, 9100))),
          Map.entry("prometheus", List.of(new Ports(TCP, 9090, 9090))));

  private Names() {}

  /** A protocol's number, by name or number; absent for others. */
  static Optional<Integer> protocol(String text) {
    if (text.matches("\\d{1,3}")) return Optional.of(Integer.parseInt(text)).filter(n -> n < 256);
    return Optional.ofNullable(PROTOCOLS.get(text.toLowerCase(java.util.Locale.ROOT)));
  }

  /** {@code 6443}, {@code ssh}, {@code 2379-2380} or {@code 2379:2380}; absent for others. */
  static Optional<Ports> ports(int protocol, String text) {
    String[] ends = text.split("[-:]", 2);
    Optional<Integer> first = port(ends[0]).or(() -> Optional.ofNullable(PORTS.get(text)));
    Optional<Integer> last = ends.length == 1 || PORTS.containsKey(text) ? first : port(ends[1]);
    return first.flatMap(from -> last.map(to -> new Ports(protocol, from, to)));
  }

  /** What a service of firewalld opens; absent for one that is not known here. */
  static Optional<List<Ports>> service(String name) {
    return Optional.ofNullable(SERVICES.get(name));
  }

  /** An address or a network. */
  static Optional<Cidr> network(String text) {
    return Cidr.parse(text)
        .or(() -> IpAddress.parse(text).map(address -> new Cidr(address, address.bits())));
  }

  private static Optional<Integer> port(String text) {
    return text.matches("\\d{1,5}")
        ? Optional.of(Integer.parseInt(text)).filter(port -> port <= HIGHEST_PORT)
        : Optional.empty();
  }
}
