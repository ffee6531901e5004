package dev.vipc.agent.net;

import dev.vipc.agent.vrrp.Envelope;
import dev.vipc.agent.vrrp.IpAddress;
import dev.vipc.agent.vrrp.Reception;
import java.nio.ByteBuffer;

/**
 * A raw socket for IP protocol 112 on one interface: for one multicast group, or for the unicasts
 * to one source address.
 */
public abstract sealed class VrrpSocket extends RawSocket permits Ipv4VrrpSocket, Ipv6VrrpSocket {
  static final int ROOM = 4096;

  /** Some two thousand advertisements, so that a process that was stopped hears what it missed. */
  static final int RECEIVE_BUFFER = 1 << 20;

  private final Buffer packet = Buffer.ofNetworkOrder(ROOM);

  VrrpSocket(Syscall kernel, String what, int family) throws SystemCallException {
    super(kernel, what, family, Envelope.PROTOCOL);
  }

  VrrpSocket(Syscall kernel) {
    super(kernel);
  }

  /** One that nothing goes through, for rehearsals. */
  public static VrrpSocket closed(Syscall kernel, boolean v6) {
    return v6 ? new Ipv6VrrpSocket(kernel) : new Ipv4VrrpSocket(kernel);
  }

  /**
   * Opens a socket.
   *
   * @param index of the interface
   * @param source what packets are sent from
   * @param group the multicast group, or the source again where packets are sent to peers
   */
  public static VrrpSocket open(
      Syscall kernel, String iface, int index, IpAddress source, IpAddress group)
      throws SystemCallException {
    return source.v6()
        ? new Ipv6VrrpSocket(kernel, iface, index, source, group)
        : new Ipv4VrrpSocket(kernel, iface, index, group);
  }

  /** Where received packets are, from 0 on: IPv4 with its header, of IPv6 the payload. */
  public ByteBuffer packet() {
    return packet.bytes();
  }

  final long packetAddress() {
    return packet.address();
  }

  /** Takes the next packet; false where none is there. */
  public abstract boolean receive();

  /** Reads what the IP layer says of the packet that was taken last. */
  public abstract Reception open(Envelope envelope);

  /** The destination of {@link #send}, made once. */
  public abstract Buffer destination(IpAddress address);

  /**
   * Sends a packet.
   *
   * @param to of {@link #destination}
   * @return a negative {@link Errno} where the kernel refused it
   */
  public final int send(Buffer bytes, int length, Buffer to) {
    return (int)
        kernel()
            .call(
                SystemCall.SENDTO,
                descriptor(),
                bytes.address(),
                length,
                0,
                to.address(),
                to.bytes().capacity());
  }
}
