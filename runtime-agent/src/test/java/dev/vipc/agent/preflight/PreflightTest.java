package dev.vipc.agent.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.PlanReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreflightTest {
  private static final String PLAN =
      """
      {"version": 1, "node": "lb1", "interfaces": [{"name": "eth7", "subnets": ["10.0.0.0/8"]}],
       "virtualRouters": [
         {"name": "api", "interface": "eth7", "routerId": 51, "priority": 110, "addresses": ["10.0.0.1/8"],
          "virtualMac": true, "transport": {"kind": "multicast"}}],
       "proxies": [{"name": "api", "listen": ["127.0.0.1:PORT"], "check": {"kind": "tcp"},
         "servers": [{"name": "m1", "address": "10.0.0.7", "port": 6443}],
         "timeouts": {"connectMillis": 1, "clientMillis": 1, "serverMillis": 1, "queueMillis": 1}}]}
      """;

  private final KnownMachine machine = new KnownMachine();
  private final Map<String, String> files = machine.files;
  private final Map<String, String> outputs = machine.outputs;

  private static Plan plan(int port) {
    return PlanReader.read(PLAN.replace("PORT", "" + port)).plan().orElseThrow();
  }

  private static List<String> said(List<Finding> findings) {
    findings.forEach(
        finding -> assertEquals(finding.grade() == Finding.Grade.OK, finding.help().isEmpty()));
    return findings.stream().map(f -> f.grade().word() + " " + f.what()).toList();
  }

  @Test
  void anInterfaceMustBeThereAndUp() {
    Links links = new Links(machine);
    assertEquals(List.of("failure there is no interface `eth7`"), said(links.look(plan(6443))));
    files.put("/sys/class/net/eth7/operstate", "down\n");
    files.put("/sys/class/net/eth7/carrier", "0\n");
    assertEquals(
        List.of("failure the interface `eth7` is without carrier"), said(links.look(plan(6443))));
    files.put("/sys/class/net/eth7/operstate", "up\n");
    files.put("/sys/class/net/eth7/carrier", "1\n");
    assertEquals(List.of("ok the interface `eth7` is up"), said(links.look(plan(6443))));
  }

  @Test
  void anAddressThatSomebodyHasIsTold() {
    VirtualAddresses addresses = new VirtualAddresses(machine);
    outputs.put("ip", "10.0.0.1 FAILED\n");
    assertEquals(List.of("ok nobody answers for 10.0.0.1"), said(addresses.look(plan(6443))));
    outputs.put("ip", "10.0.0.1 lladdr 52:54:00:12:34:56 REACHABLE\n");
    assertEquals(
        List.of("warning 10.0.0.1 is in use by 52:54:00:12:34:56"),
        said(addresses.look(plan(6443))));
    outputs.put("ip", "10.0.0.1 lladdr 00:00:5e:00:01:33 REACHABLE\n");
    assertEquals(
        List.of("ok a virtual router holds 10.0.0.1 (00:00:5e:00:01:33)"),
        said(addresses.look(plan(6443))));
  }

  @Test
  void whoCannotAskDoesNotSayThatNobodyAnswers() {
    List<String> expected = List.of("warning nobody could be asked who answers for 10.0.0.1");
    VirtualAddresses addresses = new VirtualAddresses(machine);
    assertEquals(expected, said(addresses.look(plan(6443))));
    outputs.put("ip", "");
    assertEquals(expected, said(addresses.look(plan(6443))));
  }

  @Test
  void aPortThatIsTakenIsAFailure() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String first = said(new FreePorts().look(plan(taken.getLocalPort()))).getFirst();
      assertEquals("failure 127.0.0.1 port " + taken.getLocalPort() + " is taken", first);
    }
  }

  @Test
  void strictReversePathFilteringBreaksAVirtualMac() {
    files.put("/proc/sys/net/ipv4/conf/all/rp_filter", "0\n");
    files.put("/proc/sys/net/ipv4/conf/eth7/rp_filter", "1\n");
    KernelSettings settings = new KernelSettings(machine);
    assertEquals(
        List.of("failure rp_filter of `eth7` is 1, and drops what comes to a virtual MAC address"),
        said(settings.look(plan(6443))));
    files.put("/proc/sys/net/ipv4/conf/eth7/rp_filter", "2\n");
    assertEquals(List.of("ok rp_filter of `eth7` is 2"), said(settings.look(plan(6443))));
  }

  @Test
  void kernelModeNeedsNftablesAndForwarding() {
    Plan kernel =
        PlanReader.read(
                PLAN.replace("PORT", "6443")
                    .replace("\"check\"", "\"mode\": \"kernel\", \"check\""))
            .plan()
            .orElseThrow();
    Translation translation = new Translation(machine);
    assertEquals(List.of(), translation.look(plan(6443)));
    assertEquals(
        List.of(
            "failure there is no nft, and proxies in kernel mode are made by it",
            "failure net.ipv4.ip_forward is 0: the kernel passes nothing on to the servers of proxies in kernel mode"),
        said(translation.look(kernel)));
    outputs.put("nft", "nftables v1.0.6 (Lester Gooch #5)\n");
    files.put("/proc/sys/net/ipv4/ip_forward", "1\n");
    files.put("/proc/sys/net/netfilter/nf_conntrack_max", "262144\n");
    files.put("/proc/sys/net/netfilter/nf_conntrack_tcp_timeout_time_wait", "120\n");
    assertEquals(
        List.of(
            "ok nft is there, for the proxies in kernel mode",
            "ok net.ipv4.ip_forward is set",
            "ok the kernel follows 262144 connections at most, and ended ones for 120 s: room for 2184 new ones a second"),
        said(translation.look(kernel)));
  }

  @Test
  void missingCapabilitiesAndLimitsAreTold() {
    files.put("/proc/self/status", "Name:\tx\nCapEff:\t0000000000001000\n");
    files.put(
        "/proc/self/limits",
        "Max realtime priority     0                    0\nMax open files            1024                 4096                 files\n");
    assertEquals(
        List.of(
            "ok this user has CAP_NET_ADMIN",
            "failure this user lacks CAP_NET_RAW, to speak VRRP and ARP",
            "warning this user may not ask for SCHED_FIFO: advertisements wait when the processors are busy",
            "failure this user lacks CAP_NET_BIND_SERVICE, to listen below port 1024",
            "warning 4096 files may be open, which is too few for 20000 connections"),
        said(new Privileges(machine).look(plan(443))));
  }
}
