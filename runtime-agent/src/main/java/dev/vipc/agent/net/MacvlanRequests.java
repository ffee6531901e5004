package dev.vipc.agent.net;

import java.nio.ByteBuffer;

/**
 * The requests of an interface with the virtual MAC address of a virtual router (RFC 9568, section
 * 7.3) on top of another: a macvlan, private, so that it never talks to its neighbours here.
 *
 * @param add makes it, down
 * @param remove by its name
 */
public record MacvlanRequests(String name, NetlinkMessage add, NetlinkMessage remove) {
  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_LINK = 5;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_INFO_KIND = 1;
  private static final int IFLA_INFO_DATA = 2;
  private static final int IFLA_MACVLAN_MODE = 1;
  private static final int MACVLAN_MODE_PRIVATE = 1;
  private static final int IFF_UP = 1;

  /**
   * @param index of the interface below
   */
  public static MacvlanRequests of(String name, int routerId, boolean v6, int index) {
    NetlinkMessage add =
        link(
            NetlinkMessage.RTM_NEWLINK,
            NetlinkMessage.NLM_F_CREATE | NetlinkMessage.NLM_F_EXCL,
            0,
            0);
    add.attribute(IFLA_IFNAME, name).attribute(IFLA_LINK, index);
    add.attribute(IFLA_ADDRESS, mac(routerId, v6));
    int info = add.begin(IFLA_LINKINFO);
    add.attribute(IFLA_INFO_KIND, "macvlan");
    int mode = add.begin(IFLA_INFO_DATA);
    add.attribute(IFLA_MACVLAN_MODE, MACVLAN_MODE_PRIVATE).end(mode).end(info);
    NetlinkMessage remove = link(NetlinkMessage.RTM_DELLINK, 0, 0, 0);
    remove.attribute(IFLA_IFNAME, name);
    return new MacvlanRequests(name, add, remove);
  }

  /**
   * Sets an interface up.
   *
   * @param index of it
   */
  public static NetlinkMessage up(int index) {
    return link(NetlinkMessage.RTM_NEWLINK, 0, index, IFF_UP);
  }

  /**
   * Removes an interface.
   *
   * @param index of it
   */
  public static NetlinkMessage remove(int index) {
    return link(NetlinkMessage.RTM_DELLINK, 0, index, 0);
  }

  /** 00-00-5E-00-01-{VRID} for IPv4, 00-00-5E-00-02-{VRID} for IPv6. */
  public static byte[] mac(int routerId, boolean v6) {
    return ByteBuffer.allocate(6)
        .putInt(0x0000_5e00)
        .put((byte) (v6 ? 2 : 1))
        .put((byte) routerId)
        .array();
  }

  private static NetlinkMessage link(int type, int flags, int index, int change) {
    return new NetlinkMessage(type, NetlinkMessage.NLM_F_ACK | flags)
        .u8(0)
        .u8(0)
        .u16(0)
        .u32(index)
        .u32(change)
        .u32(change);
  }
}
