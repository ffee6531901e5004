package dev.vipc.agent.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Hears of every change of links and addresses (rtnetlink(7)). */
public final class NetworkMonitor extends RawSocket {
  private static final int NETLINK_ROUTE = 0;

  /** RTMGRP_LINK, RTMGRP_IPV4_IFADDR and RTMGRP_IPV6_IFADDR. */
  private static final int GROUPS = 0x1 | 0x10 | 0x100;

  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int NLM_F_DUMP_INTR = 0x10;
  private static final int AF_UNSPEC = 0;
  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;

  /** IFF_UP and IFF_RUNNING. */
  private static final int RUNNING = 0x1 | 0x40;

  /** IFA_F_SECONDARY (of IPv6: temporary), IFA_F_DADFAILED and IFA_F_TENTATIVE. */
  private static final int UNUSABLE = 0x01 | 0x08 | 0x40;

  private static final int ATTRIBUTE_TYPE = 0x3fff;
  private static final int IFINFOMSG = 16;
  private static final int IFADDRMSG = 8;
  private static final int ROOM = 64 << 10;
  private static final int RECEIVE_BUFFER = 1 << 20;

  /** In one {@link #read}: where others change things all the time, the rest can wait. */
  private static final int MOST_DUMPS = 3;

  private final NetworkListener listener;
  private final Buffer buffer = Buffer.ofHostOrder(ROOM);
  private final ByteBuffer bytes = buffer.bytes();
  private final ByteBuffer packed = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
  private final NetlinkMessage links =
      new NetlinkMessage(NetlinkMessage.RTM_GETLINK, NetlinkMessage.NLM_F_DUMP)
          .u32(0)
          .u32(0)
          .u32(0)
          .u32(0);
  private final NetlinkMessage addresses =
      new NetlinkMessage(NetlinkMessage.RTM_GETADDR, NetlinkMessage.NLM_F_DUMP).u32(0).u32(0);

  private enum Awaited {
    NOTHING,
    LINKS,
    ADDRESSES
  }

  private Awaited awaited = Awaited.NOTHING;

  /** Whether something was not heard of. */
  private boolean lost;

  public NetworkMonitor(Syscall kernel, NetworkListener listener) throws SystemCallException {
    super(kernel, "netlink", AF_NETLINK, NETLINK_ROUTE);
    this.listener = listener;
    setReceiveRoom(RECEIVE_BUFFER);
    Buffer address = Buffer.ofHostOrder(12);
    address.bytes().putShort(0, (short) AF_NETLINK).putInt(8, GROUPS);
    bind("changes of links and addresses", address, 12);
  }

  /** Asks for everything that there is; it comes through {@link #read}. */
  public void askForAll() {
    lost = true;
  }

  /** Whether everything that was asked for has come; if not, {@link #read} tries again. */
  public boolean isComplete() {
    return awaited == Awaited.NOTHING && !lost && !listener.lacksSomething();
  }

  /**
   * Reads what is there, without waiting. Where the kernel had to drop something, asks for all:
   * only when what it had kept is read, since that is older.
   */
  public void read() {
    int dumps = 0;
    while (true) {
      long length =
          kernel().call(SystemCall.RECVFROM, descriptor(), buffer.address(), ROOM, 0, 0, 0);
      if (length > 0) readMessages((int) length);
      else if (length == -Errno.ENOBUFS) lost = true;
      else if (awaited != Awaited.NOTHING || ++dumps > MOST_DUMPS || !beginsAnew()) return;
    }
  }

  private boolean beginsAnew() {
    if (!lost && !listener.lacksSomething()) return false;
    lost = false;
    listener.reset();
    ask(links, Awaited.LINKS);
    return !lost;
  }

  private void ask(NetlinkMessage request, Awaited what) {
    request.number(what.ordinal());
    long sent =
        kernel()
            .call(SystemCall.SENDTO, descriptor(), request.address(), request.length(), 0, 0, 0);
    awaited = sent < 0 ? Awaited.NOTHING : what;
    lost |= sent < 0;
  }

