package dev.vipc.lab.vrrp;

import static dev.vipc.lab.vrrp.VipHost.plan;
import static dev.vipc.lab.vrrp.VipHost.router;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.golden.RealProgram;
import dev.vipc.lab.Host;
import dev.vipc.lab.Running;
import dev.vipc.lab.Segment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes whose plans do not fit: each says what is wrong with the other. */
@RealProgram(
    value = {"ip", "nsenter", "nft"},
    root = true)
class MisfitTest {
  private static final String MULTICAST = "{\"kind\": \"multicast\"}";

  private final Segment segment = new Segment();
  private final Host one = segment.addHost("a", List.of("10.9.0.1/24", "fe80::1/64"));
  private final Host other = segment.addHost("b", List.of("10.9.0.2/24", "fe80::2/64"));

  @AfterEach
  void end() {
    segment.close();
  }

  private static Running start(Host host, String router) {
    return host.start(Program.vipd(host.write("plan.json", plan(router))));
  }

  private static void awaitSaid(Running vipd, String what) {
    for (int i = 0; i < 500 && !vipd.log().contains(what); i++) VipHost.pause(20);
    assertTrue(vipd.log().contains(what), vipd::log);
  }

  private static String api(String transport) {
    return router("api", "eth0", 51, "10.9.0.100/32", "").replace(MULTICAST, transport);
  }

  private static String unicast(String source, String peer) {
    return "{\"kind\": \"unicast\", \"source\": \"%s\", \"peers\": [\"%s\"]}"
        .formatted(source, peer);
  }

  @Test
  void whoIsNoPeerIsNamed() {
    Running vipd = start(one, api(unicast("10.9.0.1", "10.9.0.3")));
    start(other, api(unicast("10.9.0.2", "10.9.0.1")));
    awaitSaid(
        vipd,
        "level=warning process=vip event=advertisement-dropped router=api vrid=51 interface=eth0"
            + " source=10.9.0.2 reason=not-a-peer count=1");
  }

  @Test
  void anIdThatNobodyHasHereIsNamedOnce() {
    Running vipd = start(one, api(MULTICAST));
    start(other, router("api", "eth0", 52, "10.9.0.100/32", ""));
    awaitSaid(vipd, "event=packet-dropped reason=unknown-router vrid=52 source=10.9.0.2");
    VipHost.pause(500);
    assertTrue(VipHost.count(vipd.log(), "packet-dropped") == 1, vipd::log);
  }

  /** The kernel would verify the checksums of IPv6 by itself, and say nothing of it. */
  @Test
  void aWrongChecksumIsToldOfInBothFamilies() {
    // the priority; of IPv6 nft reaches it only from the beginning of the packet
    other.run(
        "nft",
        """
        add table inet broken
        add chain inet broken sent { type filter hook output priority 0; }
        add rule inet broken sent ip protocol vrrp @th,16,8 set 77
        add rule inet broken sent ip6 nexthdr vrrp @nh,336,8 set 77
        """);
    for (String address : List.of("10.9.0.100/32", "fd00::100/128")) {
      String plan = router("api", "eth0", 51, address, "");
      Running vipd = start(one, plan);
      // it hears the first, and speaks all the same
      Running broken = start(other, plan.replace("\"priority\": 100", "\"priority\": 200"));
      awaitSaid(vipd, "event=advertisement-dropped router=api vrid=51 interface=eth0");
      assertTrue(vipd.log().contains("reason=checksum"), vipd::log);
      vipd.terminate();
      broken.terminate();
    }
  }

  @Test
  void aSourceThatTheNodeDoesNotHaveKeepsItOutOfTheElection() {
    Running vipd = start(one, api(unicast("10.9.0.1", "10.9.0.2")));
    awaitSaid(vipd, "to=active");
    one.write("plan.json", plan(api(unicast("10.9.0.77", "10.9.0.2"))));
    vipd.signalFirst("HUP");
    awaitSaid(vipd, "no interface of this node has the source address that the plan names");
    assertFalse(one.run("ip", "-o", "addr").contains("10.9.0.100"), vipd::log);
    one.run("ip", "addr", "add", "10.9.0.77/24", "dev", "eth0");
    for (int i = 0; i < 500 && !one.run("ip", "-o", "addr").contains("10.9.0.100"); i++)
      VipHost.pause(20);
    assertTrue(one.run("ip", "-o", "addr").contains("10.9.0.100"), vipd::log);
  }
}
