package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.agent.proxy.DataPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a running proxy asks its servers, and what it makes of their answers. */
final class ProxyChecksTest {
  /** With these a server is called by its state alone. */
  private static final String AT_ONCE =
      "\"intervalMillis\":100,\"timeoutMillis\":300,\"rise\":1,\"fall\":1";

  /** What a server answers, check after check. */
  private static final String ANSWERS = "+-+----++";

  /** Whoever the certificate is for; as HAProxy with {@code verify none}. */
  @Test
  @RealProgram({"haproxy", "openssl"})
  void aTlsCheckWantsAHandshake(@TempDir Path folder) throws IOException {
    int port = RunningProxy.freePort();
    Process tls = tlsServer(folder, port);
    try (var plain = ScriptedServer.naming("p");
        var silent = ScriptedServer.of("s", client -> client.getInputStream().readAllBytes())) {
      ProxyTask task =
          new ProxyTask("roundrobin")
              .check("{\"kind\":\"tls\",%s}".formatted(AT_ONCE))
              .server(new ProxyTask.Target("t", port, 1, false, 0, "none"))
              .server(plain)
              .server(silent);
      Function<RunningProxy, List<String>> states =
          proxy -> {
            for (String server : List.of("p", "s")) await(proxy, server, "DOWN");
            // several more checks
            Pause.millis(500);
            return Stream.of("t", "p", "s").map(proxy::state).toList();
          };
      var seen = RunningProxy.seenInOneWay(task, states);
      assertEquals(Set.of(List.of("UP", "DOWN", "DOWN")), seen);
    } finally {
      tls.destroyForcibly().onExit().join();
    }
  }

  /** With a certificate that nobody trusts, for a name that nobody asks for. */
  private static Process tlsServer(Path folder, int port) throws IOException {
    String key = folder.resolve("key").toString();
    String certificate = folder.resolve("certificate").toString();
    Command.run(
        "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=elsewhere -keyout %s -out %s"
            .formatted(key, certificate)
            .split(" "));
    String serve = "openssl s_server -www -accept 127.0.0.1:%d -key %s -cert %s";
    Process server =
        new ProcessBuilder(serve.formatted(port, key, certificate).split(" "))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    while (!isOpen(port)) Pause.millis(20);
    return server;
  }

  private static boolean isOpen(int port) {
    try (var _ = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** It is told which server is meant. */
  @Test
  void aScriptJudgesByItsStatusAndInTime(@TempDir Path folder) throws IOException {
    Path script = folder.resolve("check.sh");
    write(script, "exit 0");
    try (var a = ScriptedServer.naming("a");
        var b = ScriptedServer.naming("b");
        RunningProxy proxy =
            RunningProxy.vipd(
                new ProxyTask("first")
                    .check(
                        "{\"kind\":\"script\",\"command\":[\"sh\",\"%s\"],%s}"
                            .formatted(script, AT_ONCE))
                    .server(a)
                    .server(b),
                DataPath.EPOLL)) {
      for (String verdict : List.of("exit 1", "sleep 4711", "kill -9 $$")) {
        assertEquals('a', name(proxy));
        write(script, "[ \"$1 $2\" != '127.0.0.1 %d' ] || %s".formatted(a.port(), verdict));
        await(proxy, "a", "DOWN");
        assertEquals("UP", proxy.state("b"));
        assertEquals('b', name(proxy));
        write(script, "exit 0");
        await(proxy, "a", "UP");
      }
    }
    long left =
        ProcessHandle.current()
            .descendants()
            .filter(process -> process.info().commandLine().orElse("").contains("4711"))
            .count();
    assertEquals(0, left);
  }

  /** In one step, so that nobody reads half of it. */
  private static void write(Path script, String text) throws IOException {
    Path next = Files.writeString(script.resolveSibling("next"), text);
    Files.move(next, script, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The pause behind each answer of a script: i, f or d for each of the three intervals. */
  @Test
  @RealProgram("haproxy")
  void theNextCheckComesSoonerWhileTheAnswersContradictAndOtherwiseWhileItIsDown() {
    BlockingQueue<Long> asked = new LinkedBlockingQueue<>();
    try (var server = ScriptedServer.of("a", client -> answer(client, asked))) {
      ProxyTask task =
          new ProxyTask("roundrobin")
              .server(server)
              .check(
                  """
                  {"kind":"http","intervalMillis":700,"fastIntervalMillis":100,
                   "downIntervalMillis":270,"rise":2,"fall":3}""");
      var seen =
          RunningProxy.seenInOneWay(
              task,
              _ -> {
                String pauses = pauses(asked);
                asked.clear();
                return pauses;
              });
      assertEquals(Set.of("ififfddfi"), seen);
    }
  }

  private static void answer(Socket client, BlockingQueue<Long> asked) throws IOException {
    boolean good = ANSWERS.charAt(Math.min(asked.size(), ANSWERS.length() - 1)) == '+';
    asked.add(System.nanoTime());
    client.getInputStream().read(new byte[1_000]);
    String status = "HTTP/1.0 %s\r\n\r\n".formatted(good ? "200 OK" : "500 No");
    client.getOutputStream().write(status.getBytes(StandardCharsets.US_ASCII));
  }

  private static String pauses(BlockingQueue<Long> asked) {
    while (asked.size() <= ANSWERS.length()) Pause.millis(10);
    List<Long> times = new ArrayList<>(asked);
    StringBuilder pauses = new StringBuilder();
    for (int i = 1; i <= ANSWERS.length(); i++) {
      long millis = (times.get(i) - times.get(i - 1)) / 1_000_000;
      // the borders are as far from the one as from the other
      pauses.append(millis < 165 ? 'f' : millis < 435 ? 'd' : 'i');
    }
    return pauses.toString();
  }

  private static void await(RunningProxy proxy, String server, String state) {
    long until = System.nanoTime() + 10_000_000_000L;
    while (!proxy.state(server).equals(state)) {
      if (System.nanoTime() > until) throw new AssertionError(server + " is not " + state);
      Pause.millis(10);
    }
  }

  private static char name(RunningProxy proxy) {
    try (Socket client = RunningProxy.connect(proxy)) {
      return (char) client.getInputStream().read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
