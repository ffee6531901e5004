package dev.vipc.golden;

import dev.vipc.agent.log.Log;
import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.PlanReader;
import dev.vipc.agent.proxy.Proxies;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** What goes wrong with a kernel mode that is made for the straight case; one line for each. */
final class KernelModeCorners {
  private static final String A = "{\"name\": \"a\", \"address\": \"10.9.0.1\", \"port\": 18001}";
  private static final String B = "{\"name\": \"b\", \"address\": \"10.9.0.2\", \"port\": 18001}";
  private static final String TCP = "{\"kind\": \"tcp\", \"intervalMillis\": 100, \"fall\": 1}";

  private final Proxies proxies = new Proxies(new Log("proxy", OutputStream.nullOutputStream()), 1);

  private final ServerSocket b;

  private KernelModeCorners(ServerSocket b) throws IOException {
    this.b = b;
  }

  public static void main(String[] arguments) throws Exception {
    KernelModeHost.addresses();
    KernelModeHost.server("10.9.0.1", 'a');
    KernelModeCorners corners = new KernelModeCorners(KernelModeHost.server("10.9.0.2", 'b'));
    System.out.println(
        switch (arguments[0]) {
          case "name" -> corners.name();
          case "names" -> corners.names();
          case "places" -> corners.places();
          case "shared" -> corners.shared();
          case "replanned" -> corners.replanned();
          case "drained" -> corners.drained();
          case "drained-by-force" -> corners.drainedByForce();
          case "left-behind" -> corners.leftBehind();
          case "refused" -> corners.refused();
          default -> throw new IllegalArgumentException(arguments[0]);
        });
    System.exit(0);
  }

  private static Plan plan(String... proxies) {
    return planOf("/run/vipd/control.sock", proxies);
  }

  private static Plan planOf(String socket, String... proxies) {
    var reading =
        PlanReader.read(
            """
            {"version": 1, "node": "here", "interfaces": [{"name": "lo", "subnets": ["10.0.0.0/8"]}],
             "limits": {"memoryMebibytes": 4096}, "status": {"controlSocket": "%s"}, "proxies": [%s]}
            """
                .formatted(socket, String.join(",", proxies)));
    return reading.plan().orElseThrow(() -> new AssertionError(reading.problems()));
  }

  private static String proxy(String name, String listen, String check, String servers) {
    return """
        {"name": "%s", "mode": "kernel", "listen": ["%s"], "balance": "roundrobin", "check": %s,
         "servers": [%s], "timeouts": {"connectMillis": 1000, "clientMillis": 9000,
         "serverMillis": 9000, "queueMillis": 1000}}
        """
        .formatted(name, listen, check, servers);
  }

  private static String api(String servers) {
    return proxy("api", "10.9.9.1:6443", TCP, servers);
  }

  private static char seen(int port) {
    try (Socket client = KernelModeHost.open(port)) {
      return KernelModeHost.answer(client);
    } catch (IOException _) {
      return '!';
    }
  }