  private void readMessages(int end) {
    int at = 0;
    while (at + NetlinkMessage.HEADER <= end) {
      int length = bytes.getInt(at);
      if (length < NetlinkMessage.HEADER || at + length > end) return;
      readMessage(at, bytes.getShort(at + 4), at + length);
      at += length + 3 & ~3;
    }
  }

  private void readMessage(int at, int type, int end) {
    int body = at + NetlinkMessage.HEADER;
    lost |= (bytes.getShort(at + 6) & NLM_F_DUMP_INTR) != 0 && awaited != Awaited.NOTHING;
    switch (type) {
      case NetlinkMessage.RTM_NEWLINK -> readLink(body, end);
      case NetlinkMessage.RTM_DELLINK -> {
        // a bridge says with its own family that a link is no port of it any more
        if (bytes.get(body) == AF_UNSPEC) listener.linkGone(bytes.getInt(body + 4));
      }
      case NetlinkMessage.RTM_NEWADDR -> readAddress(body, end, true);
      case NetlinkMessage.RTM_DELADDR -> readAddress(body, end, false);
      case NLMSG_DONE, NLMSG_ERROR -> finish(bytes.getInt(body));
      default -> {}
    }
  }

  /**
   * @param outcome of a dump: 0, or the negative {@link Errno} that ended it
   */
  private void finish(int outcome) {
    lost |= outcome < 0;
    if (awaited == Awaited.LINKS && !lost) {
      ask(addresses, Awaited.ADDRESSES);
      return;
    }
    awaited = Awaited.NOTHING;
    if (!lost) listener.complete();
  }

  private void readLink(int body, int end) {
    if (bytes.get(body) != AF_UNSPEC) return;
    int flags = bytes.getInt(body + 8);
    int name = find(body + IFINFOMSG, end, IFLA_IFNAME);
    int mac = find(body + IFINFOMSG, end, IFLA_ADDRESS);
    if (name < 0) return;
    int nameBytes = (bytes.getShort(name - 4) & 0xffff) - 5;
    boolean ethernet = mac >= 0 && bytes.getShort(mac - 4) == 10;
    listener.link(
        bytes.getInt(body + 4),
        (flags & RUNNING) == RUNNING,
        bytes,
        name,
        nameBytes,
        ethernet ? mac : -1);
  }

  private void readAddress(int body, int end, boolean there) {
    boolean v6 = bytes.get(body) == AF_INET6;
    int attributes = body + IFADDRMSG;
    int local = find(attributes, end, AddressRequests.IFA_LOCAL);
    int address = local >= 0 ? local : find(attributes, end, AddressRequests.IFA_ADDRESS);
    if (address < 0 || (bytes.getShort(address - 4) & 0xffff) != (v6 ? 20 : 8)) return;
    long high = v6 ? packed.getLong(address) : 0;
    long low = v6 ? packed.getLong(address + 8) : packed.getInt(address) & 0xffff_ffffL;
    int index = bytes.getInt(body + 4);
    int prefixLength = bytes.get(body + 1) & 0xff;
    if (!there) {
      listener.addressGone(index, v6, high, low, prefixLength);
      return;
    }
    int flags = find(attributes, end, AddressRequests.IFA_FLAGS);
    int all = flags >= 0 ? bytes.getInt(flags) : bytes.get(body + 2);
    int mark = find(attributes, end, AddressRequests.IFA_PROTO);
    listener.address(
        index,
        v6,
        high,
        low,
        prefixLength,
        (all & UNUSABLE) == 0,
        mark >= 0 ? bytes.get(mark) & 0xff : 0);
  }

  /** Where the value of an attribute begins, or -1. */
  private int find(int from, int end, int type) {
    int at = from;
    while (at + 4 <= end) {
      int length = bytes.getShort(at) & 0xffff;
      if (length < 4 || at + length > end) return -1;
      if ((bytes.getShort(at + 2) & ATTRIBUTE_TYPE) == type) return at + 4;
      at += length + 3 & ~3;
    }
    return -1;
  }
}
