package dev.vipc.agent.net;

import java.nio.ByteBuffer;

/** Changes to nftables without its program (linux/netfilter/nf_tables.h), as one transaction. */
public final class NftablesSocket extends RawSocket {
  private static final int NETLINK_NETFILTER = 12;
  private static final int NFTABLES = 10;
  private static final int BATCH_BEGIN = 0x10;
  private static final int BATCH_END = 0x11;
  private static final int DELETE_TABLE = NFTABLES << 8 | 2;
  private static final int DELETE_CHAIN = NFTABLES << 8 | 5;
  private static final int TABLE_NAME = 1;
  private static final int CHAIN_TABLE = 1;
  private static final int CHAIN_NAME = 3;

  /** NFPROTO_INET: both families. */
  private static final int INET = 1;

  private static final int MSG_DONTWAIT = 0x40;
  private static final int NLMSG_ERROR = 2;
  private static final int ROOM = 4096;

  private final Buffer batch = Buffer.ofHostOrder(ROOM);
  private final Buffer answer = Buffer.ofHostOrder(ROOM);

  public NftablesSocket(Syscall kernel) throws SystemCallException {
    super(kernel, "netlink", AF_NETLINK, NETLINK_NETFILTER);
  }

  /**
   * Deletes a table of the family {@code inet}, if it has a chain of this name, which has no rules.
   *
   * @return whether it was there, and this process may
   */
  public boolean delete(String table, String chain) {
    NetlinkMessage[] messages = {
      message(BATCH_BEGIN, 0, 0, NFTABLES),
      message(DELETE_CHAIN, 0, INET, 0).attribute(CHAIN_TABLE, table).attribute(CHAIN_NAME, chain),
      message(DELETE_TABLE, NetlinkMessage.NLM_F_ACK, INET, 0).attribute(TABLE_NAME, table),
      message(BATCH_END, 0, 0, NFTABLES)
    };
    int length = 0;
    for (int i = 0; i < messages.length; i++) {
      messages[i].number(i + 1);
      ByteBuffer bytes = messages[i].bytes();
      batch.bytes().put(length, bytes, 0, messages[i].length());
      length += messages[i].length();
    }
    kernel().call(SystemCall.SENDTO, descriptor(), batch.address(), length, 0, 0, 0);
    return isAcknowledged();
  }

  /** struct nfgenmsg: family, version, and the subsystem in network byte order. */
  private static NetlinkMessage message(int type, int flags, int family, int subsystem) {
    return new NetlinkMessage(type, flags).u8(family).u8(0).u8(0).u8(subsystem);
  }

  /** Whether the kernel answered at all, and each time with no fault. */
  private boolean isAcknowledged() {
    boolean good = false;
    while (true) {
      long length =
          kernel().call(SystemCall.RECVFROM, descriptor(), answer.address(), ROOM, MSG_DONTWAIT);
      if (length < NetlinkMessage.HEADER + Integer.BYTES) return good;
      for (int at = 0; at + NetlinkMessage.HEADER + Integer.BYTES <= length; ) {
        int size = answer.bytes().getInt(at);
        if (answer.bytes().getShort(at + 4) == NLMSG_ERROR) {
          if (answer.bytes().getInt(at + NetlinkMessage.HEADER) != 0) return false;
          good = true;
        }
        at += Math.max(NetlinkMessage.HEADER, size + 3 & ~3);
      }
    }
  }
}
