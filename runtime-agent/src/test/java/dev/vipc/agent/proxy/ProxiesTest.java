package dev.vipc.agent.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vipc.agent.log.Log;
import dev.vipc.agent.plan.PlanReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource
class ProxiesTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

  private final DataPath path;

  ProxiesTest(DataPath path) {
    this.path = path;
    path.whyNot().ifPresent(why -> assumeTrue(false, why));
  }

  @Test
  void aLoopThatHangsDoesNotTurn() throws Exception {
    try (var log = new Log("test", OutputStream.nullOutputStream());
        var proxies = new Proxies(log, 2, path)) {
      assertTrue(proxies.turns(LONG));
      var end = new CountDownLatch(1);
      proxies.post(() -> awaits(end));
      assertFalse(proxies.turns(Duration.ofMillis(50)));
      end.countDown();
      assertTrue(proxies.turns(LONG));
      proxies.close();
      assertTrue(proxies.turns(Duration.ZERO), "what was ended hangs nowhere");
    }
  }

  private static void awaits(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void moreMessagesInATurnThanThereAreBuffersArriveToo() throws Exception {
    try (var log = new Log("test", OutputStream.nullOutputStream());
        var proxies = new Proxies(log, 1, path, 4);
        var echo = new ServerSocket(0, 1_000, HERE)) {
      serve(echo, client -> client.getInputStream().transferTo(client.getOutputStream()));
      int port = run(proxies, echo);
      List<Socket> clients = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        clients.add(new Socket(HERE, port));
        clients.get(i).setSoTimeout((int) LONG.toMillis());
        assertEquals('x', echoed(clients.get(i)));
      }
      var end = new CountDownLatch(1);
      proxies.post(() -> awaits(end));
      for (int i = 0; i < 400; i++) clients.get(i).getOutputStream().write(i & 0x7f);
      end.countDown();
      for (int i = 0; i < 400; i++) assertEquals(i & 0x7f, clients.get(i).getInputStream().read());
      for (Socket client : clients) assertEquals('x', echoed(client));
    }
  }

  @Test
  void connectionsAreTakenInAndGoOnHoweverManyLoopsTakeThem() throws Exception {
    try (var log = new Log("test", OutputStream.nullOutputStream());
        var proxies = new Proxies(log, 3, path);
        var echo = new ServerSocket(0, 1_000, HERE)) {
      serve(echo, client -> client.getInputStream().transferTo(client.getOutputStream()));
      proxies.take(1);
      int port = run(proxies, echo);
      List<Socket> clients = new ArrayList<>();
      for (int taking : new int[] {1, 2, 3, 1}) {
        proxies.take(taking);
        join(clients, port);
      }
      // another proxy at the same place opens sockets of its own there, and the first one's are
      // closed
      run(proxies, echo, port, "other");
      for (Socket client : clients) client.close();
      clients.clear();
      for (int taking : new int[] {1, 3, 2}) {
        proxies.take(taking);
        join(clients, port);
      }
      for (Socket client : clients) client.close();
    }
  }

  /** More clients, who are all answered, as those of before still are. */
  private static void join(List<Socket> clients, int port) throws IOException {
    for (int i = 0; i < 20; i++) clients.add(new Socket(HERE, port));
    for (Socket client : clients) {
      client.setSoTimeout((int) LONG.toMillis());
      assertEquals('x', echoed(client));
    }
  }

  private static int echoed(Socket client) throws IOException {
    client.getOutputStream().write('x');
    return client.getInputStream().read();
  }

  /** With fewer buffers than there are slow receivers. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void slowReceiversWithoutABufferMissNothingAndHoldNobodyUp(int buffers) throws Exception {
    byte[] message = new byte[15_000];
    for (int i = 0; i < message.length; i++) message[i] = (byte) (i * 31 >> 3);
    int count = 500;
    try (var log = new Log("test", OutputStream.nullOutputStream());
        var proxies = new Proxies(log, 1, path, buffers);
        var generous = new ServerSocket(0, 100, HERE)) {
      serve(
          generous,
          client -> {
            if (client.getInputStream().read() == 'x') client.getOutputStream().write('x');
            else
              for (int i = 0; i < count; i++) {
                client.getOutputStream().write(message);
                // each comes alone, so that no pipe is worth it
                LockSupport.parkNanos(300_000);
              }
          });
      int port = run(proxies, generous);
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        slow.add(new Socket(HERE, port));
        slow.get(i).setSoTimeout((int) LONG.toMillis());
        slow.get(i).getOutputStream().write('s');
      }
      for (int i = 0; i < 10; i++) {
        pause(100);
        try (var other = new Socket(HERE, port)) {
          other.setSoTimeout((int) LONG.toMillis());
          assertEquals('x', echoed(other));
        }
      }
      for (Socket client : slow)
        for (int i = 0; i < count; i++)
          assertArrayEquals(message, client.getInputStream().readNBytes(message.length));
    }
  }

  /** A pipe gets nothing from where an urgent byte is, and the socket is readable all the same. */
  @Test
  void whatComesBehindAnUrgentByteArrivesWithoutSpinning() throws Exception {
    int bulk = 1 << 20;
    try (var log = new Log("test", OutputStream.nullOutputStream());
        var proxies = new Proxies(log, 1, path);
        var server = new ServerSocket(0, 10, HERE)) {
      serve(
          server,
          client -> {
            for (int count : new int[] {bulk, 5, 3}) {
              if (client.getInputStream().readNBytes(count).length < count) return;
              client.getOutputStream().write('x');
            }
          });
      try (var client = new Socket(HERE, run(proxies, server))) {
        client.setSoTimeout((int) LONG.toMillis());
        OutputStream out = client.getOutputStream();
        out.write(new byte[bulk]);
        client.sendUrgentData('u');
        out.write(new byte[5]);
        assertEquals('x', client.getInputStream().read());
        assertEquals('x', client.getInputStream().read());
        // the urgent byte and what is before and behind it may be there at once
        proxies.post(() -> pause(200));
        out.write(1);
        client.sendUrgentData('u');
        out.write(new byte[2]);
        assertEquals('x', client.getInputStream().read());
        client.sendUrgentData('u');
        long busy = busyMillis(proxies);
        pause(500);
        assertTrue(busyMillis(proxies) - busy < 100);
      }
    }
  }

  /** The processor time of the only loop. */
  private static long busyMillis(Proxies proxies) throws Exception {
    var busy = new CompletableFuture<Long>();
    proxies.post(
        () -> busy.complete(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()));
    return busy.get(20, TimeUnit.SECONDS) / 1_000_000;
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Talk {
    void with(Socket client) throws IOException;
  }

  private static void serve(ServerSocket listener, Talk talk) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  Socket client = listener.accept();
                  Thread.ofVirtual().start(() -> serve(client, talk));
                }
              } catch (IOException _) {
                // the test is over
              }
            });
  }

  private static void serve(Socket client, Talk talk) {
    try (client) {
      talk.with(client);
    } catch (IOException _) {
      // a check, or the test is over
    }
  }

  /** One proxy before one server; the port that it listens on. */
  private static int run(Proxies proxies, ServerSocket server) throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, HERE)) {
      port = free.getLocalPort();
    }
    run(proxies, server, port, "p");
    return port;
  }

  private static void run(Proxies proxies, ServerSocket server, int port, String name)
      throws IOException {
    proxies.apply(
        PlanReader.read(
                """
                {"version": 1, "node": "a", "interfaces": [{"name": "lo", "subnets": ["127.0.0.0/8"]}],
                 "limits": {"memoryMebibytes": 4096},
                 "proxies": [{"name": "%s", "listen": ["127.0.0.1:%d"],
                   "check": {"kind": "tcp", "intervalMillis": 600000},
                   "timeouts": {"connectMillis": 5000, "clientMillis": 60000, "serverMillis": 60000,
                     "queueMillis": 5000},
                   "servers": [{"name": "a", "address": "127.0.0.1", "port": %d}]}]}"""
                    .formatted(name, port, server.getLocalPort()))
            .plan()
            .orElseThrow());
  }
}
