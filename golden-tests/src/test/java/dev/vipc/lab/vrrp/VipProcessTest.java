package dev.vipc.lab.vrrp;

import static dev.vipc.lab.vrrp.VipHost.count;
import static dev.vipc.lab.vrrp.VipHost.plan;
import static dev.vipc.lab.vrrp.VipHost.planWith;
import static dev.vipc.lab.vrrp.VipHost.router;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vipc.golden.RealProgram;
import dev.vipc.lab.FrameRecorder;
import dev.vipc.lab.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the vip process does on a host beside the election itself. */
@RealProgram(
    value = {"ip", "nsenter"},
    root = true)
class VipProcessTest {
  /** 00-00-5E-00-01-33: of virtual router 51 (RFC 9568, section 7.3). */
  private static final long VIRTUAL_MAC = 0x00005e000133L;

  private final VipHost host = new VipHost();

  @AfterEach
  void end() {
    host.close();
  }

  @Test
  void aReloadKeepsTheAddressThatBothPlansHave() {
    Running vipd = host.start(plan(router("api", "eth0", 51, "10.9.0.100/32", "")));
    host.awaitHolds("10.9.0.100", vipd);
    String two = router("api", "eth0", 51, "10.9.0.100/32\", \"10.9.0.101/32", "");
    host.reload(vipd, plan(two, router("web", "eth1", 7, "10.8.0.100/32", "")));
    host.awaitHolds("10.9.0.101", vipd);
    host.awaitHolds("10.8.0.100", vipd);
    host.reload(vipd, plan(router("api", "eth0", 51, "10.9.0.101/32", "")));
    host.awaitFree("10.9.0.100", vipd);
    host.awaitFree("10.8.0.100", vipd);
    assertTrue(host.holds("10.9.0.101"));
    assertEquals(1, count(vipd.log(), "router=api vrid=51 interface=eth0 from=backup to=active"));
    assertEquals(0, count(vipd.log(), "router=api vrid=51 interface=eth0 from=active"));
    vipd.terminate();
    assertFalse(host.holds("10.9.0.101"));
  }

  @Test
  void aBadPlanOnReloadChangesNothing() {
    Running vipd = host.start(plan(router("api", "eth0", 51, "10.9.0.100/32", "")));
    host.awaitHolds("10.9.0.100", vipd);
    host.reload(vipd, plan(router("api", "eth0", 256, "10.9.0.100/32", "")));
    host.await("refuses", () -> vipd.log().contains("event=reload-refused"), vipd);
    assertTrue(host.holds("10.9.0.100"));
    assertTrue(vipd.log().contains("`routerId` is 256"), vipd::log);
  }

  @Test
  void anAddressOwnerMayHaveNoOtherAddress() {
    String owner = router("api", "eth0", 51, "10.9.0.1/24", "");
    Running vipd = host.start(plan(owner.replace("\"priority\": 100", "\"priority\": 255")));
    host.await("is active", () -> vipd.log().contains("why=\"address owner\""), vipd);
    vipd.terminate();
    assertTrue(host.holds("10.9.0.1"));
  }

  @Test
  void anAddressThatSomebodyTakesOffComesBack() {
    Running vipd = host.start(plan(router("api", "eth0", 51, "10.9.0.100/32", "")));
    host.awaitHolds("10.9.0.100", vipd);
    host.run("ip", "addr", "del", "10.9.0.100/32", "dev", "eth0");
    host.await("restores", () -> vipd.log().contains("event=address-restored"), vipd);
    host.awaitHolds("10.9.0.100", vipd);
  }

  @Test
  void aGroupFailsWithOneOfItsInterfacesAndRecoversWithIt() {
    String group = "{\"name\": \"both\", \"members\": [\"api\", \"web\"]}";
    String api = router("api", "eth0", 51, "10.9.0.100/32", "");
    Running vipd =
        host.start(planWith("", group, api, router("web", "eth1", 7, "10.8.0.100/32", "")));
    host.awaitHolds("10.9.0.100", vipd);
    host.awaitHolds("10.8.0.100", vipd);
    host.run("ip", "link", "set", "eth1", "down");
    host.awaitFree("10.9.0.100", vipd);
    host.run("ip", "link", "set", "eth1", "up");
    host.awaitHolds("10.9.0.100", vipd);
    host.awaitHolds("10.8.0.100", vipd);
  }

