package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.emit.Artifact;
import dev.vipc.lab.Host;
import dev.vipc.lab.Running;
import dev.vipc.lab.Segment;
import dev.vipc.lab.Vipd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The plans that the example of three stacked masters builds, run on three hosts: after each single
 * fault a client still reaches the API servers through the address.
 */
final class VipdEndToEndTest {
  private static final String ADDRESS = "10.20.0.100";
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** Looks in a row, a tenth of a second apart: longer than the 0.3 s of a takeover. */
  private static final int STEADY = 5;

  /** An API server as far as a client and a check can tell. */
  private static final String API_SERVER =
      """
      defaults
        mode http
        timeout client 10s
      frontend api
        bind %1$s:6443 ssl crt %2$s
        bind 127.0.0.1:6443 ssl crt %2$s
        http-request return status 200 content-type text/plain string %3$s
      """;

  /** A master: its host and what runs there. */
  private final class Master {
    final Host host;
    private final Path plan;
    private final Path certificate;
    private final Path apiServerFile;
    private Running apiServer;
    private Running vipd;

    Master(Segment segment, String name, String address, String planText) {
      host = segment.addHost(name, List.of(address + "/24"));
      plan = host.write("plan.json", planText);
      certificate = certificate(host);
      apiServerFile = host.write("api.cfg", API_SERVER.formatted(address, certificate, name));
      apiServer = startApiServer();
      vipd = startVipd();
    }

    private Running startApiServer() {
      return host.start("haproxy", "-db", "-f", apiServerFile.toString());
    }

    private Running startVipd() {
      return host.start(
          Stream.of(
                  Stream.of("env"),
                  Vipd.environment().stream(),
                  Stream.of("PLAN=" + plan, "sh", "-c", Vipd.LAUNCHER))
              .flatMap(words -> words)
              .toArray(String[]::new));
    }

    boolean holds() {
      return host.run("ip", "-br", "address", "show", "dev", "eth0").contains(ADDRESS + "/");
    }

    /** The process of vipd with this command. */
    void kill(String command) {
      host.run(
          "sh",
          "-c",
          "kill -9 $(pgrep -f 'agent.Main ["
              + command.charAt(0)
              + "]"
              + command.substring(1)
              + " ')");
    }

    @Override
    public String toString() {
      return "\n" + host.name() + "\n" + vipd.log();
    }
  }

  private final List<Master> masters = new ArrayList<>();

  private static Path certificate(Host host) {
    Path both = host.folder().resolve("api.pem");
    host.run(
        "sh",
        "-c",
        "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=api -keyout %1$s.key -out %1$s.crt 2>&1 && cat %1$s.crt %1$s.key >%1$s"
            .formatted(both));
    return both;
  }

