package dev.vipc.agent.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With pairs of connected sockets of this process. */
class RingTest {
  private static final int BYTES = 4_096;

  private final Syscall kernel = new Syscall();
  private final Sockets sockets = new Sockets(kernel);
  private final List<Ring> rings = new ArrayList<>();
  private final SocketPairs pairs = new SocketPairs(kernel);

  private Ring ring(int buffers, int requests, int completions) throws SystemCallException {
    try {
      Ring ring = new Ring(kernel, buffers, BYTES, requests, completions);
      rings.add(ring);
      ring.begin();
      return ring;
    } catch (SystemCallException e) {
      assumeTrue(false, e.getMessage());
      throw e;
    }
  }

  @AfterEach
  void close() {
    rings.forEach(Ring::close);
    pairs.close();
  }

  private static String text(Ring ring, int buffer, int count) {
    byte[] text = new byte[count];
    ring.bytes(buffer).bytes().get(0, text);
    return new String(text, StandardCharsets.US_ASCII);
  }

  @Test
  void looksBeforeItSleepsButNotAgainAfterALookInVain() throws Exception {
    Ring ring = ring(2, 8, 8);
    ring.lookBeforeSleep(true);
    ring.receive(pairs.open()[1], 5);
    long begun = System.nanoTime();
    assertEquals(0, ring.await(20));
    assertTrue(System.nanoTime() - begun >= 20_000_000);
    assertEquals(Lookout.LONGEST, ring.lookedNanos());
    assertEquals(0, ring.await(1));
    assertEquals(Lookout.LONGEST, ring.lookedNanos());
  }

  @Test
  void hearsWhatAnotherThreadSendsWhileItLooks() throws Exception {
    Ring ring = ring(2, 8, 8);
    ring.lookBeforeSleep(true);
    int[] pair = pairs.open();
    Thread other = Thread.ofPlatform().start(() -> echo(pair[1]));
    for (int i = 0; i < 10_000; i++) {
      pairs.say(pair[0], "?");
      ring.receive(pair[0], i);
      assertEquals(1, ring.await(5_000));
      assertEquals(i, ring.word(0));
      ring.giveBack(ring.buffer(0));
    }
    assertTrue(ring.lookedNanos() > 0);
    sockets.shutdownWriting(pair[0]);
    other.join();
  }

  private void echo(int socket) {
    Sockets own = new Sockets(new Syscall());
    Buffer bytes = Buffer.ofHostOrder(1);
    for (int read = -1; read != 0; read = own.receive(socket, bytes, 1))
      if (read > 0) own.send(socket, bytes, 0, 1);
  }

  @Test
  void whatIsReceivedIsSentFromTheSameBufferAndNothingIsHeardOfThat() throws Exception {
    Ring ring = ring(2, 8, 8);
    int[] from = pairs.open();
    int[] to = pairs.open();
    for (String text : List.of("one", "two", "three")) {
      ring.receive(from[1], 5);
      assertEquals(0, ring.await(0));
      pairs.say(from[0], text);
      assertEquals(1, ring.await(1_000));
      assertEquals(5, ring.word(0));
      assertEquals(text, text(ring, ring.buffer(0), ring.result(0)));
      ring.send(to[0], ring.buffer(0), ring.result(0), true, 6);
      assertEquals(0, ring.await(0));
      Buffer read = Buffer.ofHostOrder(BYTES);
      assertEquals(text.length(), sockets.receive(to[1], read, BYTES));
    }
  }

  @Test
  void receivesEachTimeUntilItIsTakenBack() throws Exception {
    Ring ring = ring(2, 8, 8);
    int[] pair = pairs.open();
    ring.receiveEach(pair[1], 5);
    assertEquals(0, ring.await(0));
    for (String text : List.of("one", "two", "three")) {
      pairs.say(pair[0], text);
      assertEquals(1, ring.await(1_000));
      assertTrue(ring.hasMore(0));
      assertEquals(text, text(ring, ring.buffer(0), ring.result(0)));
      ring.giveBack(ring.buffer(0));
    }
    ring.cancel(5);
    assertEquals(1, ring.await(1_000));
    assertEquals(-Errno.ECANCELED, ring.result(0));
    assertFalse(ring.hasMore(0));
  }