  @Test
  void anInterfaceMayComeLateAndGoAndComeAgain() {
    host.run("ip", "link", "del", "eth1");
    Running vipd = host.start(plan(router("web", "eth1", 7, "10.8.0.100/32", "")));
    host.await("says that it waits", () -> vipd.log().contains("event=waiting"), vipd);
    host.addSecondInterface();
    host.awaitHolds("10.8.0.100", vipd);
    host.run("ip", "link", "del", "eth1");
    host.await("fails", () -> vipd.log().contains("from=active to=fault"), vipd);
    host.addSecondInterface();
    host.awaitHolds("10.8.0.100", vipd);
  }

  @Test
  void aPortThatNobodyListensOnIsAFault() {
    String check =
        """
        {"name": "port", "question": {"kind": "tcp", "address": "127.0.0.1", "port": 6443},
         "intervalMillis": 100, "timeoutMillis": 100, "rise": 2, "fall": 2}""";
    String tracks = ", \"tracks\": [{\"check\": \"port\"}]";
    Running listener = host.startProgram(listener());
    Running vipd =
        host.start(planWith(check, "", router("api", "eth0", 51, "10.9.0.100/32", tracks)));
    host.awaitHolds("10.9.0.100", vipd);
    listener.kill();
    host.awaitFree("10.9.0.100", vipd);
    assertTrue(vipd.log().contains("why=\"what it tracks is not good\" track=port"), vipd::log);
    host.startProgram(listener());
    host.awaitHolds("10.9.0.100", vipd);
  }

  @Test
  void aScriptThatFailsOrHangsIsAFault() {
    String check =
        """
        {"name": "own", "question": {"kind": "script", "command": ["sh", "%s"]},
         "intervalMillis": 100, "timeoutMillis": 300, "rise": 2, "fall": 2}"""
            .formatted(host.write("check.sh", "exit 0"));
    String tracks = ", \"tracks\": [{\"check\": \"own\"}]";
    Running vipd =
        host.startBoth(planWith(check, "", router("api", "eth0", 51, "10.9.0.100/32", tracks)));
    host.awaitHolds("10.9.0.100", vipd);
    for (String fault : new String[] {"exit 1", "sleep 4711"}) {
      host.write("check.sh", fault);
      host.awaitFree("10.9.0.100", vipd);
      host.write("check.sh", "exit 0");
      host.awaitHolds("10.9.0.100", vipd);
    }
    assertEquals(2, count(vipd.log(), "why=\"what it tracks is not good\" track=own answer=bad"));
    assertFalse(host.run("ps", "ax").contains("4711"), vipd::log);
  }

  @Test
  @RealProgram({"chrt", "setpriv"})
  void itsLoopGoesBeforeAllThatIsOrdinaryWhereItMay() throws IOException {
    assumeTrue(host.shell("chrt -f 10 echo may || true").startsWith("may"), "no real time here");
    Path plan = host.write(plan(router("api", "eth0", 51, "10.9.0.100/32", "")));
    Running vipd = host.startProgram(Program.vipd(plan));
    host.awaitHolds("10.9.0.100", vipd);
    Map<String, Long> threads = scheduling(vipd);
    assertEquals(Set.of("10 1", "0 0"), threads.keySet());
    assertEquals(1, threads.get("10 1"));
    vipd.terminate();
    vipd = host.startProgram(withoutRealTime(Program.vipd(plan)));
    host.awaitHolds("10.9.0.100", vipd);
    assertEquals(Set.of("0 0"), scheduling(vipd).keySet());
    assertTrue(vipd.log().contains("event=scheduled realtime=false"), vipd::log);
  }

  /** Real-time priority and policy, 1 for SCHED_FIFO (proc_pid_stat(5)), and how many threads. */
  private static Map<String, Long> scheduling(Running vipd) throws IOException {
    Path threads = Path.of("/proc", vipd.pids().getFirst().toString(), "task");
    try (Stream<Path> all = Files.list(threads)) {
      return all.map(VipProcessTest::scheduling).collect(groupingBy(how -> how, counting()));
    }
  }

