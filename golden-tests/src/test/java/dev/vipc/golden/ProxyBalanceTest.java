package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Which server gets which connection: the same as with the installed HAProxy. */
@RealProgram("haproxy")
final class ProxyBalanceTest {
  /** How long either proxy may take to notice that a connection has ended. */
  private static final int NOTICED_MILLIS = 8;

  @Test
  void roundRobinGoesTheSameWayForAnyWeights() {
    Random random = new Random(11);
    for (int i = 0; i < 12; i++) {
      List<Integer> weights = new ArrayList<>();
      for (int s = 0; s < 1 + random.nextInt(5); s++)
        weights.add(i < 6 ? 1 + random.nextInt(5) : random.nextInt(257));
      assertSame("roundrobin", weights, proxy -> sequence(proxy, 60));
    }
  }

  @Test
  void leastConnectionsGoTheSameWayWhileConnectionsComeAndGo() {
    Random random = new Random(12);
    for (int i = 0; i < 6; i++) {
      List<Integer> weights = new ArrayList<>();
      for (int s = 0; s < 2 + random.nextInt(3); s++) weights.add(1 + random.nextInt(4));
      long seed = random.nextLong();
      assertSame("leastconn", weights, proxy -> comingAndGoing(proxy, new Random(seed)));
      assertSame("leastconn", weights, proxy -> held(proxy, 20));
    }
  }

  @Test
  void theSameClientGetsTheSameServer() {
    for (List<Integer> weights : List.of(List.of(1, 1, 1), List.of(3, 1, 2), List.of(10, 20, 5, 5)))
      assertSame(
          "source",
          weights,
          proxy -> {
            StringBuilder seen = new StringBuilder();
            for (int i = 1; i <= 40; i++) seen.append(name(proxy, "127.0.0." + i));
            return seen.toString();
          });
  }

  @Test
  void theFirstWithRoomIsFilledFirst() {
    try (var a = ScriptedServer.naming("a");
        var b = ScriptedServer.naming("b");
        var c = ScriptedServer.naming("c")) {
      ProxyTask task = new ProxyTask("first");
      for (ScriptedServer server : List.of(a, b, c))
        task.server(new ProxyTask.Target(server.name(), server.port(), 1, false, 2, "none"));
      var seen = RunningProxy.seen(task, proxy -> held(proxy, 6));
      assertEquals(Set.of("aabbcc"), seen);
    }
  }

  @Test
  void roundRobinPassesOverFullServers() {
    try (var a = ScriptedServer.naming("a");
        var b = ScriptedServer.naming("b");
        var c = ScriptedServer.naming("c")) {
      ProxyTask task =
          new ProxyTask("roundrobin")
              .server(new ProxyTask.Target("a", a.port(), 5, false, 2, "none"))
              .server(new ProxyTask.Target("b", b.port(), 1, false, 4, "none"))
              .server(new ProxyTask.Target("c", c.port(), 2, false, 0, "none"));
      var seen = RunningProxy.seen(task, proxy -> held(proxy, 16));
      assertEquals(1, seen.size());
    }
  }

  @Test
  void onlyTheFirstBackupServesWhileNoOtherDoes() {
    try (var a = ScriptedServer.naming("a");
        var b = ScriptedServer.naming("b");
        var c = ScriptedServer.naming("c")) {
      ProxyTask task =
          new ProxyTask("roundrobin")
              .server(new ProxyTask.Target("a", a.port(), 0, false, 0, "none"))
              .server(new ProxyTask.Target("b", b.port(), 1, true, 0, "none"))
              .server(new ProxyTask.Target("c", c.port(), 1, true, 0, "none"));
      assertEquals(Set.of("bbbbb"), RunningProxy.seen(task, proxy -> sequence(proxy, 5)));
    }
  }

  /** In each second of it, between the moments at which its share grows. */
  @Test
  void aServerThatComesBackStartsSlowly() {
    try (var a = ScriptedServer.naming("a")) {
      int port = RunningProxy.freePort();
      ProxyTask task =
          new ProxyTask("roundrobin")
              .slowStart(2_000)
              .check("{\"kind\":\"tcp\",\"intervalMillis\":100,\"rise\":1,\"fall\":1}")
              .server(a)
              .server(new ProxyTask.Target("b", port, 1, false, 0, "none"));
      var seen = RunningProxy.seenInOneWay(task, proxy -> whileItComesBack(proxy, port));
      assertEquals(1, seen.size(), seen::toString);
    }
  }

  private static List<String> whileItComesBack(RunningProxy proxy, int port) {
    while (!proxy.state("b").equals("DOWN")) Pause.millis(5);
    try (var _ = ScriptedServer.on(port, "b", client -> client.getOutputStream().write('b'))) {
      while (!proxy.state("b").equals("UP")) Pause.millis(5);
      List<String> seen = new ArrayList<>();
      for (int second = 0; second < 3; second++) {
        Pause.millis(500);
        seen.add(sequence(proxy, 50));
        Pause.millis(450);
      }
      return seen;
    }
  }

  private static void assertSame(
      String balance, List<Integer> weights, Function<RunningProxy, String> script) {
    List<ScriptedServer> servers = new ArrayList<>();
    ProxyTask task = new ProxyTask(balance);
    for (int i = 0; i < weights.size(); i++) {
      servers.add(ScriptedServer.naming(String.valueOf((char) ('a' + i))));
      task.server(servers.getLast(), weights.get(i));
    }
    var seen = RunningProxy.seen(task, script);
    servers.forEach(ScriptedServer::close);
    assertEquals(1, seen.size(), () -> balance + " " + weights + " " + seen);
  }

  private static String sequence(RunningProxy proxy, int count) {
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < count; i++) seen.append(name(proxy, "127.0.0.1"));
    return seen.toString();
  }

  /** One connection, ended before the next. */
  private static String name(RunningProxy proxy, String from) {
    try (Socket socket = RunningProxy.connect(proxy, from)) {
      return name(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String held(RunningProxy proxy, int count) {
    List<Socket> open = new ArrayList<>();
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < count; i++) {
      open.add(RunningProxy.connect(proxy));
      seen.append(name(open.getLast()));
    }
    open.forEach(ProxyBalanceTest::close);
    return seen.toString();
  }

  private static String comingAndGoing(RunningProxy proxy, Random random) {
    List<Socket> open = new ArrayList<>();
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < 60; i++)
      if (open.isEmpty() || random.nextInt(3) > 0) {
        open.add(RunningProxy.connect(proxy));
        seen.append(name(open.getLast()));
      } else {
        close(open.remove(random.nextInt(open.size())));
        seen.append('.');
        Pause.millis(NOTICED_MILLIS);
      }
    open.forEach(ProxyBalanceTest::close);
    return seen.toString();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the server calls itself; {@code !} where there was none. */
  private static String name(Socket socket) {
    try {
      int name = socket.getInputStream().read();
      return name < 0 ? "!" : String.valueOf((char) name);
    } catch (IOException _) {
      return "!";
    }
  }
}
