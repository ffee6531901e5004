package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.lab.Host;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The plans that the examples build, run on a host each: after each single fault a client still
 * reaches the API servers through the address.
 */
final class VipdEndToEndTest {
  /** Longer than a check waits for its next turn, and then for an answer. */
  private static final int JUDGED_MILLIS = 3_200;

  /** So that what it then hears and says is late. */
  private static final int HANGING_MILLIS = 1_000;

  @ParameterizedTest
  @ValueSource(strings = {"example-vipd-stacked", "example-vipd-pair"})
  @RealProgram(
      value = {"ip", "nsenter", "unshare", "haproxy", "openssl", "curl", "pgrep"},
      root = true)
  void everySingleFaultLeavesTheServersReachable(String example) {
    try (var cluster = new VipdCluster(example)) {
      cluster.comesHome();
      aServerDies(cluster);
      eitherProcessDies(cluster);
      theProxyDiesWhileAServerIsSilent(cluster);
      allOfItDies(cluster);
      itStops(cluster);
      itHangs(cluster);
      itIsCutOff(cluster);
    }
  }

  private static void aServerDies(VipdCluster cluster) {
    cluster.masters().getFirst().kill();
    cluster.settles();
    cluster.masters().getFirst().start();
    cluster.comesHome();
  }

  private static void eitherProcessDies(VipdCluster cluster) {
    cluster.staysWhile(VipdEndToEndTest::proxyDies);
    cluster.holder().signal("KILL", "vip");
    cluster.comesHome();
  }

  /** Until another carries connections, and its checks have said what they found. */
  private static void proxyDies(VipdCluster.Node node) {
    int ran = node.said("event=running");
    node.signal("KILL", "proxy");
    while (node.said("event=running") == ran) Pause.millis(50);
    Pause.millis(JUDGED_MILLIS);
  }

  /** The new process has not noticed it yet, and its own check may be led there. */
  private static void theProxyDiesWhileAServerIsSilent(VipdCluster cluster) {
    VipdCluster.Node holder = cluster.holder();
    Host silent =
        cluster.masters().stream()
            .map(master -> master.host)
            .filter(host -> host != holder.host)
            .findFirst()
            .orElseThrow();
    int noticed = holder.said("event=server-down");
    cluster.segment.pull(silent);
    cluster.await("it is noticed", () -> holder.said("event=server-down") > noticed);
    cluster.staysWhile(VipdEndToEndTest::proxyDies);
    cluster.segment.plug(silent);
    cluster.comesHome();
  }

  private static void allOfItDies(VipdCluster cluster) {
    VipdCluster.Node killed = cluster.holder();
    killed.vipd().kill();
    cluster.movesAwayFrom(killed);
    killed.start();
    cluster.comesHome();
  }

  private static void itStops(VipdCluster cluster) {
    VipdCluster.Node stopped = cluster.holder();
    stopped.vipd().signalFirst("TERM");
    cluster.await("the end of it", () -> !stopped.vipd().isAlive());
    assertFalse(stopped.holds(), stopped::toString);
    cluster.settles();
    stopped.start();
    cluster.comesHome();
  }

  private static void itHangs(VipdCluster cluster) {
    VipdCluster.Node hung = cluster.holder();
    hung.signal("STOP", "vip");
    cluster.movesAwayFrom(hung);
    hung.signal("CONT", "vip");
    cluster.comesHome();

    hung.vipd().hang();
    cluster.movesAwayFrom(hung);
    Pause.millis(HANGING_MILLIS);
    hung.vipd().goOn();
    cluster.comesHome();
  }

  private static void itIsCutOff(VipdCluster cluster) {
    VipdCluster.Node node = cluster.holder();
    cluster.segment.pull(node.host);
    cluster.movesAwayFrom(node);
    cluster.settles();
    cluster.segment.plug(node.host);
    cluster.comesHome();

    cluster.segment.part(node.host);
    cluster.movesAwayFrom(node);
    cluster.segment.rejoin(node.host);
    cluster.comesHome();
  }

  /**
   * The first master's kernel leads a client to each of the three, its own firewall lets in what
   * comes to itself, and the masters reach each other through the address too.
   */
  @Test
  @RealProgram(
      value = {
        "ip", "nsenter", "unshare", "haproxy", "openssl", "curl", "pgrep", "nft", "sysctl", "ss"
      },
      root = true)
  void inKernelModeTheKernelLeadsToServersOnOtherHosts() {
    try (var cluster = new VipdCluster("vipd-kernel-mode", VipdEndToEndTest::forwards)) {
      cluster.comesHome();
      List<String> all = List.of("master1", "master2", "master3");
      allAnswer(cluster, cluster.client(), all);
      for (VipdCluster.Node node : cluster.nodes()) allAnswer(cluster, node.host, all);
      VipdCluster.Node first = cluster.nodes().getFirst();
      assertTrue(cluster.ask(first.host, "127.0.0.1").endsWith("200"), () -> "loopback" + first);
      String sockets = first.host.run("ss", "-ltnH", "sport", "=", "8443");
      assertTrue(
          !sockets.contains(cluster.address()) && sockets.contains("127.0.0.1:8443"), sockets);

      cluster.masters().getFirst().kill();
      cluster.settles();
      allAnswer(cluster, cluster.client(), List.of("master2", "master3"));

      first.vipd().signalFirst("TERM");
      cluster.movesAwayFrom(first);
      cluster.settles();
      assertFalse(
          first.host.run("nft", "list", "tables").contains("vipd"),
          () -> "a table is left" + first);
    }
  }

  private static void forwards(Host host, Map<String, String> files) {
    String etc = host.name() + "/etc/";
    Path settings = host.write("vipd.conf", file(files, etc + "sysctl.d/91-vipd.conf"));
    Path firewall = host.write("firewall.nft", file(files, etc + "vipc/firewall.nft"));
    host.run("sysctl", "-p", settings.toString());
    host.run("nft", "-f", firewall.toString());
  }

  private static String file(Map<String, String> files, String path) {
    return Objects.requireNonNull(files.get(path), path);
  }

  /** Until each of them has answered one that asks. */
  private static void allAnswer(VipdCluster cluster, Host asking, List<String> names) {
    Set<String> seen = new HashSet<>();
    cluster.await(
        "answers of " + names,
        () -> {
          seen.add(cluster.ask(asking, cluster.address()).split(" ")[0]);
          return seen.containsAll(names);
        });
  }
}
