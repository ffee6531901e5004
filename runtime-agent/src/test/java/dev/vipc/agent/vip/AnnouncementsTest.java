package dev.vipc.agent.vip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.agent.vrrp.InternetChecksum;
import dev.vipc.agent.vrrp.IpAddress;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {
  private static final byte[] MAC = HexFormat.of().parseHex("0200c0ffee01");

  private static String hex(ByteBuffer frame) {
    return HexFormat.of().formatHex(frame.array());
  }

  @Test
  void aGratuitousArpIsARequestToEverybodyAsKeepalivedSendsIt() {
    ByteBuffer frame = ByteBuffer.allocate(42);
    Announcements.writeArp(frame, MAC, IpAddress.of(InetAddress.ofLiteral("10.0.0.100")));
    assertEquals(
        "ffffffffffff0200c0ffee010806"
            + "0001080006040001"
            + "0200c0ffee010a000064"
            + "ffffffffffff0a000064",
        hex(frame));
  }

  @Test
  void aNeighbourAdvertisementOverridesAndHasARightSum() {
    ByteBuffer frame = ByteBuffer.allocate(86);
    IpAddress address = IpAddress.of(InetAddress.ofLiteral("fd00::64"));
    Announcements.writeAdvertisement(frame, MAC, address, false);
    assertEquals(
        "3333000000010200c0ffee0186dd"
            + "6000000000203aff"
            + "fd000000000000000000000000000064"
            + "ff020000000000000000000000000001",
        hex(frame).substring(0, 108));
    assertEquals("20000000", hex(frame).substring(116, 124));
    assertEquals("02010200c0ffee01", hex(frame).substring(156));
    long sum = InternetChecksum.add(32 + 58, frame, 22, 64);
    assertEquals(0, InternetChecksum.fold(sum));
  }

  @Test
  void aNodeThatForwardsSaysSo() {
    ByteBuffer frame = ByteBuffer.allocate(86);
    IpAddress address = IpAddress.of(InetAddress.ofLiteral("fd00::64"));
    Announcements.writeAdvertisement(frame, MAC, address, true);
    assertEquals("a0000000", hex(frame).substring(116, 124));
  }
}
