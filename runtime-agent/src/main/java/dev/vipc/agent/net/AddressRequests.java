package dev.vipc.agent.net;

import dev.vipc.agent.vrrp.IpAddress;

/**
 * The two requests of one virtual address: to put it on an interface and to take it off
 * (linux/if_addr.h).
 *
 * @param add refused with {@link Errno#EEXIST} where the address is there
 * @param remove refused with {@link Errno#EADDRNOTAVAIL} where it is not
 */
public record AddressRequests(NetlinkMessage add, NetlinkMessage remove) {
  /** What marks an address as ours; IFA_PROTO, the number of VRRP. */
  public static final int MARK = 112;

  static final int IFA_ADDRESS = 1;
  static final int IFA_LOCAL = 2;
  static final int IFA_CACHEINFO = 6;
  static final int IFA_FLAGS = 8;
  static final int IFA_PROTO = 11;
  private static final int IFA_F_NODAD = 0x2;
  private static final int FOREVER = -1;

  /**
   * @param index of the interface
   */
  public static AddressRequests of(IpAddress address, int prefixLength, int index) {
    NetlinkMessage add =
        request(
            NetlinkMessage.RTM_NEWADDR,
            NetlinkMessage.NLM_F_CREATE | NetlinkMessage.NLM_F_EXCL,
            address,
            prefixLength,
            index);
    // never a source of the node's own connections, since it goes away; and nobody else has it, so
    // there is no duplicate to wait for
    if (address.v6()) add.attribute(IFA_FLAGS, IFA_F_NODAD).attribute(IFA_CACHEINFO, deprecated());
    add.attribute(IFA_PROTO, new byte[] {MARK});
    return new AddressRequests(
        add, request(NetlinkMessage.RTM_DELADDR, 0, address, prefixLength, index));
  }

  private static NetlinkMessage request(
      int type, int flags, IpAddress address, int prefixLength, int index) {
    byte[] bytes = address.toInetAddress().getAddress();
    return new NetlinkMessage(type, NetlinkMessage.NLM_F_ACK | flags)
        .u8(address.v6() ? RawSocket.AF_INET6 : RawSocket.AF_INET)
        .u8(prefixLength)
        .u8(0)
        .u8(0)
        .u32(index)
        .attribute(IFA_LOCAL, bytes)
        .attribute(IFA_ADDRESS, bytes);
  }

  /** struct ifa_cacheinfo: preferred, valid, created, updated. */
  private static byte[] deprecated() {
    return java.nio.ByteBuffer.allocate(16).putInt(0).putInt(FOREVER).array();
  }
}
