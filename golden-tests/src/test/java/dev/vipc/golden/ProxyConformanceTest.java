package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vipc.agent.proxy.DataPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients and servers see of a proxy: the same as with the installed HAProxy. */
@RealProgram("haproxy")
final class ProxyConformanceTest {
  private static final String V2 = "0d0a0d0a000d0a515549540a";

  /** Longer than any check takes at the start, and far shorter than the next one is away. */
  private static final int FIRST_CHECKS_MILLIS = 300;

  @Test
  void theNextInTheQueueIsServedWhenAConnectionEnds() {
    try (var a = ScriptedServer.naming("a")) {
      assertSame(
          one(a, 1),
          proxy -> {
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
              clients.add(RunningProxy.connect(proxy));
              Pause.millis(30);
            }
            StringBuilder seen = new StringBuilder();
            for (Socket client : clients) {
              seen.append(read(client));
              close(client);
            }
            return seen.toString();
          });
    }
  }

  @Test
  void whoWaitsTooLongIsClosed() {
    try (var a = ScriptedServer.naming("a")) {
      assertSame(
          one(a, 1).timeout("queue", 400),
          proxy -> {
            Socket first = RunningProxy.connect(proxy);
            String seen = read(first) + lasting(400, () -> read(RunningProxy.connect(proxy)));
            close(first);
            return seen;
          });
    }
  }

  @Test
  void aServerThatRefusesIsTriedAgainAfterASecond() {
    try (var a = ScriptedServer.naming("a")) {
      assertSame(
          withOneThatRefuses("roundrobin", a).retries(2, false),
          proxy -> {
            Pause.millis(FIRST_CHECKS_MILLIS);
            return read(RunningProxy.connect(proxy))
                + lasting(2_000, () -> read(RunningProxy.connect(proxy)))
                + read(RunningProxy.connect(proxy));
          });
    }
  }

  @Test
  void anotherServerIsTriedAtOnce() {
    for (String balance : List.of("roundrobin", "leastconn"))
      try (var a = ScriptedServer.naming("a")) {
        assertSame(
            withOneThatRefuses(balance, a).retries(3, true),
            proxy -> {
              Pause.millis(FIRST_CHECKS_MILLIS);
              StringBuilder seen = new StringBuilder();
              for (int i = 0; i < 6; i++) seen.append(read(RunningProxy.connect(proxy)));
              return seen.toString();
            });
      }
  }

  /** The one that refuses comes second: its first check is half an interval away. */
  private static ProxyTask withOneThatRefuses(String balance, ScriptedServer good) {
    return new ProxyTask(balance)
        .server(good)
        .server(new ProxyTask.Target("b", RunningProxy.freePort(), 1, false, 0, "none"));
  }

  @Test
  void withoutAUsableServerTheClientIsClosed() {
    assertSame(
        new ProxyTask("roundrobin").server(new ProxyTask.Target("a", 1, 0, false, 0, "none")),
        proxy -> read(RunningProxy.connect(proxy)));
  }

  @Test
  void aSilentClientIsClosed() {
    silence(task -> task.timeout("client", 500).timeout("server", 4_000), 500);
  }

  @Test
  void aSilentServerIsClosed() {
    silence(task -> task.timeout("client", 4_000).timeout("server", 500), 500);
  }

  @Test
  void aTunnelHasItsOwnTimeout() {
    silence(task -> task.timeout("client", 100).timeout("server", 100).timeout("tunnel", 700), 700);
  }

  private static void silence(Function<ProxyTask, ProxyTask> timeouts, int millis) {
    try (var a = ScriptedServer.naming("a")) {
      assertSame(
          timeouts.apply(one(a, 0)),
          proxy -> {
            Socket client = RunningProxy.connect(proxy);
            return read(client) + lasting(millis, () -> read(client));
          });
    }
  }

  @Test
  void bytesInEitherDirectionKeepAConnectionOpen() {
    try (var talking =
        ScriptedServer.of(
            "t",
            client -> {
              for (int i = 0; i < 12; i++) {
                Thread.sleep(200);
                client.getOutputStream().write('t');
              }
            })) {
      assertSame(
          one(talking, 0).timeout("client", 2_000).timeout("server", 2_000),
          proxy -> readAll(RunningProxy.connect(proxy)));
    }
  }

  @Test
  void aHalfCloseIsPassedOnAndTheAnswerComesBack() {
    try (var slow =
        ScriptedServer.of(
            "s",
            client -> {
              byte[] asked = client.getInputStream().readAllBytes();
              Thread.sleep(200);
              client.getOutputStream().write(asked);
            })) {
      assertSame(one(slow, 0), proxy -> exchange(proxy, "hello"));
    }
  }

  /** The end comes while nobody looks for it. */
  @Test
  void aHalfCloseOfOneThatWaitsIsPassedOnWhenItsTurnComes() {
    try (var a =
        ScriptedServer.of(
            "a",
            client -> client.getOutputStream().write(client.getInputStream().readAllBytes()))) {
      assertSame(
          one(a, 1),
          proxy -> {
            Socket first = RunningProxy.connect(proxy);
            Pause.millis(100);
            Socket second = RunningProxy.connect(proxy);
            send(second, "waited", true);
            Pause.millis(200);
            return exchange(first, "first", true) + readAll(second);
          });
    }
  }

  @Test
  void aHalfCloseBehindAHeaderIsPassedOn() {
    try (var a =
        ScriptedServer.of(
            "a",
            client -> client.getOutputStream().write(client.getInputStream().readAllBytes()))) {
      assertSame(one(a, 0).acceptProxy(), proxy -> exchange(proxy, "PROXY UNKNOWN\r\nhello"));
    }
  }

  @Test
  void aClientThatEndsWithinItsHeaderIsClosed() {
    try (var a = ScriptedServer.naming("a")) {
      assertSame(
          one(a, 0).acceptProxy(),
          proxy ->
              lasting(0, 2_000, () -> exchange(proxy, "PROXY TCP4 192.0.2.1").replace('!', '.')));
    }
  }

  /** That time begins with the half-close, however long both were silent before. */
  @Test
  void aHalfClosedConnectionIsHeardOutAfterALongSilence() {
    try (var slow =
        ScriptedServer.of(
            "s",
            client -> {
              byte[] asked = client.getInputStream().readAllBytes();
              Thread.sleep(300);
              client.getOutputStream().write(asked);
            })) {
      assertSame(
          one(slow, 0).timeout("halfClose", 1_000),
          proxy -> {
            Socket client = RunningProxy.connect(proxy);
            send(client, "hel", false);
            Pause.millis(1_500);
            send(client, "", true);
            return readAll(client);
          });
    }
  }

  @Test
  void aHalfClosedConnectionHasItsOwnTimeout() {
    try (var never =
        ScriptedServer.of(
            "n",
            client -> {
              client.getInputStream().readAllBytes();
              client.getOutputStream().write('n');
              Thread.sleep(30_000);
            })) {
      assertSame(
          one(never, 0).timeout("halfClose", 500),
          proxy -> lasting(500, () -> exchange(proxy, "hello")));
    }
  }

  @Test
  void aServerThatResetsInTheMiddleEndsTheConnection() {
    try (var dying =
        ScriptedServer.of(
            "d",
            client -> {
              client.getInputStream().read();
              client.getOutputStream().write("part".getBytes(StandardCharsets.US_ASCII));
              Thread.sleep(200);
              client.setSoLinger(true, 0);
            })) {
      assertSame(one(dying, 0), proxy -> exchange(proxy, "x", false));
    }
  }

  @Test
  void aServerThatAnswersAndClosesWithBytesUnreadIsHeardOut() {
    try (var hasty =
        ScriptedServer.of(
            "h",
            client -> {
              client.getInputStream().read();
              client.getOutputStream().write("no thanks".getBytes(StandardCharsets.US_ASCII));
              Thread.sleep(100);
            })) {
      assertSame(one(hasty, 0), proxy -> exchange(proxy, "x".repeat(1_000), false));
    }
  }

  @Test
  void aClientThatResetsEndsTheServersConnection() {
    BlockingQueue<String> seenByServer = new LinkedBlockingQueue<>();
    try (var a =
        ScriptedServer.of(
            "a",
            client -> {
              client.getOutputStream().write('a');
              seenByServer.add(readAll(client));
            })) {
      assertSame(
          one(a, 0),
          proxy -> {
            Socket client = RunningProxy.connect(proxy);
            String seen = read(client);
            try {
              client.setSoLinger(true, 0);
              client.close();
              return seen + seenByServer.take();
            } catch (IOException | InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
    }
  }

  @Test
  void serversAreToldWhereTheirClientsComeFrom() {
    for (String version : List.of("v1", "v2"))
      try (var echo = echo()) {
        assertSame(
            new ProxyTask("roundrobin")
                .server(new ProxyTask.Target("e", echo.port(), 1, false, 0, version)),
            proxy -> {
              Socket client = RunningProxy.connect(proxy, "127.0.0.9");
              return normal(exchange(client, "hello", true), client, version.equals("v2"));
            });
      }
  }

  @Test
  void serversAreToldSoByChecksToo() {
    for (String version : List.of("v1", "v2")) {
      var told = new LinkedBlockingQueue<String>();
      try (var server =
          ScriptedServer.of("a", client -> told.add(untilRequest(client, version.equals("v2"))))) {
        assertSame(
            new ProxyTask("roundrobin")
                .server(new ProxyTask.Target("a", server.port(), 1, false, 0, version))
                .check("{\"kind\":\"http\",\"intervalMillis\":200,\"timeoutMillis\":5000}"),
            _ -> {
              told.clear();
              return take(told);
            });
      }
    }
  }

  /** What comes before the request of a check, which is then answered. */
  private static String untilRequest(Socket checker, boolean binary) throws IOException {
    StringBuilder seen = new StringBuilder();
    while (seen.indexOf("GET ") < 0) seen.append((char) checker.getInputStream().read());
    write(checker, "HTTP/1.0 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    String text = binary ? hex(seen.toString()) : seen.toString();
    return text.replace(" " + checker.getPort(), "<from>")
        .replace(" " + checker.getLocalPort(), "<to>");
  }

  private static String take(LinkedBlockingQueue<String> queue) {
    try {
      return String.valueOf(queue.poll(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void clientsMayTellWhereTheyComeFrom() {
    List<String> headers =
        List.of(
            hex("PROXY TCP4 192.0.2.1 192.0.2.2 1111 2222\r\n"),
            hex("PROXY TCP6 2001:db8::1 2001:db8::2 1111 2222\r\n"),
            hex("PROXY UNKNOWN\r\n"),
            V2 + "2111000cc0000201c000020204570 8ae".replace(" ", ""),
            V2 + "20000000",
            V2 + "2111000fc0000201c00002020457" + "08ae" + "040000",
            hex("PROXY TCP4 192.0.2.1 192.0.2.2 1111\r\n"),
            hex("PROXY TCP4 192.0.2.1 192.0.2.2 1111 2222\n"),
            hex("PROXY TCP9 192.0.2.1 192.0.2.2 1111 2222\r\n"),
            hex("GET / HTTP/1.0\r\n\r\n"),
            V2 + "2511000cc0000201c000020204570 8ae".replace(" ", ""),
            V2 + "21110004c0000201");
    for (String header : headers)
      try (var echo = echo()) {
        assertSame(
            new ProxyTask("roundrobin")
                .acceptProxy()
                .server(new ProxyTask.Target("e", echo.port(), 1, false, 0, "v1")),
            proxy -> {
              Socket client = RunningProxy.connect(proxy);
              write(client, HexFormat.of().parseHex(header));
              // how a refused client is closed depends on what it had sent by then
              return normal(exchange(client, "hello", true), client, false).replace('!', '.');
            });
      }
  }

  /** HAProxy asks for the whole header at once. */
  @ParameterizedTest
  @EnumSource
  void aHeaderMayComeInPieces(DataPath path) {
    path.whyNot().ifPresent(why -> assumeTrue(false, why));
    try (var echo = echo();
        RunningProxy proxy =
            RunningProxy.vipd(
                new ProxyTask("roundrobin")
                    .acceptProxy()
                    .server(new ProxyTask.Target("e", echo.port(), 1, false, 0, "v1")),
                path)) {
      Socket client = RunningProxy.connect(proxy);
      write(client, "PROXY TCP4 192.0.2.1 19".getBytes(StandardCharsets.US_ASCII));
      Pause.millis(100);
      write(client, "2.0.2.2 1111 2222\r\nhe".getBytes(StandardCharsets.US_ASCII));
      assertEquals(
          "PROXY TCP4 192.0.2.1 192.0.2.2 1111 2222\r\nhello.", exchange(client, "llo", true));
    }
  }

  /** The scripted answers of one server, and what the proxy says of it after each. */
  @Test
  void answersToChecksMoveAServerUpAndDown() {
    for (int[] riseAndFall : new int[][] {{2, 3}, {1, 1}, {3, 2}}) {
      var answers = new AtomicReference<Answers>();
      try (var server = ScriptedServer.of("a", client -> answers.get().next(client))) {
        ProxyTask task =
            one(server, 0)
                .check(
                    """
                    {"kind":"http","path":"/readyz","status":200,"intervalMillis":200,
                     "timeoutMillis":5000,"rise":%d,"fall":%d}"""
                        .formatted(riseAndFall[0], riseAndFall[1]));
        var seen =
            RunningProxy.all(task).stream()
                .map(
                    start -> {
                      answers.set(new Answers("+--+---+-++--+++---+++"));
                      try (RunningProxy proxy = start.get()) {
                        return answers.get().states(proxy);
                      }
                    })
                .collect(Collectors.toSet());
        assertEquals(1, seen.size(), seen::toString);
      }
    }
  }

  /**
   * Answers checks as a script says. The state is read while the next check waits for its answer:
   * by then a proxy has taken the last one in.
   */
  private static final class Answers {
    private final String script;
    private final Semaphore asked = new Semaphore(0);
    private final Semaphore read = new Semaphore(1);
    private final AtomicInteger next = new AtomicInteger();

    Answers(String script) {
      this.script = script;
    }

    void next(Socket client) throws IOException, InterruptedException {
      int at = next.getAndIncrement();
      if (at > 0) asked.release();
      read.acquire();
      boolean good = at < script.length() && script.charAt(at) == '+';
      client.getInputStream().read(new byte[1_000]);
      client
          .getOutputStream()
          .write(
              "HTTP/1.0 %s\r\n\r\n"
                  .formatted(good ? "200 OK" : "500 No")
                  .getBytes(StandardCharsets.US_ASCII));
    }

    List<String> states(RunningProxy proxy) {
      List<String> states = new ArrayList<>();
      while (states.size() < script.length()) {
        asked.acquireUninterruptibly();
        states.add(proxy.state("a"));
        read.release();
      }
      return states;
    }
  }

  private static ScriptedServer echo() {
    return ScriptedServer.of(
        "e", client -> client.getInputStream().transferTo(client.getOutputStream()));
  }

  /** The same whatever ports the machine chose. */
  private static String normal(String seen, Socket client, boolean binary) {
    int from = client.getLocalPort();
    int to = client.getPort();
    String text = binary ? hex(seen) : seen;
    return text.replace(binary ? "%04x".formatted(from) : " " + from, "<from>")
        .replace(binary ? "%04x".formatted(to) : " " + to, "<to>");
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static ProxyTask one(ScriptedServer server, int most) {
    return new ProxyTask("roundrobin")
        .server(new ProxyTask.Target(server.name(), server.port(), 1, false, most, "none"));
  }

  private static void assertSame(ProxyTask task, Function<RunningProxy, String> script) {
    var seen = RunningProxy.seen(task, script);
    assertEquals(1, seen.size(), seen::toString);
  }

  /** What is seen, and that it took as long as it must. */
  private static String lasting(int millis, Supplier<String> seen) {
    return lasting(millis, Integer.MAX_VALUE, seen);
  }

  private static String lasting(int millis, int most, Supplier<String> seen) {
    long begun = System.nanoTime();
    String what = seen.get();
    long took = (System.nanoTime() - begun) / 1_000_000;
    assertTrue(took >= millis - 20 && took <= most, () -> what + " after " + took + " ms");
    return what;
  }

  private static String exchange(RunningProxy proxy, String text) {
    return exchange(proxy, text, true);
  }

  private static String exchange(RunningProxy proxy, String text, boolean thenClose) {
    return exchange(RunningProxy.connect(proxy), text, thenClose);
  }

  private static String exchange(Socket client, String text, boolean thenClose) {
    send(client, text, thenClose);
    return readAll(client);
  }

  private static void send(Socket client, String text, boolean thenClose) {
    try {
      client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      if (thenClose) client.shutdownOutput();
    } catch (IOException _) {
      // it was closed before it was asked
    }
  }

  private static void write(Socket client, byte[] bytes) {
    try {
      client.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next byte; {@code !} where the connection ended first. */
  private static String read(Socket client) {
    try {
      int read = client.getInputStream().read();
      return read < 0 ? "!" : String.valueOf((char) read);
    } catch (IOException _) {
      return "!";
    }
  }

  /** All bytes, and how the connection ended: {@code .} by an end, {@code !} by a reset. */
  private static String readAll(Socket client) {
    StringBuilder seen = new StringBuilder();
    try (client) {
      InputStream in = client.getInputStream();
      for (int read = in.read(); read >= 0; read = in.read()) seen.append((char) read);
      return seen.append('.').toString();
    } catch (IOException _) {
      return seen.append('!').toString();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
