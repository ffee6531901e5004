package dev.vipc.lab.vrrp;

import static dev.vipc.lab.vrrp.VipHost.plan;
import static dev.vipc.lab.vrrp.VipHost.router;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.golden.RealProgram;
import dev.vipc.lab.FrameRecorder;
import dev.vipc.lab.Running;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What others do to the interfaces of an active router. */
@RealProgram(
    value = {"ip", "nsenter", "tc"},
    root = true)
class InterfaceChangesTest {
  private static final int ARP = 0x0806;

  private final VipHost host = new VipHost();

  @AfterEach
  void end() {
    host.close();
  }

  private Running active(String plan, String address) {
    Running vipd = host.start(plan);
    host.awaitHolds(address, vipd);
    return vipd;
  }

  private Running web() {
    return active(plan(router("web", "eth1", 7, "10.8.0.100/32", "")), "10.8.0.100");
  }

  @Test
  void anInterfaceThatLeavesABridgeIsStillThere() {
    Running vipd = web();
    host.shell(
        "ip link add br9 type bridge; ip link set eth1 master br9; ip link set eth1 nomaster");
    VipHost.pause(500);
    assertTrue(host.holds("10.8.0.100"), vipd::log);
    assertEquals(0, VipHost.count(vipd.log(), "to=fault"), vipd::log);
  }

  @Test
  void anInterfaceThatTakesTheIndexOfAnotherIsJoined() {
    Running vipd = web();
    vipd.hang();
    String index = host.run("cat", "/sys/class/net/eth1/ifindex").strip();
    host.shell(
        """
        ip link del eth1
        ip link add eth1 index %s type veth peer name far1
        ip link set far1 up
        ip addr add 10.8.0.1/24 dev eth1
        ip link set eth1 up
        """
            .formatted(index));
    vipd.goOn();
    host.awaitHolds("10.8.0.100", vipd);
    host.await(
        "joins the group",
        () -> host.run("ip", "maddr", "show", "dev", "eth1").contains("224.0.0.18"),
        vipd);
  }

  /** Of what kept it from the group nobody tells when it is over. */
  @Test
  void aGroupThatCouldNotBeJoinedIsTriedAgain() {
    host.shell("sysctl -qw net.ipv4.igmp_max_memberships=0");
    Running vipd = host.start(plan(router("web", "eth1", 7, "10.8.0.100/32", "")));
    host.await("says so", () -> vipd.log().contains("not-attached"), vipd);
    VipHost.pause(2_500);
    host.shell("sysctl -qw net.ipv4.igmp_max_memberships=20");
    host.awaitHolds("10.8.0.100", vipd);
    assertEquals(1, VipHost.count(vipd.log(), "not-attached"), vipd::log);
  }

  @Test
  void anInterfaceThatHadAnotherNameForAWhileHasItsAddresses() {
    host.run("ip", "addr", "add", "fe80::1/64", "dev", "eth0", "nodad");
    Running vipd = active(plan(router("six", "eth0", 8, "fd00::100/128", "")), "fd00::100");
    host.run("ip", "link", "set", "eth0", "name", "lan0");
    host.awaitFree("fd00::100", vipd);
    host.run("ip", "link", "set", "lan0", "name", "eth0");
    host.awaitHolds("fd00::100", vipd);
  }

  @Test
  void anotherMacAddressIsTold() {
    try (FrameRecorder recorder = host.recorder()) {
      Running vipd = active(plan(router("api", "eth0", 51, "10.9.0.100/32", "")), "10.9.0.100");
      host.run("ip", "link", "set", "eth0", "address", "02:00:00:00:00:77");
      host.await(
          "announces",
          () ->
              recorder.frames().stream()
                  .anyMatch(f -> f.etherType() == ARP && f.sourceMac() == 0x020000000077L),
          vipd);
    }
  }

  /** More than the socket has room for, with what is wrong by the end at the beginning. */
  @Test
  void whatWasNotHeardOfIsAskedFor() {
    Running vipd = web();
    vipd.hang();
    host.shell(
        """
        ip link set eth1 mtu 1400
        ip addr del 10.8.0.100/32 dev eth1
        ip addr add 10.8.0.100/32 dev eth1
        ip link add other type bridge
        for i in $(seq 1 30); do
          for j in $(seq 1 200); do echo "addr add 10.99.$i.$j/32 dev other"; done
        done | ip -batch -
        ip addr del 10.8.0.100/32 dev eth1
        """);
    vipd.goOn();
    host.awaitHolds("10.8.0.100", vipd);
  }

  @Test
  void anInterfaceWithAVirtualMacAddressThatSomebodyDeletesComesBack() {
    String virtualMac = ", \"virtualMac\": true";
    String plan = plan(router("api", "eth0", 51, "10.9.0.100/32", virtualMac));
    Running vipd = active(plan, "10.9.0.100");
    host.run("ip", "link", "del", "vr4.51.eth0");
    host.awaitHolds("10.9.0.100", vipd);
    host.reload(vipd, plan(router("api", "eth0", 51, "10.9.0.100/32", "")));
    host.await("removes it", () -> !host.run("ip", "-o", "link").contains("vr4.51.eth0"), vipd);
    host.awaitHolds("10.9.0.100", vipd);
  }

  @Test
  void theSourceOfUnicastsThatGoesIsAFault() {
    String unicast =
        router("web", "eth1", 7, "10.8.0.100/32", "")
            .replace(
                "{\"kind\": \"multicast\"}",
                "{\"kind\": \"unicast\", \"source\": \"10.8.0.1\", \"peers\": [\"10.8.0.2\"]}");
    Running vipd = active(plan(unicast), "10.8.0.100");
    host.run("ip", "addr", "del", "10.8.0.1/24", "dev", "eth1");
    host.awaitFree("10.8.0.100", vipd);
    host.run("ip", "addr", "add", "10.8.0.1/24", "dev", "eth1");
    host.awaitHolds("10.8.0.100", vipd);
  }

  @Test
  void anAddressThatTheKernelRefusesIsPutOnWhenItMay() {
    host.shell(
        """
        ip addr add fd00::1/128 dev lo nodad
        echo 1 > /proc/sys/net/ipv6/conf/eth1/disable_ipv6
        """);
    String unicast =
        router("six", "eth1", 7, "fd00::100/128", "")
            .replace(
                "{\"kind\": \"multicast\"}",
                "{\"kind\": \"unicast\", \"source\": \"fd00::1\", \"peers\": [\"fd00::2\"]}");
    Running vipd = host.start(plan(unicast));
    host.await("is refused", () -> vipd.log().contains("event=address-refused"), vipd);
    host.shell("echo 0 > /proc/sys/net/ipv6/conf/eth1/disable_ipv6");
    host.awaitHolds("fd00::100", vipd);
  }

  @Test
  void aBurstOfManyAddressesLeavesASlowInterfaceWhole() {
    host.run(
        "tc",
        "qdisc",
        "add",
        "dev",
        "eth0",
        "root",
        "tbf",
        "rate",
        "1mbit",
        "burst",
        "5000",
        "limit",
        "10000000");
    String hundred =
        IntStream.range(100, 200).mapToObj(i -> "10.9.0." + i + "/32").collect(joining("\", \""));
    Running vipd = active(plan(router("api", "eth0", 51, hundred, "")), "10.9.0.199");
    host.await("is active", () -> vipd.log().contains("to=active"), vipd);
    assertEquals(0, VipHost.count(vipd.log(), "event=announcement-refused"), vipd::log);
  }
}
