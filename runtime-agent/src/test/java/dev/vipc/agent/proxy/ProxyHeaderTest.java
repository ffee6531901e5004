package dev.vipc.agent.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.vipc.agent.plan.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProxyHeaderTest {
  private static final Route V4 = route("192.0.2.1", 1111, "192.0.2.2", 2222);
  private static final Route V6 = route("2001:db8::1:0:0:1", 1, "::1", 65_535);
  private static final Route MIXED = route("192.0.2.1", 1111, "2001:db8::", 2222);

  @Test
  void whatIsWrittenIsRead() {
    for (Proxy.Preface version : new Proxy.Preface[] {Proxy.Preface.V1, Proxy.Preface.V2})
      for (Route route : new Route[] {V4, V6})
        assertEquals(
            Optional.of(route),
            assertInstanceOf(
                    ProxyHeader.Reading.Whole.class, ProxyHeader.read(written(version, route)))
                .route());
  }

  @Test
  void addressesAreWrittenAsShortAsTheyCanBe() {
    assertEquals("PROXY TCP6 2001:db8::1:0:0:1 ::1 1 65535\r\n", text(V6));
    assertEquals("PROXY TCP6 ::ffff:192.0.2.1 2001:db8:: 1111 2222\r\n", text(MIXED));
  }

  /** Section 2.1: the receiver must ignore anything presented before the CRLF. */
  @Test
  void whatFollowsUnknownIsIgnored() {
    assertEquals(
        new ProxyHeader.Reading.Whole(30, Optional.empty()),
        ProxyHeader.read(bytes("PROXY UNKNOWN whatever it is\r\nhello")));
  }

  @Test
  void everyBeginningOfAHeaderIsPartial() {
    for (Proxy.Preface version : new Proxy.Preface[] {Proxy.Preface.V1, Proxy.Preface.V2}) {
      ByteBuffer whole = written(version, V6);
      for (int length = 1; length < whole.limit(); length++)
        assertInstanceOf(
            ProxyHeader.Reading.Partial.class, ProxyHeader.read(whole.slice(0, length)));
    }
  }

  @Test
  void noInputThrows() {
    Random random = new Random(5);
    for (int i = 0; i < 50_000; i++) {
      ByteBuffer whole = written(i % 2 == 0 ? Proxy.Preface.V1 : Proxy.Preface.V2, V4);
      for (int change = 0; change <= random.nextInt(4); change++)
        whole.put(random.nextInt(whole.limit()), (byte) random.nextInt(256));
      ProxyHeader.read(whole.slice(0, 1 + random.nextInt(whole.limit())));
    }
  }

  private static ByteBuffer written(Proxy.Preface version, Route route) {
    ByteBuffer into = ByteBuffer.allocate(ProxyHeader.MOST_BYTES);
    ProxyHeader.write(version, route, into);
    return into.flip();
  }

  private static String text(Route route) {
    return StandardCharsets.US_ASCII.decode(written(Proxy.Preface.V1, route)).toString();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Route route(String source, int sourcePort, String destination, int port) {
    return new Route(
        new InetSocketAddress(InetAddress.ofLiteral(source), sourcePort),
        new InetSocketAddress(InetAddress.ofLiteral(destination), port));
  }
}