  @Test
  void aSendIsOpenUntilItsFailureWouldHaveBeenTold() throws Exception {
    Ring ring = ring(2, 8, 8);
    int[] from = pairs.open();
    ring.receive(from[1], 5);
    pairs.say(from[0], "hello");
    assertEquals(1, ring.await(1_000));
    assertFalse(ring.isOpen(0));
    long number = ring.send(pairs.open()[0], ring.buffer(0), 5, true, 6);
    assertTrue(ring.isOpen(number));
    ring.submit();
    assertTrue(ring.isOpen(number));
    assertEquals(0, ring.await(0));
    assertFalse(ring.isOpen(number));
  }

  @Test
  void aSendThatFindsNoRoomIsHeardOf() throws Exception {
    Ring ring = ring(2, 8, 8);
    int[] from = pairs.open();
    int[] to = pairs.open();
    pairs.fill(to[0]);
    ring.receive(from[1], 5);
    pairs.say(from[0], "hello");
    assertEquals(1, ring.await(1_000));
    int buffer = ring.buffer(0);
    ring.send(to[0], buffer, 5, true, 6);
    assertEquals(1, ring.await(0));
    assertEquals(List.of(6L, -11L), List.of(ring.word(0), (long) ring.result(0)));
    assertEquals("hello", text(ring, buffer, 5));
  }

  @Test
  void whereAllBuffersAreInUseNothingIsReceived() throws Exception {
    Ring ring = ring(1, 8, 8);
    int[] first = pairs.open();
    int[] second = pairs.open();
    ring.receive(first[1], 1);
    pairs.say(first[0], "a");
    assertEquals(1, ring.await(1_000));
    int buffer = ring.buffer(0);
    ring.receive(second[1], 2);
    pairs.say(second[0], "b");
    assertEquals(1, ring.await(1_000));
    assertEquals(-Errno.ENOBUFS, ring.result(0));
    assertEquals(Ring.NO_BUFFER, ring.buffer(0));
    ring.giveBack(buffer);
    ring.receive(second[1], 3);
    assertEquals(1, ring.await(1_000));
    assertEquals("b", text(ring, ring.buffer(0), ring.result(0)));
  }

  @Test
  void aRequestHoldsItsSocketOpenUntilItIsTakenBack() throws Exception {
    Ring ring = ring(2, 8, 8);
    int[] pair = pairs.open();
    ring.receive(pair[1], 1);
    ring.close(pair[1]);
    pairs.leave(pair[1]);
    assertEquals(0, ring.await(0));
    assertEquals(-Errno.EAGAIN, peek(pair[0]));
    ring.cancel(1);
    assertEquals(1, ring.await(1_000));
    assertTrue(ring.result(0) < 0);
    ring.await(0);
    assertEquals(0, peek(pair[0]), "the other side has ended");
  }

  private int peek(int socket) {
    return sockets.peek(socket, Buffer.ofHostOrder(1), 1);
  }

  /**
   * More is done than there is room to tell of: until its failure is heard, nothing else is
   * received into the buffer of a send.
   */
  @Test
  void theBufferOfASendThatFailedWaitsUntilThatIsHeard() throws Exception {
    int buffers = 16;
    Ring ring = ring(buffers, 4, 4);
    int[] to = pairs.open();
    pairs.fill(to[0]);
    int buffer = -1;
    for (int i = 0; i < buffers; i++) {
      int[] pair = pairs.open();
      ring.receive(pair[1], i);
      if (i == 0) {
        pairs.say(pair[0], "mine");
        assertEquals(1, ring.await(1_000));
        buffer = ring.buffer(0);
      }
      pairs.say(pair[0], "else");
    }
    assertEquals(4, ring.await(1_000), "the others have been received, and wait to be told of");
    ring.send(to[0], buffer, 4, true, 99);
    int[] waiting = pairs.open();
    pairs.say(waiting[0], "else");
    for (int turn = 0; turn < 20; turn++) {
      ring.receive(waiting[1], 50);
      int count = ring.await(100);
      for (int n = 0; n < count; n++)
        if (ring.word(n) == 99) {
          assertEquals("mine", text(ring, buffer, 4));
          return;
        }
    }
    fail("the failure of the send is not told");
  }
}
