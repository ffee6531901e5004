package dev.vipc.lab.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.golden.RealProgram;
import dev.vipc.lab.FrameRecorder;
import dev.vipc.lab.Host;
import dev.vipc.lab.Running;
import dev.vipc.lab.Segment;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the vip process does on a host beside the election itself. */
@RealProgram(
    value = {"ip", "nsenter"},
    root = true)
class VipProcessTest {
  private static final long PATIENCE_MILLIS = 20_000;

  /** 00-00-5E-00-01-33: of virtual router 51 (RFC 9568, section 7.3). */
  private static final long VIRTUAL_MAC = 0x00005e000133L;

  private final Segment segment = new Segment();
  private final Host host = segment.addHost("a", List.of("10.9.0.1/24"));

  @BeforeEach
  void addSecondInterface() {
    host.run("ip", "link", "add", "eth1", "type", "veth", "peer", "name", "far1");
    host.run("ip", "link", "set", "far1", "up");
    host.run("ip", "addr", "add", "10.8.0.1/24", "dev", "eth1");
    host.run("ip", "link", "set", "eth1", "up");
  }

  @AfterEach
  void end() {
    segment.close();
  }

  /** A router of 10 advertisements a second. */
  private static String router(String name, String iface, int id, String address, String more) {
    return """
    {"name": "%s", "interface": "%s", "routerId": %d, "priority": 100,
     "advertisementIntervalMillis": 100, "transport": {"kind": "multicast"},
     "addresses": ["%s"]%s}"""
        .formatted(name, iface, id, address, more);
  }

  private static String planWith(String checks, String groups, String... routers) {
    return """
    {"version": 1, "node": "a", "checks": [%s], "syncGroups": [%s],
     "interfaces": [{"name": "eth0", "subnets": ["10.9.0.0/24"]},
                    {"name": "eth1", "subnets": ["10.8.0.0/24"]}],
     "virtualRouters": [%s], "status": {"controlSocket": "/run/vipd/control.sock"}}
    """
        .formatted(checks, groups, String.join(",\n", routers));
  }

  private static String plan(String... routers) {
    return planWith("", "", routers);
  }

  private Running start(String plan) {
    return host.start(Program.vipd(host.write("plan.json", plan)));
  }

  private boolean holds(String address) {
    return host.run("ip", "-o", "addr").contains(" " + address + "/");
  }

