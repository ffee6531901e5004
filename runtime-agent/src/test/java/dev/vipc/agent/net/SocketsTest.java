package dev.vipc.agent.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketsTest {
  private static final int CONNECTIONS = 60;
  private static final int TRIES = 10;
  private static final long LONG_NANOS = 10_000_000_000L;

  private final Sockets sockets = new Sockets(new Syscall());
  private final List<Integer> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(sockets::close);
  }

  private InetSocketAddress listen(InetSocketAddress at) throws SystemCallException {
    int listener = sockets.listen(at, CONNECTIONS);
    opened.add(listener);
    return new InetSocketAddress(at.getAddress(), sockets.local(listener).inet().getPort());
  }

  /** How many of new connections each of the listeners gets. */
  private int[] shares(InetSocketAddress place, List<Integer> listeners) {
    for (int i = 0; i < CONNECTIONS; i++) opened.add(sockets.connect(NativeAddress.of(place)));
    int[] shares = new int[listeners.size()];
    long until = System.nanoTime() + LONG_NANOS;
    while (Arrays.stream(shares).sum() < CONNECTIONS && System.nanoTime() < until)
      for (int i = 0; i < shares.length; i++) shares[i] += acceptAll(listeners.get(i));
    return shares;
  }

  private int acceptAll(int listener) {
    int count = 0;
    NativeAddress peer = new NativeAddress();
    for (int s = sockets.accept(listener, peer); s >= 0; s = sockets.accept(listener, peer)) {
      opened.add(s);
      count++;
    }
    return count;
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "0.0.0.0"})
  void theFirstListenersShareWhatComes(String address) throws SystemCallException {
    InetSocketAddress place = new InetSocketAddress(InetAddress.ofLiteral(address), 0);
    for (int i = 0; i < 3; i++) place = listen(place);
    List<Integer> listeners = List.copyOf(opened);

    sockets.share(listeners.getFirst(), 1);
    assertArrayEquals(new int[] {CONNECTIONS, 0, 0}, shares(place, listeners));

    sockets.share(listeners.getFirst(), 2);
    int[] ofTwo = shares(place, listeners);
    assertEquals(CONNECTIONS, ofTwo[0] + ofTwo[1]);
    assertTrue(ofTwo[0] > 0 && ofTwo[1] > 0);

    sockets.share(listeners.getLast(), 3);
    int[] ofAll = shares(place, listeners);
    assertEquals(CONNECTIONS, ofAll[0] + ofAll[1] + ofAll[2]);
    assertTrue(ofAll[0] > 0 && ofAll[1] > 0 && ofAll[2] > 0);
  }

  /** Whether a connection to there is one for its listener before anything was sent. */
  private boolean isKnownOf(int listener, int connected) {
    opened.add(connected);
    // on loopback the handshake is over when the system call is, as a rule
    int accepted = sockets.accept(listener, new NativeAddress());
    if (accepted >= 0) opened.add(accepted);
    return accepted >= 0;
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void whoConnectsToSendEndsTheHandshakeWithItsFirstBytes(String address)
      throws SystemCallException {
    NativeAddress place =
        NativeAddress.of(listen(new InetSocketAddress(InetAddress.ofLiteral(address), 0)));
    int listener = opened.getFirst();
    Buffer word = Buffer.ofHostOrder(8);
    int quiet = 0;
    for (int i = 0; i < 2 * TRIES; i++) {
      int socket = sockets.connectToSend(place);
      if (isKnownOf(listener, socket)) continue; // this thread had to wait for 200 ms
      quiet++;
      if (i % 2 == 0) assertEquals(8, sockets.send(socket, word, 0, 8));
      else sockets.acknowledge(socket);
      long until = System.nanoTime() + LONG_NANOS;
      int accepted;
      do accepted = sockets.accept(listener, new NativeAddress());
      while (accepted < 0 && System.nanoTime() < until);
      assertTrue(accepted >= 0);
      opened.add(accepted);
      if (i % 2 == 0) assertEquals(8, sockets.receive(accepted, word, 8));
    }
    assertTrue(quiet > TRIES, () -> "as many were known of at once: " + address);
    assertTrue(isKnownOf(listener, sockets.connect(place)));
  }

  @Test
  void whatIsSharedAmongMoreThanThereAreIsTakenAllTheSame() throws SystemCallException {
    InetSocketAddress place = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    List<Integer> listeners = List.copyOf(opened);
    sockets.share(listeners.getFirst(), 4);
    assertArrayEquals(new int[] {CONNECTIONS}, shares(place, listeners));
  }
}
