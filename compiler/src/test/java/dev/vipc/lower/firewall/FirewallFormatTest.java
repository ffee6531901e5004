package dev.vipc.lower.firewall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.model.Firewall;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FirewallFormatTest {
  private static final String CHAIN =
      """
      table inet filter {
        chain input {
          type filter hook input priority filter; policy drop;
          %s
        }
      }
      """;

  private static Firewall read(String path, String text) {
    SourceFile file = new SourceFile(path, text);
    if (path.endsWith(".sh")) return FirewallScript.read(file).orElseThrow();
    return new FirewallFormat()
        .read(file, Targets.NONE, finding -> {})
        .all(Firewall.class)
        .getFirst();
  }

  private static Firewall nft(String rule) {
    return read("nftables.conf", CHAIN.formatted(rule));
  }

  private static boolean opens(Firewall firewall, int protocol, int port) {
    return firewall.openings().stream().anyMatch(opening -> opening.speaksOf(protocol, port));
  }

  @Test
  void nftablesSpellsOneThingInManyWays() {
    for (String rule :
        List.of(
            "tcp dport 6443 accept",
            "tcp dport { 80, 6440-6450 } counter accept",
            "meta l4proto tcp th dport 6443 accept",
            "iifname \"eth0\" ct state new tcp dport 6443 log prefix \"api\" accept",
            "ip saddr 10.0.0.0/8 tcp dport 6443 limit rate 10/second burst 5 packets accept",
            "ip protocol tcp accept"))
      assertTrue(opens(nft(rule), 6, 6443) && nft(rule).complete(), rule);
  }

  @Test
  void whatIsNotUnderstoodMakesTheFirewallIncomplete() {
    for (String rule :
        List.of(
            "tcp dport != 22 accept",
            "tcp flags & (fin|syn) == 0 drop",
            "ip saddr 10.0.0.7 drop",
            "tcp dport @nowhere accept",
            "jump nowhere",
            "meta mark 1 accept")) assertFalse(nft(rule).complete(), rule);
  }

  @Test
  void packetsOfKnownConnectionsOpenNothing() {
    Firewall firewall = nft("ct state { established, related } accept");
    assertTrue(firewall.complete() && firewall.openings().isEmpty());
    assertTrue(nft("ct state invalid drop").complete());
  }

  @Test
  void aChainThatAcceptsTheRestRefusesNothing() {
    Firewall open = read("x.nft", CHAIN.formatted("").replace("policy drop;", "policy accept;"));
    assertTrue(open.refusal().isEmpty());
    assertTrue(nft("tcp dport 1 accept").refusal().isPresent());
  }

  @Test
  void commandsAddRulesAsBlocksDo() {
    Firewall firewall =
        read(
            "a.nft",
            """
            add table inet f
            add chain inet f in { type filter hook input priority 0 ; policy drop ; }
            add rule inet f in tcp dport { 6443, 10250 } accept
            """);
    assertTrue(opens(firewall, 6, 10250) && firewall.complete(), firewall::toString);
  }

  @Test
  void scriptsAreReadInThreeLanguages() {
    Firewall ufw =
        read(
            "a.sh",
            "ufw default deny incoming\nufw allow from 10.0.0.0/24 to any port 2379:2380 proto tcp\nufw --force enable\n");
    assertTrue(ufw.complete() && ufw.refusal().isPresent() && opens(ufw, 6, 2380), ufw::toString);
    Firewall iptables =
        read("a.sh", "iptables -P INPUT DROP; iptables -A INPUT -p vrrp -j ACCEPT\n");
    assertTrue(iptables.complete() && opens(iptables, 112, 0), iptables::toString);
    Firewall cmd =
        read("a.sh", "sudo firewall-cmd --zone=public --add-service etcd-server --permanent\n");
    assertTrue(cmd.complete() && opens(cmd, 6, 2380), cmd::toString);
    assertFalse(read("a.sh", "firewall-cmd --add-port=$PORT/tcp\n").complete());
    Firewall off = read("a.sh", "systemctl stop firewalld\nfirewall-cmd --add-port=1/tcp\n");
    assertTrue(off.refusal().isEmpty());
  }

  @Test
  void richRulesOfAZoneStateTheirSource() {
    Firewall zone =
        read(
            "public.xml",
            """
            <zone target="DROP"><!-- <port port="1" protocol="tcp"/> -->
              <rule family="ipv4"><source address="10.0.0.0/24"/><port port="6443" protocol="tcp"/><accept/></rule>
            </zone>
            """);
    assertEquals(1, zone.openings().size());
    assertEquals("10.0.0.0/24", zone.openings().getFirst().sources().getFirst().toString());
    assertTrue(zone.complete() && zone.refusal().isPresent());
  }

  @Test
  void anyTextIsAnswered() {
    Random random = new Random(7);
    List<String> pieces =
        List.of(
            "table inet f {",
            "chain input {",
            "}",
            "{",
            ";",
            "\n",
            "type filter hook input",
            "policy drop",
            "tcp dport",
            "@x",
            "$y",
            "define",
            "=",
            ",",
            "accept",
            "jump input",
            "set s",
            "elements",
            "\"",
            "'",
            "-A INPUT",
            "*filter",
            ":INPUT DROP",
            "COMMIT",
            "-p",
            "--dport",
            "<zone",
            "<rule>",
            "</rule>",
            "<port",
            "<accept/>",
            ">",
            "firewall-cmd --add-port",
            "ufw allow",
            "iptables -I INPUT",
            "\\\n",
            "\u0000");
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(40); j > 0; j--)
        text.append(pieces.get(random.nextInt(pieces.size())))
            .append(random.nextBoolean() ? " " : "");
      for (String path : List.of("a.nft", "rules.v4", "z.xml", "f.sh")) {
        SourceFile file = new SourceFile(path, text.toString());
        new FirewallFormat().recognises(file);
        new FirewallFormat().read(file, Targets.NONE, finding -> {});
        FirewallScript.read(file);
      }
    }
  }
}
