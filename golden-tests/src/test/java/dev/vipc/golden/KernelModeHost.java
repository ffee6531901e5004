package dev.vipc.golden;

import dev.vipc.agent.log.Log;
import dev.vipc.agent.plan.PlanReader;
import dev.vipc.agent.proxy.Proxies;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A host of its own in a network namespace: a virtual address, two servers of weights 1 and 2, and
 * vipd in kernel mode before them; and before them on every address of both families. It prints
 * what a client sees, a line each step.
 */
final class KernelModeHost {
  private static final String PLAN =
      """
      {"version": 1, "node": "here", "interfaces": [{"name": "lo", "subnets": ["10.0.0.0/8"]}],
       "limits": {"memoryMebibytes": 4096},
       "proxies": [{"name": "api", "mode": "kernel", "listen": ["10.9.9.1:6443"],
         "balance": "roundrobin",
         "servers": [{"name": "a", "address": "10.9.0.1", "port": 18001},
                     {"name": "b", "address": "10.9.0.2", "port": 18001, "weight": 2}],
         "check": {"kind": "tcp", "intervalMillis": 200, "fall": 1},
         "timeouts": {"connectMillis": 1000, "clientMillis": 9000, "serverMillis": 9000,
                      "queueMillis": 1000}},
         {"name": "any", "mode": "kernel", "listen": ["*:6444", "127.0.0.1:6444", "[::]:6444"],
         "servers": [{"name": "b", "address": "10.9.0.2", "port": 18001},
                     {"name": "c", "address": "fd00:9::1", "port": 18001}],
         "check": {"kind": "tcp", "intervalMillis": 200, "fall": 1},
         "timeouts": {"connectMillis": 1000, "clientMillis": 9000, "serverMillis": 9000,
                      "queueMillis": 1000}}]}
      """;

  private KernelModeHost() {}

  public static void main(String[] arguments) throws IOException {
    addresses();
    ServerSocket a = server("10.9.0.1", 'a');
    server("10.9.0.2", 'b');
    server("fd00:9::1", 'c');
    Log log = new Log("proxy", OutputStream.nullOutputStream());
    Proxies proxies = new Proxies(log, 1);
    proxies.apply(PlanReader.read(PLAN).plan().orElseThrow());
    System.out.println(answers(9));
    System.out.println(anyAddress(proxies));
    List<Socket> held = new ArrayList<>();
    for (int i = 0; i < 6; i++) held.add(open());
    a.close();
    while (tableSays("to/api/a")) Pause.millis(20);
    System.out.println(answers(5));
    // the connections are flushed after the table has changed
    while (held.stream().anyMatch(client -> answer(client) == 'a')) Pause.millis(20);
    for (Socket client : held) System.out.print(answer(client));
    System.out.println();
    proxies.close();
    System.out.println(tableSays("vipd") ? "the table is still there" : "no table");
    System.exit(0);
  }

  /** A virtual one, and those of two servers. */
  static void addresses() {
    for (String address : List.of("10.9.9.1/32", "10.9.0.1/32", "10.9.0.2/32", "fd00:9::1/128"))
      Command.run("ip", "address", "add", address, "dev", "lo");
  }

  /** Goes on with its connections when it is closed, as a server that hangs does. */
  static ServerSocket server(String address, char name) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 18_001));
    Thread.ofVirtual()
        .start(
            () -> {
              while (!socket.isClosed())
                try {
                  Socket client = socket.accept();
                  Thread.ofVirtual().start(() -> serve(client, name));
                } catch (IOException _) {
                  // it was closed
                }
            });
    return socket;
  }

  private static void serve(Socket client, char name) {
    try (client) {
      while (client.getInputStream().read() >= 0) client.getOutputStream().write(name);
    } catch (IOException _) {
      // the client went away
    }
  }

  private static String answers(int count) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < count; i++) seen.append(answer(open()));
    return seen.toString();
  }

  /** What two listeners on every address answer, then loopback; and how many vipd accepted. */
  private static String anyAddress(Proxies proxies) throws IOException {
    String seen = "" + answer(open("10.9.0.1", 6444)) + answer(open("fd00:9::1", 6444));
    char carried = answer(open("127.0.0.1", 6444));
    return seen
        + (carried == '!' ? " lost " : " carried ")
        + proxies.view().proxies().getLast().accepted();
  }

  static Socket open() throws IOException {
    return open(6443);
  }

  static Socket open(int port) throws IOException {
    return open("10.9.9.1", port);
  }

  private static Socket open(String address, int port) throws IOException {
    Socket socket = new Socket(InetAddress.ofLiteral(address), port);
    socket.setSoTimeout(5_000);
    return socket;
  }

  static char answer(Socket client) {
    try {
      client.getOutputStream().write('x');
      int read = client.getInputStream().read();
      return read < 0 ? '!' : (char) read;
    } catch (IOException _) {
      return '!';
    }
  }

  static boolean tableSays(String text) {
    return Command.run("nft", "list", "ruleset").output().contains(text);
  }
}