  private static String scheduling(Path thread) {
    try {
      String all = Files.readString(thread.resolve("stat"));
      // the name in the second field may have blanks
      String[] fromThird = all.substring(all.lastIndexOf(')') + 2).split(" ");
      return fromThird[40 - 3] + " " + fromThird[41 - 3];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String[] withoutRealTime(String... program) {
    return Stream.concat(Stream.of("setpriv", "--bounding-set=-sys_nice"), Stream.of(program))
        .toArray(String[]::new);
  }

  /** Any program that listens: the JDK has one. */
  private static String[] listener() {
    String java = System.getProperty("java.home") + "/bin/jwebserver";
    return new String[] {java, "-b", "127.0.0.1", "-p", "6443", "-d", "/run"};
  }

  @Test
  void aVirtualMacAddressMovesWithTheAddress() {
    host.run("ip", "addr", "add", "10.9.0.100/32", "dev", "eth0");
    try (var recorder = host.recorder()) {
      Running vipd =
          host.start(plan(router("api", "eth0", 51, "10.9.0.100/32", ", \"virtualMac\": true")));
      host.awaitHolds("10.9.0.100", vipd);
      host.await(
          "advertises and announces by the virtual MAC address",
          () -> sent(recorder, 0x0800) >= 2 && sent(recorder, 0x0806) >= 5,
          vipd);
      assertTrue(
          host.run("ip", "-o", "link").contains("00:00:5e:00:01:33"), () -> host.run("ip", "link"));
      vipd.terminate();
      assertFalse(host.run("ip", "-o", "link").contains("00:00:5e:00:01:33"));
      assertFalse(host.holds("10.9.0.100"));
    }
  }

  private static long sent(FrameRecorder recorder, int etherType) {
    return recorder.frames().stream()
        .filter(frame -> frame.sourceMac() == VIRTUAL_MAC && frame.etherType() == etherType)
        .count();
  }

  @Test
  void aReloadWithAnotherPrefixLengthLeavesNothing() {
    Running vipd = host.start(plan(router("api", "eth0", 51, "10.9.0.100/32", "")));
    host.awaitHolds("10.9.0.100", vipd);
    host.reload(vipd, plan(router("api", "eth0", 51, "10.9.0.100/24", "")));
    host.await(
        "has the other prefix length alone",
        () -> {
          String addresses = host.run("ip", "-o", "addr");
          return addresses.contains("10.9.0.100/24") && !addresses.contains("10.9.0.100/32");
        },
        vipd);
    vipd.terminate();
    assertFalse(host.holds("10.9.0.100"));
  }

  @Test
  void whatAKilledPredecessorWithAnotherPlanLeftIsTakenOff() {
    String virtualMac = ", \"virtualMac\": true";
    Running killed =
        host.start(
            plan(
                router("api", "eth0", 51, "10.9.0.100/32", ""),
                router("web", "eth1", 7, "10.8.0.100/32", virtualMac)));
    host.awaitHolds("10.9.0.100", killed);
    host.awaitHolds("10.8.0.100", killed);
    killed.kill();
    assertTrue(host.holds("10.9.0.100"));
    Running vipd = host.start(plan(router("web", "eth1", 8, "10.8.0.101/32", "")));
    host.awaitHolds("10.8.0.101", vipd);
    assertFalse(host.holds("10.9.0.100"));
    assertFalse(host.holds("10.8.0.100"));
    assertFalse(host.run("ip", "-o", "link").contains("vr4.7.eth1"));
  }

  /** A backup waits for three intervals; what 5,000 servers take to read is more. */
  @Test
  void aReloadOfALargePlanHoldsNoAdvertisementUp() {
    String router = router("api", "eth0", 51, "10.9.0.100/32", "");
    String large =
        plan(router).replace("\"status\"", "\"proxies\": [" + proxies() + "], \"status\"");
    try (var recorder = host.recorder()) {
      Running vipd = host.start(plan(router));
      host.awaitHolds("10.9.0.100", vipd);
      host.reload(vipd, large);
      host.await("reloads", () -> vipd.log().contains("event=reloaded"), vipd);
      VipHost.pause(500);
      long[] times =
          recorder.frames().stream()
              .filter(frame -> frame.etherType() == 0x0800 && frame.at(23) == 112)
              .mapToLong(FrameRecorder.Frame::nanos)
              .toArray();
      long longest =
          IntStream.range(1, times.length)
              .mapToLong(i -> times[i] - times[i - 1])
              .max()
              .orElseThrow();
      assertTrue(longest < 300_000_000, () -> longest + " ns between two advertisements");
    }
  }

  private static String proxies() {
    return IntStream.range(0, 50).mapToObj(proxy -> proxy(proxy, 100)).collect(joining(",\n"));
  }

  private static String proxy(int proxy, int servers) {
    return """
    {"name": "p%d", "listen": ["10.9.0.1:%d"], "check": {"kind": "tcp"},
     "timeouts": {"connectMillis": 1, "clientMillis": 1, "serverMillis": 1, "queueMillis": 1},
     "servers": [%s]}"""
        .formatted(proxy, 10_000 + proxy, servers(proxy, servers));
  }

  private static String servers(int proxy, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            server ->
                """
                {"name": "s%d", "address": "10.20.%d.%d", "port": 6443}"""
                    .formatted(server, proxy, server))
        .collect(joining(",\n"));
  }

  /** Neither at once, nor when a check is asked for that only the other process answers. */
  @Test
  void aPlanThatTheProxiesRefuseChangesNothing() {
    String check =
        """
        {"name": "page", "question": {"kind": "http", "address": "127.0.0.1", "port": 6443, "path": "/"},
         "intervalMillis": 200, "timeoutMillis": 200}""";
    String tracks = ", \"tracks\": [{\"check\": \"page\"}]";
    host.startProgram(listener());
    String plan = planWith(check, "", router("api", "eth0", 51, "10.9.0.100/32", tracks));
    Running vipd = host.startBoth(plan);
    host.awaitHolds("10.9.0.100", vipd);
    String taken =
        "\"proxies\": ["
            + proxy(0, 1).replace("10.9.0.1:10000", "127.0.0.1:6443")
            + "], \"status\"";
    host.reload(vipd, plan.replace("10.9.0.100/32", "10.9.0.101/32").replace("\"status\"", taken));
    host.await("says so", () -> count(vipd.log(), "event=reload-refused") == 2, vipd);
    VipHost.pause(5_000);
    assertTrue(host.holds("10.9.0.100"), vipd::log);
    assertEquals(0, count(vipd.log(), "from=active"), vipd::log);
    host.shell("pkill -9 -f 'agent.Main [v]ip '");
    host.await("starts again", () -> count(vipd.log(), "event=ready") == 2, vipd);
    host.await("with its plan", () -> count(vipd.log(), "to=active") == 2, vipd);
    assertTrue(host.holds("10.9.0.100"), vipd::log);
  }

  @Test
  void aPlanWhoseStatusAddressIsTakenChangesNothing() {
    Running listener = host.startProgram(listener());
    host.await("listens", () -> host.shell("cat /proc/net/tcp*").contains(":192B "), listener);
    String plan = plan(router("api", "eth0", 51, "10.9.0.100/32", ""));
    Running vipd = host.startBoth(plan);
    host.awaitHolds("10.9.0.100", vipd);
    host.await("serves", () -> vipd.log().contains("event=running"), vipd);
    String status = "\"listen\": \"127.0.0.1:6443\", \"controlSocket\"";
    host.reload(
        vipd, plan.replace("10.9.0.100/32", "10.9.0.101/32").replace("\"controlSocket\"", status));
    host.await("says so", () -> count(vipd.log(), "event=reload-refused") == 2, vipd);
    assertTrue(host.holds("10.9.0.100"), vipd::log);
    assertFalse(host.holds("10.9.0.101"), vipd::log);
    assertTrue(vipd.log().contains("cannot listen on 127.0.0.1:6443"), vipd::log);
  }

  @Test
  void aRouterWithAnotherIdGetsTheAddressFromTheOneBefore() {
    Running vipd = host.start(plan(router("api", "eth0", 51, "10.9.0.100/32", "")));
    host.awaitHolds("10.9.0.100", vipd);
    host.reload(vipd, plan(router("api", "eth0", 52, "10.9.0.100/32", "")));
    host.await("reloads", () -> vipd.log().contains("event=reloaded"), vipd);
    host.awaitHolds("10.9.0.100", vipd);
    assertEquals(1, count(vipd.log(), "vrid=51 interface=eth0 from=active to=stopped"));
    assertEquals(0, count(vipd.log(), "event=left-behind-removed"), vipd::log);
  }
}
