package dev.vipc.lab;

import dev.vipc.agent.net.Buffer;
import dev.vipc.agent.net.Poller;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.SystemCall;
import dev.vipc.agent.net.SystemCallException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Records every frame that crosses one of a segment's bridges (packet(7)). */
public final class FrameRecorder implements AutoCloseable {
  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW = 3;
  private static final int NON_BLOCKING = 0x800;
  private static final int SIOCGIFINDEX = 0x8933;

  /** SIOCGSTAMPNS of 64-bit kernels: when the last packet came, as a struct timespec. */
  private static final int SIOCGSTAMPNS = 0x8907;

  private static final int SOL_PACKET = 263;
  private static final int PACKET_ADD_MEMBERSHIP = 1;
  private static final int PACKET_MR_PROMISC = 1;
  private static final int ALL_PROTOCOLS = 0x0300;
  private static final int ROOM = 2048;
  private static final long PATIENCE_NANOS = 50_000_000;

  /**
   * One frame.
   *
   * @param nanos since 1970, by the kernel's clock as it came
   */
  public record Frame(long nanos, byte[] bytes) {
    /** The sender's MAC address as a number. */
    public long sourceMac() {
      long mac = 0;
      for (int i = 6; i < 12; i++) mac = mac << 8 | bytes[i] & 0xff;
      return mac;
    }

    public int etherType() {
      return (bytes[12] & 0xff) << 8 | bytes[13] & 0xff;
    }

    /** The unsigned byte at an index. */
    public int at(int index) {
      return index < bytes.length ? bytes[index] & 0xff : 0;
    }
  }

  private final Syscall kernel = new Syscall();
  private final Buffer frame = Buffer.ofHostOrder(ROOM);
  private final Buffer stamp = Buffer.ofHostOrder(16);
  private final List<Frame> frames = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closing;

  public FrameRecorder(Segment segment) {
    this(segment, Segment.BRIDGE);
  }

  private FrameRecorder(Segment segment, String bridge) {
    int socket = segment.namespace().open(() -> open(bridge));
    threads.add(Thread.ofPlatform().daemon().start(() -> follow(socket)));
  }

  /** What those hear who are cut off. */
  public static FrameRecorder aside(Segment segment) {
    return new FrameRecorder(segment, Segment.ASIDE);
  }

  private int open(String bridge) throws SystemCallException {
    var opener = new Syscall();
    int socket =
        (int)
            Syscall.succeeded(
                "packet socket",
                opener.call(SystemCall.SOCKET, AF_PACKET, SOCK_RAW | NON_BLOCKING, 0));
    Buffer request = Buffer.ofHostOrder(40);
    request.bytes().put(0, bridge.getBytes(StandardCharsets.US_ASCII));
    Syscall.succeeded(
        bridge, opener.call(SystemCall.IOCTL, socket, SIOCGIFINDEX, request.address()));
    int index = request.bytes().getInt(16);
    Buffer membership = Buffer.ofHostOrder(16);
    membership.bytes().putInt(0, index).putShort(4, (short) PACKET_MR_PROMISC);
    Syscall.succeeded(
        "promiscuous mode",
        opener.call(
            SystemCall.SETSOCKOPT,
            socket,
            SOL_PACKET,
            PACKET_ADD_MEMBERSHIP,
            membership.address(),
            16));
    Buffer address = Buffer.ofHostOrder(20);
    address.bytes().putShort(0, (short) AF_PACKET).putShort(2, (short) ALL_PROTOCOLS);
    address.bytes().putInt(4, index);
    Syscall.succeeded("bind", opener.call(SystemCall.BIND, socket, address.address(), 20));
    return socket;
  }

  private void follow(int socket) {
    var poller = new Poller(kernel, 1);
    poller.watchReadable(0, socket);
    while (!closing) {
      poller.await(PATIENCE_NANOS);
      if (poller.isReady(0)) read(socket);
    }
    kernel.call(SystemCall.CLOSE, socket);
  }

  private void read(int socket) {
    while (true) {
      int length = (int) kernel.call(SystemCall.RECVFROM, socket, frame.address(), ROOM, 0, 0, 0);
      if (length <= 0) return;
      kernel.call(SystemCall.IOCTL, socket, SIOCGSTAMPNS, stamp.address());
      byte[] bytes = new byte[length];
      frame.bytes().get(0, bytes);
      long nanos = stamp.bytes().getLong(0) * 1_000_000_000L + stamp.bytes().getLong(8);
      synchronized (this) {
        frames.add(new Frame(nanos, bytes));
      }
    }
  }

  /** Everything so far, in order. */
  public synchronized List<Frame> frames() {
    return List.copyOf(frames);
  }

  @Override
  public void close() {
    closing = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
