package dev.vipc.agent.net;

/**
 * Asks the kernel to change links and addresses, and waits for its acknowledgement (rtnetlink(7));
 * the kernel answers before the request returns, so that nothing waits long.
 */
public final class RouteSocket extends RawSocket {
  private static final int NETLINK_ROUTE = 0;
  private static final int NLMSG_ERROR = 2;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int ROOM = 8192;

  private final Buffer answer = Buffer.ofHostOrder(ROOM);
  private int sequence;

  public RouteSocket(Syscall kernel) throws SystemCallException {
    super(kernel, "netlink", AF_NETLINK, NETLINK_ROUTE);
  }

  private RouteSocket(Syscall kernel, boolean closed) {
    super(kernel);
  }

  /** One that asks for nothing, for rehearsals. */
  public static RouteSocket closed(Syscall kernel) {
    return new RouteSocket(kernel, true);
  }

  /**
   * Sends a request and takes its acknowledgement.
   *
   * @return 0 or the {@link Errno} of the refusal
   */
  public int ask(NetlinkMessage request) {
    request.number(++sequence);
    long sent =
        kernel()
            .call(SystemCall.SENDTO, descriptor(), request.address(), request.length(), 0, 0, 0);
    if (sent < 0) return (int) -sent;
    while (true) {
      long length =
          kernel()
              .call(SystemCall.RECVFROM, descriptor(), answer.address(), ROOM, MSG_DONTWAIT, 0, 0);
      if (length < 0) return (int) -length;
      if (answer.bytes().getInt(8) == sequence && answer.bytes().getShort(4) == NLMSG_ERROR)
        return -answer.bytes().getInt(NetlinkMessage.HEADER);
    }
  }
}
