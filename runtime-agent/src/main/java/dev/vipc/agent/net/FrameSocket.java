package dev.vipc.agent.net;

import java.nio.ByteOrder;

/** Sends whole Ethernet frames (packet(7)), and receives nothing. */
public final class FrameSocket extends RawSocket {
  /** struct sockaddr_ll. */
  private static final int SOCKADDR = 20;

  /**
   * Bursts of all virtual routers, where the interface is slow: some 10,000 frames. What the kernel
   * gives by itself is full after some 300.
   */
  private static final int SEND_BUFFER = 4 << 20;

  private final Buffer to = Buffer.ofHostOrder(SOCKADDR);

  public FrameSocket(Syscall kernel) throws SystemCallException {
    super(kernel, "ARP and neighbour advertisements", AF_PACKET, 0);
    goFirst();
    setSendRoom(SEND_BUFFER);
    to.bytes().order(ByteOrder.nativeOrder()).putShort(0, (short) AF_PACKET);
  }

  private FrameSocket(Syscall kernel, boolean closed) {
    super(kernel);
  }

  /** One that nothing goes through, for rehearsals. */
  public static FrameSocket closed(Syscall kernel) {
    return new FrameSocket(kernel, true);
  }

  /**
   * Sends a frame.
   *
   * @param index of the interface
   * @return a negative {@link Errno} where the kernel refused it
   */
  public int send(int index, Buffer frame, int length) {
    to.bytes().putInt(4, index);
    return (int)
        kernel()
            .call(
                SystemCall.SENDTO,
                descriptor(),
                frame.address(),
                length,
                0,
                to.address(),
                SOCKADDR);
  }
}
