package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vipc.agent.proxy.DataPath;
import dev.vipc.agent.proxy.Ending;
import dev.vipc.agent.proxy.ProxyView;
import dev.vipc.agent.proxy.Refusal;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Much traffic through vipd's proxy, servers that die under it, plans that change under it. */
@ParameterizedClass
@EnumSource
final class ProxyTrafficTest {
  private static final int CHUNK = 64 << 10;

  /** What is said in turn before something else happens. */
  private static final int WORDS = 8;

  private final DataPath path;

  ProxyTrafficTest(DataPath path) {
    this.path = path;
    path.whyNot().ifPresent(why -> assumeTrue(false, why));
  }

  private RunningProxy.Vipd running(ProxyTask task) {
    return new RunningProxy.Vipd(task, path);
  }

  /** 1 GiB in four streams, both ways at once, with stalls of either side; then half-closes. */
  @Test
  void everyByteOfAGibibyteArrives() throws Exception {
    long each = (1L << 30) / 8;
    try (var server =
            ScriptedServer.of(
                "s",
                client -> {
                  var sending = sending(client, 7, each);
                  assertArrives(client.getInputStream(), 3, each);
                  sending.join();
                });
        var proxy = running(task().server(server))) {
      List<CompletableFuture<Void>> streams = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Socket client = RunningProxy.connect(proxy);
        streams.add(
            onThread(
                () -> {
                  var sending = sending(client, 3, each);
                  assertArrives(client.getInputStream(), 7, each);
                  sending.join();
                  client.close();
                }));
      }
      for (var stream : streams) stream.join();
      await(() -> ended(proxy, Ending.CLOSED) == 4);
      ProxyView.ServerState state = proxy.view().proxies().getFirst().servers().getFirst();
      assertEquals(List.of(4 * each, 4 * each), List.of(state.bytesIn(), state.bytesOut()));
    }
  }

  /** Each message comes alone, so that it is small, until the receiver has no room for one. */
  @Test
  void everyMessageToASlowReceiverArrives() throws Exception {
    int count = 12 << 20;
    try (var server = ScriptedServer.of("s", client -> utter(client, count, 200_000, _ -> 15_000));
        var proxy = running(task().server(server))) {
      for (int stall : List.of(600, 900)) {
        Socket client = new Socket();
        client.setReceiveBufferSize(32_768);
        client.connect(address(proxy));
        Pause.millis(stall);
        assertArrives(client.getInputStream(), 5, count);
        client.close();
      }
      await(() -> ended(proxy, Ending.CLOSED) == 2);
      assertEquals(2L * count, proxy.view().proxies().getFirst().servers().getFirst().bytesOut());
    }
  }

  /**
   * A few words in turn, and then words without waiting, much at once, rests, slow readers, and an
   * end right behind the last byte: again and again.
   */
  @Test
  void whateverTheRhythmEveryByteArrivesInItsPlace() throws Exception {
    int talks = 600;
    try (var server = ScriptedServer.of("s", ProxyTrafficTest::repeat);
        var proxy = running(task().server(server))) {
      AtomicLong said = new AtomicLong();
      List<CompletableFuture<Void>> talkers = new ArrayList<>();
      for (int talker = 0; talker < 6; talker++) {
        int seed = talker;
        talkers.add(
            onThread(
                () -> {
                  for (int i = seed; i < talks; i += 6) said.addAndGet(talk(proxy, i));
                }));
      }
      for (var talker : talkers) talker.join();
      await(() -> ended(proxy, Ending.CLOSED) == talks);
      ProxyView.ServerState state = proxy.view().proxies().getFirst().servers().getFirst();
      assertEquals(List.of(said.get(), said.get()), List.of(state.bytesIn(), state.bytesOut()));
    }
  }

  /**
   * The server has nothing to say any more, so that nothing but the reset itself tells of it; and
   * other connections keep the proxy busy, so that it hears of both at once.
   */
  @Test
  void aResetRightBehindAMessageEndsTheConnection() throws Exception {
    int clients = 100;
    try (var server = ScriptedServer.of("s", ProxyTrafficTest::sayAgainOrMuch);
        var proxy = running(task().server(server))) {
      List<Socket> busy = new ArrayList<>();
      List<CompletableFuture<Void>> hearing = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Socket client = RunningProxy.connect(proxy);
        client.getOutputStream().write('m');
        busy.add(client);
        hearing.add(onThread(() -> client.getInputStream().skip(Long.MAX_VALUE)));
      }
      for (int i = 0; i < clients; i++) {
        Socket client = RunningProxy.connect(proxy);
        client.setTcpNoDelay(true);
        for (int word = 0; word < WORDS; word++) assertEquals('x', echoed(client));
        client.setSoLinger(true, 0);
        client.getOutputStream().write('x');
        client.close();
      }
      await(() -> proxy.view().connections() == busy.size());
      assertEquals(clients, ended(proxy, Ending.CLIENT_RESET));
      for (var each : hearing) assertFalse(each.isDone());
      for (Socket client : busy) client.close();
    }
  }

  /** Each x a few times and then nothing more; or without end where it is asked for much. */
  private static void sayAgainOrMuch(Socket client) throws IOException {
    byte[] much = new byte[CHUNK];
    for (int heard = 0; heard < WORDS; heard++) {
      int word = client.getInputStream().read();
      while (word == 'm') {
        client.getOutputStream().write(much);
        Thread.yield();
      }
      client.getOutputStream().write(word);
    }
    client.getInputStream().readAllBytes();
  }

  /** Small messages, and much at once between them, to one who is slow. */
  @Test
  void whatComesAtOnceToASlowReceiverStaysInOrder() throws Exception {
    int count = 6 << 20;
    try (var server =
            ScriptedServer.of(
                "s", client -> utter(client, count, 100_000, n -> n % 16 == 0 ? 50_000 : 700));
        var proxy = running(task().server(server))) {
      List<CompletableFuture<Void>> listeners = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Socket client = new Socket();
        client.setSoTimeout(20_000);
        client.setReceiveBufferSize(16_384);
        client.connect(address(proxy));
        int stall = 200 + 60 * i;
        listeners.add(
            onThread(
                () -> {
                  Pause.millis(stall);
                  assertArrives(client.getInputStream(), 5, count);
                  client.close();
                }));
      }
      for (var listener : listeners) listener.join();
      await(() -> ended(proxy, Ending.CLOSED) == listeners.size());
      assertEquals(8L * count, proxy.view().proxies().getFirst().servers().getFirst().bytesOut());
    }
  }

  /**
   * Who does not listen for a while sends much meanwhile, so that the proxy hears of both
   * directions at once; and the end comes right behind the last of many small messages.
   */
  @Test
  void whoSendsMuchAndListensLateHearsEverything() throws Exception {
    int talks = 64;
    long up = 4 << 20;
    try (var server = ScriptedServer.of("s", client -> utterWhileListening(client, up));
        var proxy = running(task().server(server))) {
      List<CompletableFuture<Void>> talkers = new ArrayList<>();
      AtomicLong heard = new AtomicLong();
      for (int talker = 0; talker < 8; talker++) {
        int seed = talker;
        talkers.add(
            onThread(
                () -> {
                  for (int i = seed; i < talks; i += 8) heard.addAndGet(listenLate(proxy, i, up));
                }));
      }
      for (var talker : talkers) talker.join();
      await(() -> ended(proxy, Ending.CLOSED) == talks);
      ProxyView.ServerState state = proxy.view().proxies().getFirst().servers().getFirst();
      assertEquals(List.of(talks * up, heard.get()), List.of(state.bytesIn(), state.bytesOut()));
    }
  }

  /** Says as much as it is told to by the first bytes that it hears. */
  private static void utterWhileListening(Socket client, long up) throws IOException {
    int count = new DataInputStream(client.getInputStream()).readInt();
    var listening = onThread(() -> client.getInputStream().skipNBytes(up - Integer.BYTES));
    utter(client, count, 0, n -> 1 + n * 37 % 1_400);
    listening.join();
  }

  private static int listenLate(RunningProxy proxy, int seed, long up) throws IOException {
    Random random = new Random(seed);
    int count = 50_000 + random.nextInt(3_000_000);
    try (Socket client = new Socket()) {
      client.setSoTimeout(20_000);
      client.setReceiveBufferSize(16_384);
      client.connect(address(proxy));
      var sending =
          onThread(
              () -> {
                var out = new DataOutputStream(client.getOutputStream());
                out.writeInt(count);
                byte[] much = new byte[CHUNK];
                for (long left = up - Integer.BYTES; left > 0; left -= Math.min(left, CHUNK))
                  out.write(much, 0, (int) Math.min(left, CHUNK));
                client.shutdownOutput();
              });
      Pause.millis(random.nextInt(150));
      assertArrives(client.getInputStream(), 5, count);
      sending.join();
    }
    return count;
  }

  /** How many bytes were said, and came back. */
  private static int talk(RunningProxy proxy, int seed) throws IOException {
    Random random = new Random(seed);
    byte[] pattern = pattern(seed);
    try (Socket socket = slowNowAndThen(random)) {
      socket.connect(address(proxy));
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      int inTurn = random.nextInt(12);
      for (int i = 0; i < inTurn; i++) {
        out.write(pattern, i, 1);
        assertEquals(pattern[i] & 0xFF, in.read(), "talk " + seed);
      }
      Random saying = new Random(random.nextLong());
      AtomicInteger said = new AtomicInteger();
      var sender = onThread(() -> said.set(chatter(socket, saying, pattern, inTurn)));
      if (random.nextInt(3) == 0) Pause.millis(random.nextInt(60));
      byte[] read = new byte[500 + random.nextInt(CHUNK)];
      int seen = inTurn;
      for (int n = in.read(read); n >= 0; n = in.read(read)) {
        for (int i = 0; i < n; i++, seen++)
          if (read[i] != pattern[seen % CHUNK])
            throw new AssertionError("talk " + seed + ": another byte at " + seen);
        if (random.nextInt(40) == 0) Pause.millis(1);
      }
      sender.join();
      assertEquals(said.get(), seen, "talk " + seed);
      return seen;
    }
  }

  /** Not connected yet. */
  private static Socket slowNowAndThen(Random random) throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    if (random.nextInt(6) == 0) socket.setReceiveBufferSize(32_768);
    return socket;
  }

  private static InetSocketAddress address(RunningProxy proxy) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), proxy.port());
  }

  /** Says some dozens of things of the pattern, and ends; how much of it was said. */
  private static int chatter(Socket socket, Random random, byte[] pattern, int begun)
      throws IOException {
    OutputStream out = socket.getOutputStream();
    int sent = begun;
    int sayings = random.nextInt(80);
    for (int i = 0; i < sayings; i++) {
      int size = random.nextInt(random.nextInt(12) == 0 ? 150_000 : 1_500);
      for (int left = size; left > 0; ) {
        int part = Math.min(left, CHUNK - sent % CHUNK);
        out.write(pattern, sent % CHUNK, part);
        sent += part;
        left -= part;
      }
      int rest = random.nextInt(30);
      if (rest == 0) Pause.millis(2);
      else if (rest < 10) LockSupport.parkNanos(20_000);
    }
    socket.shutdownOutput();
    return sent;
  }

  /** Says everything again, in pieces that are not those it heard; slow now and then. */
  private static void repeat(Socket client) throws IOException {
    Random random = new Random(1);
    client.setTcpNoDelay(true);
    byte[] heard = new byte[CHUNK];
    for (int n = client.getInputStream().read(heard, 0, 1 + random.nextInt(CHUNK - 1));
        n >= 0;
        n = client.getInputStream().read(heard, 0, 1 + random.nextInt(CHUNK - 1))) {
      int half = random.nextInt(n + 1);
      client.getOutputStream().write(heard, 0, half);
      client.getOutputStream().write(heard, half, n - half);
      if (random.nextInt(100) == 0) Pause.millis(3);
    }
    client.shutdownOutput();
  }

  /**
   * Says so many bytes in pieces, and that this is all.
   *
   * @param restNanos between two
   * @param size of the n-th
   */
  private static void utter(Socket socket, int count, long restNanos, IntUnaryOperator size)
      throws IOException {
    byte[] pattern = pattern(5);
    socket.setTcpNoDelay(true);
    for (int sent = 0, piece = 0; sent < count; piece++) {
      int most = Math.min(CHUNK - sent % CHUNK, count - sent);
      int part = Math.min(size.applyAsInt(piece), most);
      socket.getOutputStream().write(pattern, sent % CHUNK, part);
      sent += part;
      LockSupport.parkNanos(restNanos);
    }
    socket.shutdownOutput();
  }

  private interface Work {
    void run() throws IOException;
  }

  private static CompletableFuture<Void> onThread(Work work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                work.run();
                done.complete(null);
              } catch (IOException | RuntimeException | AssertionError e) {
                done.completeExceptionally(e);
              }
            });
    return done;
  }

  /** Sends pieces of any size, rests now and then, and says that this is all. */
  private static CompletableFuture<Void> sending(Socket socket, long seed, long count) {
    return onThread(
        () -> {
          byte[] pattern = pattern(seed);
          Random random = new Random(seed);
          OutputStream out = socket.getOutputStream();
          for (long sent = 0; sent < count; ) {
            int at = (int) (sent % CHUNK);
            int most = random.nextInt(10) == 0 ? 1 + random.nextInt(900) : CHUNK;
            int size = (int) Math.min(Math.min(most, CHUNK - at), count - sent);
            out.write(pattern, at, size);
            sent += size;
            if (random.nextInt(2_000) == 0) Pause.millis(50);
          }
          socket.shutdownOutput();
        });
  }

  private static void assertArrives(InputStream in, long seed, long count) throws IOException {
    byte[] pattern = pattern(seed);
    byte[] read = new byte[CHUNK];
    Random random = new Random(~seed);
    long seen = 0;
    for (int n = in.readNBytes(read, 0, CHUNK); n > 0; n = in.readNBytes(read, 0, CHUNK)) {
      if (Arrays.mismatch(read, 0, n, pattern, 0, n) >= 0)
        throw new AssertionError("another byte after " + seen);
      seen += n;
      if (random.nextInt(1_500) == 0) Pause.millis(50);
    }
    if (seen != count) throw new AssertionError(seen + " bytes of " + count);
  }

  private static byte[] pattern(long seed) {
    byte[] pattern = new byte[CHUNK];
    new Random(seed).nextBytes(pattern);
    return pattern;
  }

  /** As many as the descriptors of this process allow, up to 10,000. */
  @Test
  void thousandsOfIdleConnectionsStayOpenAndWork() throws IOException {
    try (var echo = echo();
        var proxy = running(task().most(20_000).server(echo))) {
      // client, both ends of the proxy and server are all in this process
      int count = Math.min(10_000, proxy.view().connectionLimit() / 2 - 200);
      List<Socket> clients = new ArrayList<>();
      for (int i = 0; i < count; i++) clients.add(RunningProxy.connect(proxy));
      await(() -> proxy.view().proxies().getFirst().servers().getFirst().connections() == count);
      for (Socket client : clients) assertEquals('x', echoed(client));
      for (Socket client : clients) client.close();
      await(() -> proxy.view().connections() == 0);
    }
  }

  @Test
  void theOthersGoOnWhenAServerDiesInTheMiddle() throws IOException {
    List<Socket> ofDying = new ArrayList<>();
    try (var dying =
            ScriptedServer.of(
                "d",
                client -> {
                  synchronized (ofDying) {
                    ofDying.add(client);
                  }
                  client.getInputStream().transferTo(client.getOutputStream());
                });
        var good = echo();
        var proxy =
            running(
                task()
                    .retries(3, true)
                    .check("{\"kind\":\"tcp\",\"intervalMillis\":100}")
                    .server(dying)
                    .server(good))) {
      List<Socket> clients = new ArrayList<>();
      for (int i = 0; i < 10; i++) clients.add(RunningProxy.connect(proxy));
      for (Socket client : clients) assertEquals('x', echoed(client));
      dying.close();
      synchronized (ofDying) {
        for (Socket socket : ofDying) {
          if (socket.isClosed()) continue; // a check's
          socket.setSoLinger(true, 0);
          socket.close();
        }
      }
      int alive = 0;
      for (Socket client : clients) if (echoed(client) == 'x') alive++;
      assertEquals(5, alive);
      await(() -> proxy.state("d").startsWith("DOWN"));
      for (int i = 0; i < 4; i++) assertEquals('x', echoed(RunningProxy.connect(proxy)));
    }
  }

  /** The end of the handshake waits for a client's bytes only where they are there. */
  @Test
  void aServerThatSpeaksFirstIsHeardAtOnce() throws IOException {
    int count = 50;
    try (var greeting =
            ScriptedServer.of(
                "g",
                client -> {
                  client.getOutputStream().write('x');
                  client.getInputStream().readAllBytes();
                });
        var proxy = running(task().server(greeting))) {
      long begun = System.nanoTime();
      for (int i = 0; i < count; i++) {
        try (Socket client = RunningProxy.connect(proxy)) {
          assertEquals('x', client.getInputStream().read());
        }
      }
      long took = (System.nanoTime() - begun) / 1_000_000;
      assertTrue(took < count * 100, () -> took + " ms");
    }
  }

  /**
   * While the client takes nothing the server is not to blame for its silence, and afterwards it is
   * (HAProxy 2.6 waits for the client's timeout).
   */
  @Test
  void aServerThatFallsSilentAfterItsClientWasSlowIsClosed() throws IOException {
    int count = 24 << 20;
    ProxyTask task = task().timeout("server", 600);
    try (var generous =
            ScriptedServer.of(
                "g",
                client -> {
                  client.getOutputStream().write(new byte[count]);
                  client.getInputStream().readAllBytes();
                });
        var proxy = running(task.server(generous))) {
      Socket client = RunningProxy.connect(proxy);
      Pause.millis(1_500);
      assertEquals(count, client.getInputStream().readNBytes(count).length);
      long begun = System.nanoTime();
      assertEquals(-1, client.getInputStream().read());
      long took = (System.nanoTime() - begun) / 1_000_000;
      assertTrue(took >= 500 && took < 5_000, () -> took + " ms");
      await(() -> ended(proxy, Ending.SERVER_TIMEOUT) == 1);
    }
  }

  @Test
  void theSessionsOfAServerMarkedDownAreClosedWhereThePlanSaysSo() throws IOException {
    try (var server = echo();
        var proxy =
            running(
                task()
                    .closeOnDown()
                    .check("{\"kind\":\"tcp\",\"intervalMillis\":100,\"fall\":1}")
                    .server(server))) {
      Socket client = RunningProxy.connect(proxy);
      assertEquals('x', echoed(client));
      server.close();
      assertEquals(-1, quietly(client));
      await(() -> ended(proxy, Ending.SERVER_DOWN) == 1);
    }
  }

  @Test
  void aNewPlanKeepsTheConnectionsThatItAllows() throws Exception {
    try (var a = echo();
        var b = echo();
        var proxy = running(task().server(named("a", a)).server(named("b", b)))) {
      List<Socket> clients = new ArrayList<>();
      for (int i = 0; i < 6; i++) clients.add(RunningProxy.connect(proxy));
      for (Socket client : clients) assertEquals('x', echoed(client));
      ProxyTask renamed = new ProxyTask("leastconn").server(named("b", b)).server(named("c", a));
      proxy.proxies().apply(renamed.called("api").plan(proxy.port()));
      for (Socket client : clients) assertEquals('x', echoed(client));
      assertEquals(0, ended(proxy, Ending.STOPPED));
      ProxyTask next = new ProxyTask("leastconn").server(named("b", b));
      proxy.proxies().apply(next.plan(proxy.port()));
      int kept = 0;
      for (Socket client : clients) if (echoed(client) == 'x') kept++;
      assertEquals(3, kept);
      assertEquals('x', echoed(RunningProxy.connect(proxy)));
      assertEquals(3, ended(proxy, Ending.STOPPED));
    }
  }

  @Test
  void beyondTheProxysLimitClientsWait() throws IOException {
    try (var echo = echo();
        var proxy = running(task().most(2).server(echo))) {
      Socket first = RunningProxy.connect(proxy);
      Socket second = RunningProxy.connect(proxy);
      assertEquals("xx", "" + (char) echoed(first) + (char) echoed(second));
      Socket third = RunningProxy.connect(proxy);
      third.getOutputStream().write('y');
      third.setSoTimeout(200);
      assertEquals(-1, quietly(third));
      first.close();
      third.setSoTimeout(10_000);
      assertEquals('y', third.getInputStream().read());
      assertEquals(0, proxy.view().proxies().getFirst().refusals().get(Refusal.CONNECTION_LIMIT));
    }
  }

  @Test
  void aboveTheLimitOfThePlanClientsAreRefusedUntilOneEnds() throws IOException {
    try (var echo = echo();
        var proxy = running(task().connections(2).server(echo))) {
      Socket first = RunningProxy.connect(proxy);
      Socket second = RunningProxy.connect(proxy);
      assertEquals("xx", "" + (char) echoed(first) + (char) echoed(second));
      for (int i = 0; i < 5; i++) assertFalse(isServed(proxy));
      assertEquals(5, refused(proxy, Refusal.CONNECTION_LIMIT));
      assertEquals('x', echoed(second));
      first.close();
      await(() -> isServed(proxy));
      second.close();
    }
  }

  /** This process has more than the plan allows, until the plan allows it more. */
  @Test
  void aboveTheLimitOnMemoryNobodyIsLetInAndWhoIsInGoesOn() throws IOException {
    int refused = 20;
    try (var echo = echo();
        var proxy = running(task().server(echo))) {
      Socket in = RunningProxy.connect(proxy);
      assertEquals('x', echoed(in));
      proxy.proxies().apply(task().memory(16).server(echo).plan(proxy.port()));
      await(() -> !isServed(proxy));
      long before = refused(proxy, Refusal.MEMORY_LIMIT);
      for (int i = 0; i < refused; i++) assertFalse(isServed(proxy));
      assertEquals(before + refused, refused(proxy, Refusal.MEMORY_LIMIT));
      assertEquals('x', echoed(in));
      await(() -> proxy.view().connections() == 1);
      proxy.proxies().apply(task().server(echo).plan(proxy.port()));
      await(() -> isServed(proxy));
      assertEquals('x', echoed(in));
    }
  }

  /** A connection of its own, ended again. */
  private static boolean isServed(RunningProxy proxy) {
    try (Socket client = RunningProxy.connect(proxy)) {
      return echoed(client) == 'x';
    } catch (IOException _) {
      return false;
    }
  }

  private static long refused(RunningProxy.Vipd proxy, Refusal why) {
    return proxy.view().proxies().getFirst().refusals().getOrDefault(why, 0L);
  }

  @Test
  void drainingEndsWithTheLastConnection() throws Exception {
    try (var echo = echo();
        var proxy = running(task().server(echo))) {
      Socket client = RunningProxy.connect(proxy);
      assertEquals('x', echoed(client));
      var draining =
          CompletableFuture.runAsync(
              () -> {
                try {
                  proxy.proxies().drain(java.time.Duration.ofSeconds(30));
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      await(() -> proxy.view().draining());
      assertEquals('x', echoed(client));
      assertFalse(draining.isDone());
      client.close();
      draining.join();
    }
  }

  /** An address of RFC 5737 that no machine holds, as the virtual address of a backup is. */
  @Test
  void itListensOnIpv6AndOnAnAddressThatTheNodeDoesNotHold() throws IOException {
    int port = RunningProxy.freePort();
    ProxyTask task = task().alsoOn("[::1]:" + port).alsoOn("192.0.2.77:" + port);
    try (var echo = echo();
        var proxy = running(task.server(echo));
        Socket client = new Socket(java.net.InetAddress.ofLiteral("::1"), port)) {
      assertEquals('x', echoed(client));
      assertEquals(3, proxy.view().proxies().getFirst().listen().size());
    }
  }

  @Test
  void aPlanThatCannotBeListenedOnChangesNothing() throws IOException {
    try (var echo = echo();
        var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.ofLiteral("127.0.0.1"));
        var proxy = running(task().server(echo))) {
      ProxyTask bad = task().alsoOn("127.0.0.1:" + taken.getLocalPort()).server(echo);
      IOException refusal =
          assertThrows(
              IOException.class, () -> proxy.proxies().apply(bad.plan(RunningProxy.freePort())));
      String why = String.valueOf(refusal.getMessage());
      assertTrue(why.contains("address already in use"), why);
      assertEquals('x', echoed(RunningProxy.connect(proxy)));
    }
  }

  private static ProxyTask task() {
    return new ProxyTask("roundrobin").timeout("client", 60_000).timeout("server", 60_000);
  }

  private static ProxyTask.Target named(String name, ScriptedServer server) {
    return new ProxyTask.Target(name, server.port(), 1, false, 0, "none");
  }

  private static ScriptedServer echo() {
    return ScriptedServer.of(
        "e", client -> client.getInputStream().transferTo(client.getOutputStream()));
  }

  /** What comes back for an x; -1 where nothing does. */
  private static int echoed(Socket client) {
    try {
      client.getOutputStream().write('x');
      return client.getInputStream().read();
    } catch (IOException _) {
      return -1;
    }
  }

  private static int quietly(Socket client) {
    try {
      return client.getInputStream().read();
    } catch (IOException _) {
      return -1;
    }
  }

  private static long ended(RunningProxy.Vipd proxy, Ending how) {
    return proxy.view().proxies().getFirst().endings().getOrDefault(how, 0L);
  }

  private static void await(BooleanSupplier condition) {
    long until = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < until, "it did not come to that");
      Pause.millis(10);
    }
  }
}