  private static EmitCase emitted(String name) {
    return EmitCase.all().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String file(EmitCase emitted, String path) {
    return emitted.build().artifacts().orElseThrow().artifacts().stream()
        .filter(artifact -> artifact.name().equals(path))
        .map(Artifact::text)
        .findFirst()
        .orElseThrow();
  }

  private Master master(Segment segment, int number, EmitCase emitted) {
    String name = "master" + number;
    return new Master(
        segment, name, "10.20.0.1" + number, file(emitted, name + "/etc/vipd/plan.json"));
  }

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> what + " within " + LIMIT + masters);
      Thread.sleep(100);
    }
  }

  private static boolean isAnswered(Host client) {
    return ask(client, ADDRESS).endsWith("200");
  }

  /** The name of the master that answers, and the status. */
  private static String ask(Host client, String address) {
    return client.run(
        "sh", "-c", "curl -sk -m 1 -w ' %{http_code}' https://" + address + ":8443/readyz || true");
  }

  /** Until each of them has answered a client. */
  private void allAnswer(Host client, String... names) throws InterruptedException {
    Set<String> seen = new HashSet<>();
    await(
        "answers of " + List.of(names),
        () -> {
          seen.add(ask(client, ADDRESS).split(" ")[0]);
          return seen.containsAll(List.of(names));
        });
  }

  private List<Master> holders() {
    return masters.stream().filter(Master::holds).toList();
  }

  /** The one that holds the address, if need be when it has just changed hands. */
  private Master holder() throws InterruptedException {
    AtomicReference<List<Master>> now = new AtomicReference<>(List.of());
    await("one holder", () -> now.updateAndGet(_ -> holders()).size() == 1);
    return now.get().getFirst();
  }

  /**
   * Until the same one holder is there, and serves, for longer than a takeover lasts: an address
   * that a killed process left behind is no holder.
   */
  private void settle(Host client) throws InterruptedException {
    List<Master> last = List.of();
    int seen = 0;
    long end = System.nanoTime() + LIMIT.toNanos();
    while (seen < STEADY) {
      assertTrue(System.nanoTime() < end, () -> "no steady holder within " + LIMIT + masters);
      List<Master> now = holders();
      boolean steady = now.size() == 1 && now.equals(last) && isAnswered(client);
      seen = steady ? seen + 1 : 0;
      last = now;
      Thread.sleep(100);
    }
  }

  /**
   * Until the one of the highest priority has the address again, and serves: it takes it from
   * whoever was steady before it was up, and for a moment then neither of the two has it.
   */
  private void comesHome(Host client) throws InterruptedException {
    await("the first one again", () -> masters.getFirst().holds());
    settle(client);
  }

  @Test
  @RealProgram(
      value = {"ip", "nsenter", "unshare", "haproxy", "openssl", "curl", "pgrep"},
      root = true)
  void everySingleFaultLeavesTheServersReachable() throws InterruptedException {
    EmitCase example = emitted("example-vipd-stacked");
    try (Segment segment = new Segment()) {
      for (int i = 1; i <= 3; i++) masters.add(master(segment, i, example));
      Host client = segment.addHost("client", List.of("10.20.0.50/24"));
      comesHome(client);

      masters.getFirst().apiServer.kill();
      settle(client);
      masters.getFirst().apiServer = masters.getFirst().startApiServer();
      comesHome(client);

      holder().kill("proxy");
      comesHome(client);

      holder().kill("vip");
      comesHome(client);

      Master killed = holder();
      killed.vipd.kill();
      await("another holder", () -> masters.stream().anyMatch(m -> m != killed && m.holds()));
      await("an answer", () -> isAnswered(client));
      killed.vipd = killed.startVipd();
      comesHome(client);

      Master stopped = holder();
      stopped.vipd.signalFirst("TERM");
      await("the end of it", () -> !stopped.vipd.isAlive());
      assertTrue(!stopped.holds(), stopped::toString);
      settle(client);
      stopped.vipd = stopped.startVipd();
      comesHome(client);

      Master pulled = holder();
      segment.pull(pulled.host);
      await("another holder", () -> masters.stream().anyMatch(m -> m != pulled && m.holds()));
      settle(client);
      segment.plug(pulled.host);
      comesHome(client);
    }
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
  void inKernelModeTheKernelLeadsToServersOnOtherHosts() throws InterruptedException {
    EmitCase emitted = emitted("vipd-kernel-mode");
    try (Segment segment = new Segment()) {
      for (int i = 1; i <= 3; i++) {
        Master master = master(segment, i, emitted);
        String etc = master.host.name() + "/etc/";
        Path settings =
            master.host.write("vipd.conf", file(emitted, etc + "sysctl.d/91-vipd.conf"));
        Path firewall = master.host.write("firewall.nft", file(emitted, etc + "vipc/firewall.nft"));
        master.host.run("sysctl", "-p", settings.toString());
        master.host.run("nft", "-f", firewall.toString());
        masters.add(master);
      }
      Host client = segment.addHost("client", List.of("10.20.0.50/24"));
      comesHome(client);
      allAnswer(client, "master1", "master2", "master3");
      Host first = masters.getFirst().host;
      for (Master master : masters) allAnswer(master.host, "master1", "master2", "master3");
      assertTrue(ask(first, "127.0.0.1").endsWith("200"), () -> "loopback" + masters);
      String sockets = first.run("ss", "-ltnH", "sport", "=", "8443");
      assertTrue(!sockets.contains(ADDRESS) && sockets.contains("127.0.0.1:8443"), sockets);

      masters.getFirst().apiServer.kill();
      settle(client);
      allAnswer(client, "master2", "master3");

      masters.getFirst().vipd.signalFirst("TERM");
      await("another holder", () -> masters.stream().skip(1).anyMatch(Master::holds));
      settle(client);
      assertTrue(
          !first.run("nft", "list", "tables").contains("vipd"), () -> "a table is left" + masters);
    }
  }
}
