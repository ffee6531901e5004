package dev.vipc.agent.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vipc.agent.net.Buffer;
import dev.vipc.agent.net.Errno;
import dev.vipc.agent.net.Ring;
import dev.vipc.agent.net.SocketPairs;
import dev.vipc.agent.net.Sockets;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.SystemCallException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a ring tells in an order that only a busy loop sees, told to a relay one by one. */
class RelayTest {
  private static final int MOST = 64 << 10;

  private final Syscall kernel = new Syscall();
  private final Sockets sockets = new Sockets(kernel);
  private final SocketPairs pairs = new SocketPairs(kernel);
  private Loop loop;
  private Ring ring;
  private int client;
  private int toClient;
  private int server;
  private Relay relay;

  @BeforeEach
  void connect() throws SystemCallException {
    DataPath path = DataPath.IO_URING_MULTISHOT;
    path.whyNot().ifPresent(why -> assumeTrue(false, why));
    loop = new Loop(4, 16, path);
    loop.events().begin();
    ring = loop.events().ring().orElseThrow();
    int[] clients = pairs.open();
    int[] servers = pairs.openTcp();
    client = clients[0];
    toClient = clients[1];
    server = servers[0];
    Server counted = DispatcherTest.server("s", 100, OptionalInt.empty(), 0);
    relay = new Relay(loop, toClient, servers[1], counted, 0);
    assertEquals(Optional.empty(), relay.turn());
  }

  @AfterEach
  void close() {
    if (relay != null) relay.release();
    if (loop != null) loop.events().end();
    pairs.close();
  }

  /** All that is there, and a period where that is the end. */
  private String heard(int socket) {
    StringBuilder heard = new StringBuilder();
    Buffer bytes = Buffer.ofHostOrder(MOST);
    while (true) {
      int count = sockets.receive(socket, bytes, MOST);
      if (count == -Errno.EAGAIN) return heard.toString();
      assertTrue(count >= 0, () -> Errno.describe(-count));
      if (count == 0) return heard.append('.').toString();
      byte[] text = new byte[count];
      bytes.bytes().get(0, text);
      heard.append(new String(text, StandardCharsets.US_ASCII));
    }
  }

  private record Told(int about, int result, int buffer, boolean last) {}

  private List<Told> wait(int millis) {
    List<Told> told = new ArrayList<>();
    int count = ring.await(millis);
    for (int n = 0; n < count; n++)
      if (ring.word(n) >= 0)
        told.add(new Told((int) ring.word(n), ring.result(n), ring.buffer(n), !ring.hasMore(n)));
    return told;
  }

  private Optional<Ending> tell(Told told) {
    return relay.done(told.about(), told.result(), told.buffer(), told.last());
  }

  private void goOn(int turns) {
    for (int i = 0; i < turns; i++) {
      for (Told told : wait(0)) assertEquals(Optional.empty(), tell(told));
      assertEquals(Optional.empty(), relay.turn());
    }
  }

  /** After that, what the server says is received without being asked for. */
  private void saySmallThings() {
    for (String word : List.of("a", "b", "c", "d", "e")) {
      pairs.say(server, word);
      goOn(3);
      assertEquals(word, heard(client));
    }
  }

  @Test
  void theEndWaitsForWhatTheReceiverHadNoRoomFor() {
    saySmallThings();
    int filled = pairs.fill(toClient);
    pairs.say(server, "last words");
    sockets.shutdownWriting(server);
    List<Told> bytesAndEnd = wait(0);
    assertEquals(List.of(10, 0), bytesAndEnd.stream().map(Told::result).toList());
    bytesAndEnd.forEach(told -> assertEquals(Optional.empty(), tell(told)));

    pairs.say(client, "upload");
    List<Told> both = wait(0);
    assertEquals(List.of(Session.SENT + 1, Session.BYTES), both.stream().map(Told::about).toList());
    // a readiness of the other direction is told of before, since it is there at once
    assertEquals(Optional.empty(), tell(both.getLast()));
    assertEquals(filled, heard(client).length());
    assertEquals(Optional.empty(), tell(both.getFirst()));
    goOn(4);
    assertEquals("last words.", heard(client));
    assertEquals("upload", heard(server));
  }

  @Test
  void whatComesBehindAMessageThatHadNoRoomStaysBehindIt() {
    saySmallThings();
    int filled = pairs.fill(toClient);
    String many = "x".repeat(BufferPool.BYTES);
    pairs.say(server, many + "tail");
    List<Told> pieces = wait(0);
    assertEquals(List.of(BufferPool.BYTES, 4), pieces.stream().map(Told::result).toList());
    for (Told told : pieces) assertEquals(Optional.empty(), tell(told));
    pairs.say(server, "more");
    goOn(1);
    pairs.say(server, "and more");
    goOn(1);
    assertEquals(filled, heard(client).length());
    goOn(8);
    assertEquals(many + "tailmoreand more", heard(client));
    saySmallThings();
    sockets.shutdownWriting(server);
    goOn(3);
    assertEquals(".", heard(client));
  }

  /** It is there before the ring begins to receive what it was asked for last. */
  @Test
  void aResetThatComesWithTheFirstBytesThatNobodyAskedForIsHeard() {
    for (String word : List.of("a", "b", "c")) {
      pairs.say(server, word);
      goOn(3);
    }
    pairs.say(server, "d");
    for (Told told : wait(1_000)) assertEquals(Optional.empty(), tell(told));
    pairs.say(server, "e");
    sockets.reset(server);
    pairs.leave(server);
    Optional<Ending> ending = Optional.empty();
    for (int i = 0; i < 8 && ending.isEmpty(); i++) {
      for (Told told : wait(0)) if (ending.isEmpty()) ending = tell(told);
      if (ending.isEmpty()) ending = relay.turn();
    }
    assertEquals(Optional.of(Ending.SERVER_RESET), ending);
    assertEquals("abcde", heard(client));
  }
}
