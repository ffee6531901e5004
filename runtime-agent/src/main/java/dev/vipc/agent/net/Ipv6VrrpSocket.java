package dev.vipc.agent.net;

import dev.vipc.agent.vrrp.Envelope;
import dev.vipc.agent.vrrp.IpAddress;
import dev.vipc.agent.vrrp.Reception;
import java.nio.ByteBuffer;

/**
 * VRRP over IPv6. The kernel writes the header; it is not asked to verify checksums, since what it
 * drops nobody can count.
 */
final class Ipv6VrrpSocket extends VrrpSocket {
  /** linux/in6.h. */
  private static final int IPPROTO_IPV6 = 41;

  private static final int IPV6_UNICAST_HOPS = 16;
  private static final int IPV6_MULTICAST_IF = 17;
  private static final int IPV6_MULTICAST_HOPS = 18;
  private static final int IPV6_MULTICAST_LOOP = 19;
  private static final int IPV6_ADD_MEMBERSHIP = 20;
  private static final int IPV6_MULTICAST_ALL = 29;
  private static final int IPV6_RECVPKTINFO = 49;
  private static final int IPV6_PKTINFO = 50;
  private static final int IPV6_RECVHOPLIMIT = 51;
  private static final int IPV6_HOPLIMIT = 52;
  private static final int IPV6_TCLASS = 67;
  private static final int IPV6_FREEBIND = 78;

  private static final int NETWORK_CONTROL = 0xc0;
  private static final int SOCKADDR = 28;
  private static final int SOCKADDR_ADDRESS = 8;

  /** struct msghdr and, behind it, its struct iovec. */
  private static final int MSGHDR = 56;

  private static final int NAME_LENGTH = 8;
  private static final int CONTROL_LENGTH = 40;
  private static final int CONTROL_ROOM = 128;

  /** struct cmsghdr: length, level, type. */
  private static final int CMSGHDR = 16;

  private final int index;
  private final Buffer message = Buffer.ofHostOrder(MSGHDR + 16);
  private final Buffer name = Buffer.ofHostOrder(SOCKADDR);
  private final Buffer control = Buffer.ofHostOrder(CONTROL_ROOM);

  /** Source and destination, where an envelope reads them. */
  private final ByteBuffer addresses = ByteBuffer.allocateDirect(32);

  private int received;

  Ipv6VrrpSocket(Syscall kernel) {
    super(kernel);
    this.index = 0;
  }

  Ipv6VrrpSocket(Syscall kernel, String iface, int index, IpAddress source, IpAddress group)
      throws SystemCallException {
    super(kernel, "VRRP over IPv6", AF_INET6);
    this.index = index;
    try {
      bindToDevice(iface);
      goFirst();
      setReceiveRoom(RECEIVE_BUFFER);
      set("IPV6_UNICAST_HOPS", IPPROTO_IPV6, IPV6_UNICAST_HOPS, 255);
      set("IPV6_TCLASS", IPPROTO_IPV6, IPV6_TCLASS, NETWORK_CONTROL);
      set("IPV6_RECVPKTINFO", IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
      set("IPV6_RECVHOPLIMIT", IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
      set("IPV6_FREEBIND", IPPROTO_IPV6, IPV6_FREEBIND, 1);
      if (group.isMulticast()) join(group);
      bind(source.toString(), destination(source), SOCKADDR);
    } catch (SystemCallException e) {
      close();
      throw e;
    }
    prepareMessage();
  }

  private void join(IpAddress group) throws SystemCallException {
    set("IPV6_MULTICAST_ALL", IPPROTO_IPV6, IPV6_MULTICAST_ALL, 0);
    set("IPV6_MULTICAST_HOPS", IPPROTO_IPV6, IPV6_MULTICAST_HOPS, 255);
    set("IPV6_MULTICAST_LOOP", IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0);
    set("the interface of multicasts", IPPROTO_IPV6, IPV6_MULTICAST_IF, index);
    option().bytes().put(0, group.toInetAddress().getAddress()).putInt(16, index);
    setBytes("the multicast group " + group, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, 20);
  }

  private void prepareMessage() {
    message.bytes().putLong(0, name.address());
    message.bytes().putLong(16, message.address() + MSGHDR).putLong(24, 1);
    message.bytes().putLong(32, control.address());
    message.bytes().putLong(MSGHDR, packetAddress()).putLong(MSGHDR + 8, ROOM);
  }

  @Override
  public boolean receive() {
    message.bytes().putInt(NAME_LENGTH, SOCKADDR).putLong(CONTROL_LENGTH, CONTROL_ROOM);
    received = (int) kernel().call(SystemCall.RECVMSG, descriptor(), message.address(), 0);
    return received >= 0;
  }

  @Override
  public Reception open(Envelope envelope) {
    int hopLimit = -1;
    addresses.put(0, name.bytes(), SOCKADDR_ADDRESS, 16).putLong(16, 0).putLong(24, 0);
    long end = message.bytes().getLong(CONTROL_LENGTH);
    for (int at = 0; at + CMSGHDR <= end; at = next(at)) {
      int type = control.bytes().getInt(at + 12);
      if (control.bytes().getInt(at + 8) != IPPROTO_IPV6) continue;
      if (type == IPV6_HOPLIMIT) hopLimit = control.bytes().getInt(at + CMSGHDR);
      if (type == IPV6_PKTINFO) addresses.put(16, control.bytes(), at + CMSGHDR, 16);
    }
    envelope.open(addresses, 0, 16, hopLimit, received);
    return Reception.ACCEPTED;
  }

  /** The next control message; each begins at a multiple of 8. */
  private int next(int at) {
    long length = Math.max(CMSGHDR, control.bytes().getLong(at));
    return (int) Math.min(CONTROL_ROOM, at + (length + 7 & ~7L));
  }

  /** struct sockaddr_in6. */
  @Override
  public Buffer destination(IpAddress address) {
    Buffer made = Buffer.ofHostOrder(SOCKADDR);
    made.bytes().putShort(0, (short) AF_INET6);
    made.bytes().put(SOCKADDR_ADDRESS, address.toInetAddress().getAddress());
    // a link-local address needs the link
    if (address.isLinkLocal() || address.isMulticast()) made.bytes().putInt(24, index);
    return made;
  }
}
