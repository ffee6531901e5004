package dev.vipc.agent.net;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
  private static final int IPV4_SOURCE = 1;
  private static final int IPV6_SOURCE = 3;
  private static final int PROTO_NUMBER = 1;
  private static final int PROTO_SOURCE_PORT = 2;
  private static final int TCP = 6;
  private static final int ROOM = 64 << 10;

  private final Buffer answer = Buffer.ofHostOrder(ROOM);
  private int sequence;

  public ConnectionTable(Syscall kernel) throws SystemCallException {
    super(kernel, "netlink", AF_NETLINK, NETLINK_NETFILTER);
  }

  /**
   * Forgets all TCP connections that a server answers.
   *
   * @return how many there were
   */
  public int forget(InetSocketAddress server) {
    int family =
        server.getAddress() instanceof Inet6Address ? NativeAddress.IPV6 : NativeAddress.IPV4;
    List<byte[]> tuples = originals(server, family);
    for (byte[] tuple : tuples) {
      NetlinkMessage request =
          new NetlinkMessage(DELETE, NetlinkMessage.NLM_F_ACK).u8(family).u8(0).u16(0);
      send(request.attribute(TUPLE_ORIGINAL | NESTED, tuple));
      receive();
    }
    return tuples.size();
  }

  /** What the client's side of each of these connections is, as the kernel wrote it. */
  private List<byte[]> originals(InetSocketAddress server, int family) {
    send(new NetlinkMessage(GET, NetlinkMessage.NLM_F_DUMP).u8(family).u8(0).u16(0));
    List<byte[]> found = new ArrayList<>();
    while (true) {
      int length = receive();
      for (int at = 0; at + NetlinkMessage.HEADER <= length; ) {
        ByteBuffer bytes = answer.bytes();
        int size = bytes.getInt(at);
        int type = bytes.getShort(at + 4);
        if (type == NLMSG_DONE || type == NLMSG_ERROR || size < NetlinkMessage.HEADER) return found;
        int body = NetlinkMessage.HEADER + NFGEN_BYTES;
        if (type == NEW && size > body) match(slice(bytes, at + body, size - body), server, found);
        at += aligned(size);
      }
      if (length <= 0) return found;
    }
  }

  private static void match(ByteBuffer entry, InetSocketAddress server, List<byte[]> found) {
    ByteBuffer reply = attribute(entry, TUPLE_REPLY);
    ByteBuffer ip = attribute(reply, TUPLE_IP);
    ByteBuffer proto = attribute(reply, TUPLE_PROTO);
    boolean v6 = server.getAddress() instanceof Inet6Address;
    byte[] source = bytes(attribute(ip, v6 ? IPV6_SOURCE : IPV4_SOURCE));
    byte[] number = bytes(attribute(proto, PROTO_NUMBER));
    byte[] port = bytes(attribute(proto, PROTO_SOURCE_PORT));
    if (number.length == 1
        && number[0] == TCP
        && port.length == 2
        && ((port[0] & 0xff) << 8 | (port[1] & 0xff)) == server.getPort()
        && Arrays.equals(source, server.getAddress().getAddress()))
      found.add(bytes(attribute(entry, TUPLE_ORIGINAL)));
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
