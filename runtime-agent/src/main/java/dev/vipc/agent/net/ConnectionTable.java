package dev.vipc.agent.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's table of tracked connections (linux/netfilter/nfnetlink_conntrack.h): translated
 * connections stay with their server, dead or not, until they are forgotten here.
 */
public final class ConnectionTable extends RawSocket {
  private static final int NETLINK_NETFILTER = 12;
  private static final int CONNTRACK = 1 << 8;
  private static final int NEW = CONNTRACK;
  private static final int GET = CONNTRACK | 1;
  private static final int DELETE = CONNTRACK | 2;
  private static final int NLMSG_DONE = 3;
  private static final int NLMSG_ERROR = 2;
  private static final int MSG_DONTWAIT = 0x40;

  /** struct nfgenmsg follows the header: family, version, resource. */
  private static final int NFGEN_BYTES = 4;

  private static final int NESTED = 0x8000;
  private static final int TYPE_MASK = 0x3fff;
  private static final int TUPLE_ORIGINAL = 1;
  private static final int TUPLE_REPLY = 2;
  private static final int TUPLE_IP = 1;
  private static final int TUPLE_PROTO = 2;
  private static final int PROTO_INFO = 4;
  private static final int INFO_TCP = 1;
  private static final int TCP_STATE = 1;
  private static final int IPV4_SOURCE = 1;
  private static final int IPV4_DESTINATION = 2;
  private static final int IPV6_SOURCE = 3;
  private static final int IPV6_DESTINATION = 4;
  private static final int PROTO_NUMBER = 1;
  private static final int PROTO_SOURCE_PORT = 2;
  private static final int PROTO_DESTINATION_PORT = 3;
  private static final int TCP = 6;

  /** TCP_CONNTRACK_LAST_ACK of nf_conntrack_tcp.h: from it on both sides have ended. */
  private static final int LAST_ACK = 6;

  private static final int ROOM = 64 << 10;

  private final Buffer answer = Buffer.ofHostOrder(ROOM);
  private int sequence;

  public ConnectionTable(Syscall kernel) throws SystemCallException {
    super(kernel, "netlink", AF_NETLINK, NETLINK_NETFILTER);
  }

  /**
   * A TCP connection.
   *
   * @param madeTo where the client connected to
   * @param server who answers it
   * @param isOpen whether neither side has ended it for good
   * @param original the client's side, as the kernel wrote it
   */
  public record Connection(
      InetSocketAddress madeTo, InetSocketAddress server, boolean isOpen, byte[] original) {}

  /** Has the kernel know nothing of a connection any more. */
  public void forget(Connection connection) {
    int family =
        connection.server().getAddress() instanceof Inet6Address
            ? NativeAddress.IPV6
            : NativeAddress.IPV4;
    NetlinkMessage request =
        new NetlinkMessage(DELETE, NetlinkMessage.NLM_F_ACK).u8(family).u8(0).u16(0);
    send(request.attribute(TUPLE_ORIGINAL | NESTED, connection.original()));
    receive();
  }

  /** The TCP connections of a family. */
  public List<Connection> all(boolean v6) {
    int family = v6 ? NativeAddress.IPV6 : NativeAddress.IPV4;
    send(new NetlinkMessage(GET, NetlinkMessage.NLM_F_DUMP).u8(family).u8(0).u16(0));
    List<Connection> found = new ArrayList<>();
    while (true) {
      int length = receive();
      for (int at = 0; at + NetlinkMessage.HEADER <= length; ) {
        ByteBuffer bytes = answer.bytes();
        int size = bytes.getInt(at);
        int type = bytes.getShort(at + 4);
        if (type == NLMSG_DONE || type == NLMSG_ERROR || size < NetlinkMessage.HEADER) return found;
        int body = NetlinkMessage.HEADER + NFGEN_BYTES;
        if (type == NEW && size > body)
          connection(slice(bytes, at + body, size - body), v6).ifPresent(found::add);
        at += aligned(size);
      }
      if (length <= 0) return found;
    }
  }

  private static Optional<Connection> connection(ByteBuffer entry, boolean v6) {
    ByteBuffer original = attribute(entry, TUPLE_ORIGINAL);
    ByteBuffer reply = attribute(entry, TUPLE_REPLY);
    byte[] number = bytes(attribute(attribute(reply, TUPLE_PROTO), PROTO_NUMBER));
    if (number.length != 1 || number[0] != TCP) return Optional.empty();
    byte[] state = bytes(attribute(attribute(attribute(entry, PROTO_INFO), INFO_TCP), TCP_STATE));
    return end(original, v6 ? IPV6_DESTINATION : IPV4_DESTINATION, PROTO_DESTINATION_PORT)
        .flatMap(
            madeTo ->
                end(reply, v6 ? IPV6_SOURCE : IPV4_SOURCE, PROTO_SOURCE_PORT)
                    .map(
                        server ->
                            new Connection(
                                madeTo,
                                server,
                                state.length != 1 || state[0] < LAST_ACK,
                                bytes(original))));
  }

  private static Optional<InetSocketAddress> end(ByteBuffer tuple, int address, int port) {
    byte[] raw = bytes(attribute(attribute(tuple, TUPLE_IP), address));
    byte[] number = bytes(attribute(attribute(tuple, TUPLE_PROTO), port));
    if (number.length != 2) return Optional.empty();
    try {
      return Optional.of(
          new InetSocketAddress(
              InetAddress.getByAddress(raw), (number[0] & 0xff) << 8 | (number[1] & 0xff)));
    } catch (UnknownHostException _) {
      return Optional.empty();
    }
  }

  /** The value of an attribute; empty where there is none. */
  private static ByteBuffer attribute(ByteBuffer within, int type) {
    for (int at = 0; at + 4 <= within.limit(); ) {
      int size = within.getShort(at) & 0xffff;
      if (size < 4 || at + size > within.limit()) break;
      if ((within.getShort(at + 2) & TYPE_MASK) == type) return slice(within, at + 4, size - 4);
      at += aligned(size);
    }
    return ByteBuffer.allocate(0);
  }

  private static ByteBuffer slice(ByteBuffer of, int at, int length) {
    return of.slice(at, length).order(ByteOrder.nativeOrder());
  }

  private static byte[] bytes(ByteBuffer of) {
    byte[] copied = new byte[of.limit()];
    of.get(0, copied);
    return copied;
  }

  /** Messages and attributes begin at multiples of four. */
  private static int aligned(int size) {
    return (size + 3) & ~3;
  }

  private void send(NetlinkMessage request) {
    request.number(++sequence);
    kernel().call(SystemCall.SENDTO, descriptor(), request.address(), request.length(), 0, 0, 0);
  }

  /** How many bytes came; negative where there are none. */
  private int receive() {
    return (int)
        kernel().call(SystemCall.RECVFROM, descriptor(), answer.address(), ROOM, MSG_DONTWAIT);
  }
}
