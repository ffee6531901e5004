package dev.vipc.lab.vrrp;

import dev.vipc.lab.FrameRecorder.Frame;
import dev.vipc.lab.Host;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** What a host told its neighbours about the virtual address, by the recorded frames. */
final class Announced {
  private static final int ARP = 0x0806;
  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;
  private static final int VRRP = 112;

  private final Cell cell;
  private final long mac;
  private final byte[] macBytes;
  private final List<Frame> frames;

  Announced(Cell cell, Host host, List<Frame> frames) {
    this.cell = cell;
    this.macBytes =
        HexFormat.ofDelimiter(":").parseHex(host.run("cat", "/sys/class/net/eth0/address").strip());
    this.mac = ByteBuffer.allocate(8).put(2, macBytes).getLong(0);
    this.frames = frames.stream().filter(frame -> frame.sourceMac() == mac).toList();
  }

  long announcements() {
    return frames.stream().filter(this::isAnnouncement).count();
  }

  /** Whether an advertisement came before the first announcement. */
  boolean advertisedFirst() {
    for (Frame frame : frames) {
      if (isAdvertisement(frame)) return true;
      if (isAnnouncement(frame)) return false;
    }
    return false;
  }

  private boolean isAdvertisement(Frame frame) {
    return cell.v6()
        ? frame.etherType() == IPV6 && frame.at(20) == VRRP
        : frame.etherType() == IPV4 && frame.at(23) == VRRP;
  }

  private boolean isAnnouncement(Frame frame) {
    return cell.v6() ? isNeighbourAdvertisement(frame) : isGratuitousArp(frame);
  }

  private boolean isGratuitousArp(Frame frame) {
    return frame.etherType() == ARP
        && has(frame, 0, "ffffffffffff")
        && has(frame, 14, "0001080006040001")
        && has(
            frame, 22, HexFormat.of().formatHex(macBytes) + virtual() + "ffffffffffff" + virtual());
  }

  /** ICMPv6 of type 136 to all nodes, with the target, Override, and the sender's MAC address. */
  private boolean isNeighbourAdvertisement(Frame frame) {
    return frame.etherType() == IPV6
        && frame.at(20) == 58
        && frame.at(54) == 136
        && (frame.at(58) & 0x20) != 0
        && has(frame, 22, virtual() + "ff020000000000000000000000000001")
        && has(frame, 62, virtual())
        && has(frame, 78, "0201" + HexFormat.of().formatHex(macBytes));
  }

  private String virtual() {
    return HexFormat.of().formatHex(InetAddress.ofLiteral(cell.virtual()).getAddress());
  }

  private static boolean has(Frame frame, int at, String hex) {
    byte[] wanted = HexFormat.of().parseHex(hex);
    return frame.bytes().length >= at + wanted.length
        && Arrays.equals(frame.bytes(), at, at + wanted.length, wanted, 0, wanted.length);
  }
}
