package dev.vipc.agent.vip;

import dev.vipc.agent.net.Buffer;
import dev.vipc.agent.net.Errno;
import dev.vipc.agent.net.FrameSocket;
import dev.vipc.agent.net.VrrpSocket;
import dev.vipc.agent.vrrp.AdvertisementWriter;
import dev.vipc.agent.vrrp.Envelope;
import dev.vipc.agent.vrrp.IpAddress;
import dev.vipc.agent.vrrp.RouterSettings;
import java.nio.ByteBuffer;
import java.util.List;

/** Sends the advertisements of one virtual router. */
abstract sealed class AdvertisementSender {
  /**
   * Sends one advertisement to every destination.
   *
   * @return 0, or the {@link Errno} of the last refusal
   */
  abstract int send(int priority);

  /** One packet to each destination through a raw socket. */
  static AdvertisementSender through(VrrpSocket socket, RouterSettings settings) {
    return new Packets(socket, settings);
  }

  /** One frame to the multicast group, from a virtual MAC address. */
  static AdvertisementSender framed(
      FrameSocket socket, int index, byte[] mac, RouterSettings settings) {
    return new Frames(socket, index, mac, settings);
  }

  private static final class Packets extends AdvertisementSender {
    private final VrrpSocket socket;
    private final Buffer[] packets;
    private final Buffer[] destinations;
    private final AdvertisementWriter[] writers;

    Packets(VrrpSocket socket, RouterSettings settings) {
      this.socket = socket;
      List<IpAddress> to = settings.destinations();
      packets = new Buffer[to.size()];
      destinations = new Buffer[to.size()];
      writers = new AdvertisementWriter[to.size()];
      for (int i = 0; i < packets.length; i++) {
        packets[i] = Buffer.ofNetworkOrder(AdvertisementWriter.bytes(settings));
        destinations[i] = socket.destination(to.get(i));
        writers[i] = new AdvertisementWriter(settings, to.get(i), packets[i].bytes());
      }
    }

    @Override
    int send(int priority) {
      int refusal = 0;
      for (int i = 0; i < writers.length; i++) {
        int sent = socket.send(packets[i], writers[i].write(priority), destinations[i]);
        if (sent < 0) refusal = -sent;
      }
      return refusal;
    }
  }

  private static final class Frames extends AdvertisementSender {
    private static final int ETHERNET = 14;
    private static final int IPV6 = 40;

    private final FrameSocket socket;
    private final int index;
    private final Buffer frame;
    private final int offset;
    private final AdvertisementWriter writer;

    Frames(FrameSocket socket, int index, byte[] mac, RouterSettings settings) {
      this.socket = socket;
      this.index = index;
      IpAddress group = settings.destinations().getFirst();
      int length = AdvertisementWriter.bytes(settings);
      offset = settings.v6() ? ETHERNET + IPV6 : ETHERNET;
      frame = Buffer.ofNetworkOrder(offset + length);
      writeHeaders(frame.bytes(), mac, settings.source(), group, length);
      writer = new AdvertisementWriter(settings, group, frame.bytes().slice(offset, length));
    }

    /** The MAC address of a group: RFC 1112, section 6.4, and RFC 2464, section 7. */
    private static void writeHeaders(
        ByteBuffer to, byte[] mac, IpAddress source, IpAddress group, int length) {
      to.put(6, mac);
      if (!group.v6()) {
        to.putShort(0, (short) 0x0100).putInt(2, 0x5e00_0000 | (int) group.low() & 0x7f_ffff);
        to.putShort(12, (short) 0x0800);
        return;
      }
      to.putShort(0, (short) 0x3333).putInt(2, (int) group.low()).putShort(12, (short) 0x86dd);
      to.putInt(14, 0x6c00_0000).putShort(18, (short) length);
      to.put(20, (byte) Envelope.PROTOCOL).put(21, (byte) 255);
      source.write(to, 22);
      group.write(to, 38);
    }

    @Override
    int send(int priority) {
      int sent = socket.send(index, frame, offset + writer.write(priority));
      return sent < 0 ? -sent : 0;
    }
  }
}
