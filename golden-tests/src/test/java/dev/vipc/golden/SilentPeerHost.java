package dev.vipc.golden;

import dev.vipc.agent.log.Log;
import dev.vipc.agent.plan.PlanReader;
import dev.vipc.agent.proxy.Proxies;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A host of its own in a network namespace, on which one side of a connection through vipd's proxy
 * falls silent, as one does whose machine is gone. It prints what the other side sees of it.
 */
final class SilentPeerHost {
  private static final InetAddress SERVER = InetAddress.ofLiteral("10.9.0.1");
  private static final InetAddress CLIENT = InetAddress.ofLiteral("10.9.0.2");
  private static final InetAddress PROXY = InetAddress.ofLiteral("10.9.9.1");

  private static final String PLAN =
      """
      {"version": 1, "node": "here", "interfaces": [{"name": "lo", "subnets": ["10.0.0.0/8"]}],
       "limits": {"memoryMebibytes": 4096},
       "proxies": [{"name": "api", "listen": ["10.9.9.1:6443"],
         "servers": [{"name": "a", "address": "10.9.0.1", "port": 18001}],
         "check": {"kind": "tcp", "intervalMillis": 60000},
         "keepAlive": {"idleMillis": 1000, "intervalMillis": 1000, "count": 3,
                       "userTimeoutMillis": 1500},
         "timeouts": {"connectMillis": 1000, "clientMillis": 60000, "serverMillis": 60000,
                      "queueMillis": 1000}}]}
      """;

  private SilentPeerHost() {}

  public static void main(String[] arguments) throws IOException {
    KernelModeHost.addresses();
    ServerSocket listening = new ServerSocket(18_001, 50, SERVER);
    Proxies proxies = new Proxies(new Log("proxy", OutputStream.nullOutputStream()), 1);
    proxies.apply(PlanReader.read(PLAN).plan().orElseThrow());
    Socket client = new Socket(PROXY, 6443, CLIENT, 0);
    client.getOutputStream().write('x');
    Socket server = accepted(listening);
    System.out.println(timers("src", PROXY) + " " + timers("dst", SERVER));
    System.out.println(
        switch (arguments[0]) {
          case "server" -> untilTheEnd(SERVER, client, true);
          case "idle client" -> untilTheEnd(CLIENT, server, false);
          default -> throw new IllegalArgumentException(arguments[0]);
        });
    System.exit(0);
  }

  /** The client's connection; that of a check says nothing. */
  private static Socket accepted(ServerSocket listening) throws IOException {
    while (true) {
      Socket socket = listening.accept();
      try {
        if (socket.getInputStream().read() == 'x') return socket;
      } catch (IOException _) {
        // a check ends with a reset
      }
    }
  }

  /** How many established connections wait for the time to ask whether the other side lives. */
  private static long timers(String side, InetAddress address) {
    return Command.run("ss", "-tnoH", "state", "established", side, address.getHostAddress())
        .output()
        .lines()
        .filter(line -> line.contains("timer:(keepalive,"))
        .count();
  }

  /** In milliseconds, from when what comes from an address is lost. */
  private static long untilTheEnd(InetAddress silent, Socket other, boolean talks)
      throws IOException {
    for (String command :
        new String[] {
          "add table ip silence",
          "add chain ip silence out { type filter hook output priority 0; }",
          "add rule ip silence out ip saddr %s drop".formatted(silent.getHostAddress())
        }) Command.run("nft", command);
    long begun = System.nanoTime();
    if (talks) other.getOutputStream().write('y');
    other.setSoTimeout(20_000);
    try {
      while (other.getInputStream().read() >= 0) {
        // all that is still on its way
      }
    } catch (IOException _) {
      // an end as well; after too long a time it shows
    }
    return (System.nanoTime() - begun) / 1_000_000;
  }
}
