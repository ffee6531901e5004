package dev.vipc.agent.preflight;

import dev.vipc.agent.firewall.Packet;
import dev.vipc.agent.firewall.Place;
import dev.vipc.agent.firewall.Ruleset;
import java.util.Set;

/** What to write so that a firewall lets VRRP in, in the words of the program that made it. */
final class Remedy {
  /** The names of the tables that iptables-nft makes (iptables-nft(8)). */
  private static final Set<String> OF_IPTABLES =
      Set.of("raw", "mangle", "nat", "filter", "security");

  private Remedy() {}

  static String of(Packet packet, Place by, Ruleset rules) {
    if (by.table().equals("firewalld"))
      return "`firewall-cmd --permanent --add-protocol=vrrp` (with `--zone` where `%s` is in another zone than the default) and `firewall-cmd --reload`"
          .formatted(packet.iface());
    if (rules.hasChain(by.family(), by.table(), "ufw"))
      return "put `-A %s-before-input -i %s -p 112 -j ACCEPT` at the start of the rules in /etc/ufw/%s and `ufw reload`"
          .formatted(
              packet.isV6() ? "ufw6" : "ufw",
              packet.iface(),
              packet.isV6() ? "before6.rules" : "before.rules");
    return isOfIptables(by) ? iptables(packet, by) : nft(packet, by);
  }

  private static boolean isOfIptables(Place by) {
    return (by.family().equals("ip") || by.family().equals("ip6"))
        && OF_IPTABLES.contains(by.table())
        && (by.base().equals("INPUT") || by.base().equals("PREROUTING"));
  }

  private static String iptables(Packet packet, Place by) {
    return "`%s -t %s -I %s -i %s -p 112 -j ACCEPT`, and the same where its rules are kept"
        .formatted(packet.isV6() ? "ip6tables" : "iptables", by.table(), by.base(), packet.iface());
  }

  private static String nft(Packet packet, Place by) {
    return "`nft insert rule %s %s %s iifname \"%s\" %s accept`, and the same in the file that its rules come from"
        .formatted(
            by.family(),
            by.table(),
            by.base(),
            packet.iface(),
            packet.isV6() ? "ip6 nexthdr vrrp" : "ip protocol vrrp");
  }
}
