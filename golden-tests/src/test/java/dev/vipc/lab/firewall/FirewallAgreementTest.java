package dev.vipc.lab.firewall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.vipc.agent.firewall.Fate;
import dev.vipc.agent.firewall.Listing;
import dev.vipc.agent.firewall.Packet;
import dev.vipc.agent.firewall.Ruleset;
import dev.vipc.agent.plan.Subnet;
import dev.vipc.golden.RealProgram;
import dev.vipc.lab.Host;
import dev.vipc.lab.Segment;
import dev.vipc.lab.VrrpProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Firewalls of {@code cases/firewall}, each loaded on a real host that others send VRRP to: what is
 * said of the packet from its rules is what the kernel does. A case begins with a comment that says
 * what is to be said of each kind of packet.
 */
final class FirewallAgreementTest {
  private static final Path CASES = Path.of("cases", "firewall");
  private static final String OWN = "10.0.112.1";
  private static final String OWN_V6 = "fe80::1";
  private static final String GROUP = "224.0.0.18";
  private static final String GROUP_V6 = "ff02::12";
  private static final String PEER = "10.0.112.2";
  private static final String OTHER_PEER = "10.0.112.7";
  private static final String PEER_V6 = "fe80::2";
  private static final long LONG_MILLIS = 3_000;
  private static final long SHORT_MILLIS = 40;

  /**
   * A kind of packet, and who sends it in reality.
   *
   * @param senders every one that the packet stands for
   */
  private record Kind(Packet packet, VrrpProbe probe, List<String> senders) {}

  @Test
  @RealProgram(
      value = {"nft", "ip"},
      root = true)
  void whatIsSaidOfRulesOfNftablesIsWhatTheKernelDoes() throws IOException {
    compare(".nft", "nft -f");
  }

  @Test
  @RealProgram(
      value = {"nft", "ip", "iptables-nft-restore"},
      root = true)
  void whatIsSaidOfRulesOfIptablesIsWhatTheKernelDoes() throws IOException {
    compare(".iptables", "iptables-nft-restore");
  }

  private static void compare(String suffix, String loader) throws IOException {
    Map<String, String> expected = new LinkedHashMap<>();
    Map<String, String> said = new LinkedHashMap<>();
    try (Segment segment = new Segment()) {
      Host host = segment.addHost("a", List.of(OWN + "/24", OWN_V6 + "/64"));
      Host other = segment.addHost("b", List.of(PEER + "/24", PEER_V6 + "/64"));
      try (VrrpProbe multicast = new VrrpProbe(host, other, OWN, PEER, GROUP);
          VrrpProbe unicast = new VrrpProbe(host, other, OWN, PEER, OWN);
          VrrpProbe v6 = new VrrpProbe(host, other, OWN_V6, PEER_V6, GROUP_V6)) {
        Map<String, Kind> kinds = kinds(multicast, unicast, v6);
        for (Path file : cases(suffix)) {
          String name = file.getFileName().toString();
          expected.put(name, Files.readAllLines(file).getFirst().substring("# ".length()));
          host.run("sh", "-ec", loader + " " + file.toAbsolutePath());
          said.put(name, said(name, host, kinds));
          host.run("nft", "flush", "ruleset");
        }
      }
    }
    assertFalse(said.isEmpty());
    assertEquals(lines(expected), lines(said));
  }

  private static Map<String, Kind> kinds(VrrpProbe multicast, VrrpProbe unicast, VrrpProbe v6) {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    kinds.put(
        "multicast",
        new Kind(packet(GROUP, "10.0.112.0", 24), multicast, List.of(PEER, OTHER_PEER)));
    kinds.put("unicast", new Kind(packet(OWN, PEER, 32), unicast, List.of(PEER)));
    kinds.put("ipv6", new Kind(packet(GROUP_V6, "fe80::", 64), v6, List.of(PEER_V6)));
    return kinds;
  }

  private static Packet packet(String destination, String source, int length) {
    return new Packet(
        "eth0",
        InetAddress.ofLiteral(destination),
        List.of(new Subnet(InetAddress.ofLiteral(source), length)),
        true);
  }

  private static List<Path> cases(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static String said(String name, Host host, Map<String, Kind> kinds) {
    Listing listing = Listing.of(host.run("nft", "-a", "list", "ruleset"));
    Ruleset rules = Ruleset.parse(host.run("nft", "-j", "list", "ruleset"), listing).orElseThrow();
    return kinds.entrySet().stream()
        .map(kind -> kind.getKey() + " " + said(name, rules, kind.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** What is said of a kind; what cannot be so is said loudly. */
  private static String said(String name, Ruleset rules, Kind kind) {
    Fate fate = rules.fateOf(kind.packet());
    long patience = fate instanceof Fate.Passes ? LONG_MILLIS : SHORT_MILLIS;
    for (String sender : kind.senders()) {
      boolean arrives = kind.probe().arrives(sender, patience);
      boolean wrong =
          switch (fate) {
            case Fate.Passes _ -> !arrives;
            case Fate.Dropped _ -> arrives;
            case Fate.MayBeDropped _ -> false;
          };
      if (wrong)
        return "WRONG: %s in %s, but %s arrives: %s".formatted(fate, name, sender, arrives);
    }
    return switch (fate) {
      case Fate.Passes _ -> "passes";
      case Fate.Dropped _ -> "dropped";
      case Fate.MayBeDropped _ -> "maybe";
    };
  }

  private static String lines(Map<String, String> cases) {
    return cases.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }
}
