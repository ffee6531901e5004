package dev.vipc.agent.net;

import dev.vipc.agent.vrrp.Envelope;
import dev.vipc.agent.vrrp.IpAddress;
import dev.vipc.agent.vrrp.Reception;

/** VRRP over IPv4. Packets are sent with their own header, so that the source is the router's. */
final class Ipv4VrrpSocket extends VrrpSocket {
  /** linux/in.h. */
  private static final int IPPROTO_IP = 0;

  private static final int IP_HDRINCL = 3;
  private static final int IP_FREEBIND = 15;
  private static final int IP_MULTICAST_IF = 32;
  private static final int IP_MULTICAST_LOOP = 34;
  private static final int IP_ADD_MEMBERSHIP = 35;
  private static final int IP_MULTICAST_ALL = 49;

  /** struct ip_mreqn: group, address, index of the interface. */
  private static final int MREQN = 12;

  private int received;

  Ipv4VrrpSocket(Syscall kernel) {
    super(kernel);
  }

  Ipv4VrrpSocket(Syscall kernel, String iface, int index, IpAddress group)
      throws SystemCallException {
    super(kernel, "VRRP over IPv4", AF_INET);
    try {
      bindToDevice(iface);
      goFirst();
      setReceiveRoom(RECEIVE_BUFFER);
      set("IP_HDRINCL", IPPROTO_IP, IP_HDRINCL, 1);
      set("IP_FREEBIND", IPPROTO_IP, IP_FREEBIND, 1);
      if (group.isMulticast()) join(index, group);
      // only what goes to the group, or to the source address, is received
      bind(group.toString(), destination(group), 16);
    } catch (SystemCallException e) {
      close();
      throw e;
    }
  }

  private void join(int index, IpAddress group) throws SystemCallException {
    set("IP_MULTICAST_ALL", IPPROTO_IP, IP_MULTICAST_ALL, 0);
    set("IP_MULTICAST_LOOP", IPPROTO_IP, IP_MULTICAST_LOOP, 0);
    option().bytes().put(0, group.toInetAddress().getAddress()).putInt(4, 0).putInt(8, index);
    setBytes("the interface of multicasts", IPPROTO_IP, IP_MULTICAST_IF, MREQN);
    setBytes("the multicast group " + group, IPPROTO_IP, IP_ADD_MEMBERSHIP, MREQN);
  }

  @Override
  public boolean receive() {
    received =
        (int) kernel().call(SystemCall.RECVFROM, descriptor(), packetAddress(), ROOM, 0, 0, 0);
    return received >= 0;
  }

  @Override
  public Reception open(Envelope envelope) {
    return envelope.open(packet(), received);
  }

  /** struct sockaddr_in. */
  @Override
  public Buffer destination(IpAddress address) {
    Buffer made = Buffer.ofHostOrder(16);
    made.bytes().putShort(0, (short) AF_INET).put(4, address.toInetAddress().getAddress());
    return made;
  }
}