  private static void await(BooleanSupplier condition) {
    long until = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) throw new AssertionError("it did not come to that");
      Pause.millis(20);
    }
  }

  private String name() throws IOException {
    KernelModeHost.server("127.0.0.1", 'a');
    proxies.apply(plan(api(A.replace("10.9.0.1", "localhost"))));
    await(() -> seen(6443) == 'a');
    return "answered by a";
  }

  private String names() throws IOException {
    proxies.apply(
        plan(
            proxy("x-y", "10.9.9.1:6443", TCP, A.replace("\"a\"", "\"z\"")),
            proxy("x", "10.9.9.1:6444", TCP, B.replace("\"b\"", "\"y-z\""))));
    return seen(6443) + " " + seen(6444);
  }

  private String places() throws IOException {
    proxies.apply(plan(proxy("all", "*:6443", TCP, A), proxy("own", "10.9.9.1:6443", TCP, B)));
    try (Socket client = new Socket("10.9.0.2", 6443)) {
      return KernelModeHost.answer(client) + " " + seen(6443);
    }
  }

  private String shared() throws IOException {
    Path good = Files.createTempFile("vipc", "good");
    String script =
        """
        {"kind": "script", "command": ["sh", "-c", "test -e %s"], "intervalMillis": 100, "fall": 1}
        """
            .formatted(good);
    proxies.apply(
        plan(
            proxy("one", "10.9.9.1:6443", script, A),
            proxy("two", "10.9.9.1:6444", TCP, B + "," + A)));
    Socket ofOne = KernelModeHost.open(6443);
    // a connection that is forgotten would be given to b, whose turn is first in a new table
    seen(6444);
    Socket ofTwo = KernelModeHost.open(6444);
    String before = "" + KernelModeHost.answer(ofOne);
    String other = "" + KernelModeHost.answer(ofTwo);
    Files.delete(good);
    await(() -> seen(6443) == '!');
    Pause.millis(300);
    return before + KernelModeHost.answer(ofOne) + " " + other + KernelModeHost.answer(ofTwo);
  }

  private String replanned() throws IOException {
    proxies.apply(plan(api(A + "," + B)));
    Socket ofA = KernelModeHost.open();
    Socket ofB = KernelModeHost.open();
    String a = "" + KernelModeHost.answer(ofA);
    String b = "" + KernelModeHost.answer(ofB);
    proxies.apply(plan(api(B)));
    return a + KernelModeHost.answer(ofA) + " " + b + KernelModeHost.answer(ofB);
  }

  private String drained() throws Exception {
    proxies.apply(plan(api(A)));
    Socket client = KernelModeHost.open();
    String seen = "" + KernelModeHost.answer(client);
    CompletableFuture<Integer> left = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> left.complete(drained(Duration.ofSeconds(20))));
    await(() -> seen(6443) == '!');
    Pause.millis(1_000);
    seen += " " + seen(6443) + " " + (left.isDone() ? "?" : KernelModeHost.answer(client));
    client.close();
    return seen + " " + left.join() + (KernelModeHost.tableSays("vipd") ? " table" : " none");
  }

  private int drained(Duration limit) {
    try {
      return proxies.drain(limit);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String drainedByForce() throws IOException {
    proxies.apply(plan(api(A)));
    Socket client = KernelModeHost.open();
    KernelModeHost.answer(client);
    return drained(Duration.ofSeconds(1)) + " " + KernelModeHost.answer(client);
  }

  /** As after SIGKILL: nobody closed the first. */
  private String leftBehind() throws IOException {
    proxies.apply(plan(api(A)));
    Log log = new Log("proxy", OutputStream.nullOutputStream());
    new Proxies(log, 1).apply(planOf("/run/other/control.sock"));
    Pause.millis(500);
    String seen = KernelModeHost.tableSays("vipd") ? "stays" : "?";
    new Proxies(log, 1).apply(plan());
    await(() -> !KernelModeHost.tableSays("vipd"));
    return seen + " goes";
  }

  /** The PATH of the test has an nft before the real one that refuses while a file is there. */
  private String refused() throws IOException {
    Path refuses = Path.of(System.getenv("NFT_REFUSES"));
    proxies.apply(plan(api(A + "," + B)));
    Files.createFile(refuses);
    String seen;
    try {
      proxies.apply(plan(api(A)));
      seen = "?";
    } catch (IOException _) {
      seen = "refused";
    }
    seen += " " + proxies.view().proxies().getFirst().servers().size();
    seen += " " + seen(6443) + seen(6443);
    b.close();
    await(() -> !proxies.view().proxies().getFirst().servers().getLast().state().isUp());
    Pause.millis(300);
    Files.delete(refuses);
    // the servers take turns: one answer of `a` would prove nothing
    await(() -> IntStream.range(0, 2).allMatch(_ -> seen(6443) == 'a'));
    return seen + " a";
  }
}