  private void await(String what, BooleanSupplier condition, Running vipd) {
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (!condition.getAsBoolean()) {
      if (System.currentTimeMillis() > end)
        throw new AssertionError(what + "\n" + host.run("ip", "addr") + vipd.log());
      pause(20);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void awaitHolds(String address, Running vipd) {
    await("holds " + address, () -> holds(address), vipd);
  }

  private void awaitFree(String address, Running vipd) {
    await("gave up " + address, () -> !holds(address), vipd);
  }

  @Test
  void aReloadKeepsTheAddressThatBothPlansHave() {
    Running vipd = start(plan(router("api", "eth0", 51, "10.9.0.100/32", "")));
    awaitHolds("10.9.0.100", vipd);
    String two = router("api", "eth0", 51, "10.9.0.100/32\", \"10.9.0.101/32", "");
    host.write("plan.json", plan(two, router("web", "eth1", 7, "10.8.0.100/32", "")));
    vipd.signalFirst("HUP");
    awaitHolds("10.9.0.101", vipd);
    awaitHolds("10.8.0.100", vipd);
    host.write("plan.json", plan(router("api", "eth0", 51, "10.9.0.101/32", "")));
    vipd.signalFirst("HUP");
    awaitFree("10.9.0.100", vipd);
    awaitFree("10.8.0.100", vipd);
    assertTrue(holds("10.9.0.101"));
    assertEquals(1, count(vipd.log(), "router=api vrid=51 interface=eth0 from=backup to=active"));
    assertEquals(0, count(vipd.log(), "router=api vrid=51 interface=eth0 from=active"));
    vipd.terminate();
    assertFalse(holds("10.9.0.101"));
  }

  @Test
  void aBadPlanOnReloadChangesNothing() {
    Running vipd = start(plan(router("api", "eth0", 51, "10.9.0.100/32", "")));
    awaitHolds("10.9.0.100", vipd);
    host.write("plan.json", plan(router("api", "eth0", 256, "10.9.0.100/32", "")));
    vipd.signalFirst("HUP");
    await("refuses", () -> vipd.log().contains("event=reload-refused"), vipd);
    assertTrue(holds("10.9.0.100"));
    assertTrue(vipd.log().contains("`routerId` is 256"), vipd::log);
  }

  @Test
  void anAddressThatSomebodyTakesOffComesBack() {
    Running vipd = start(plan(router("api", "eth0", 51, "10.9.0.100/32", "")));
    awaitHolds("10.9.0.100", vipd);
    host.run("ip", "addr", "del", "10.9.0.100/32", "dev", "eth0");
    await("restores", () -> vipd.log().contains("event=address-restored"), vipd);
    awaitHolds("10.9.0.100", vipd);
  }

  @Test
  void aGroupFailsWithOneOfItsInterfacesAndRecoversWithIt() {
    String group = "{\"name\": \"both\", \"members\": [\"api\", \"web\"]}";
    String api = router("api", "eth0", 51, "10.9.0.100/32", "");
    Running vipd = start(planWith("", group, api, router("web", "eth1", 7, "10.8.0.100/32", "")));
    awaitHolds("10.9.0.100", vipd);
    awaitHolds("10.8.0.100", vipd);
    host.run("ip", "link", "set", "eth1", "down");
    awaitFree("10.9.0.100", vipd);
    host.run("ip", "link", "set", "eth1", "up");
    awaitHolds("10.9.0.100", vipd);
    awaitHolds("10.8.0.100", vipd);
  }

  @Test
  void anInterfaceMayComeLateAndGoAndComeAgain() {
    host.run("ip", "link", "del", "eth1");
    Running vipd = start(plan(router("web", "eth1", 7, "10.8.0.100/32", "")));
    await("says that it waits", () -> vipd.log().contains("event=waiting"), vipd);
    addSecondInterface();
    awaitHolds("10.8.0.100", vipd);
    host.run("ip", "link", "del", "eth1");
    await("fails", () -> vipd.log().contains("from=active to=fault"), vipd);
    addSecondInterface();
    awaitHolds("10.8.0.100", vipd);
  }

  @Test
  void aPortThatNobodyListensOnIsAFault() {
    String check =
        """
        {"name": "port", "question": {"kind": "tcp", "address": "127.0.0.1", "port": 6443},
         "intervalMillis": 100, "timeoutMillis": 100, "rise": 2, "fall": 2}""";
    String tracks = ", \"tracks\": [{\"check\": \"port\"}]";
    Running listener = host.start(listener());
    Running vipd = start(planWith(check, "", router("api", "eth0", 51, "10.9.0.100/32", tracks)));
    awaitHolds("10.9.0.100", vipd);
    listener.kill();
    awaitFree("10.9.0.100", vipd);
    host.start(listener());
    awaitHolds("10.9.0.100", vipd);
  }

  /** Any program that listens: the JDK has one. */
  private static String[] listener() {
    String java = System.getProperty("java.home") + "/bin/jwebserver";
    return new String[] {java, "-b", "127.0.0.1", "-p", "6443", "-d", "/run"};
  }

  @Test
  void aVirtualMacAddressMovesWithTheAddress() {
    host.run("ip", "addr", "add", "10.9.0.100/32", "dev", "eth0");
    try (var recorder = new FrameRecorder(segment)) {
      Running vipd =
          start(plan(router("api", "eth0", 51, "10.9.0.100/32", ", \"virtualMac\": true")));
      awaitHolds("10.9.0.100", vipd);
      await(
          "advertises and announces by the virtual MAC address",
          () -> sent(recorder, 0x0800) >= 2 && sent(recorder, 0x0806) >= 5,
          vipd);
      assertTrue(
          host.run("ip", "-o", "link").contains("00:00:5e:00:01:33"), () -> host.run("ip", "link"));
      vipd.terminate();
      assertFalse(host.run("ip", "-o", "link").contains("00:00:5e:00:01:33"));
      assertFalse(holds("10.9.0.100"));
    }
  }

  private static long sent(FrameRecorder recorder, int etherType) {
    return recorder.frames().stream()
        .filter(frame -> frame.sourceMac() == VIRTUAL_MAC && frame.etherType() == etherType)
        .count();
  }

  private static int count(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }
}
