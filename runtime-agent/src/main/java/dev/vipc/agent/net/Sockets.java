package dev.vipc.agent.net;

import java.lang.ref.Reference;
import java.net.InetSocketAddress;

/**
 * TCP as one loop uses it: never waiting, allocating nothing for a byte moved. What may fail in the
 * course of things answers as the kernel does, with a negative {@link Errno}; one thread uses an
 * instance.
 */
public final class Sockets {
  /** asm-generic/socket.h and linux/tcp.h. */
  private static final int SOL_SOCKET = 1;

  private static final int SO_REUSEADDR = 2;
  private static final int SO_ERROR = 4;
  private static final int SO_KEEPALIVE = 9;
  private static final int SO_LINGER = 13;
  private static final int SO_REUSEPORT = 15;
  private static final int SO_ATTACH_REUSEPORT_CBPF = 51;
  private static final int IPPROTO_IP = 0;
  private static final int IP_FREEBIND = 15;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;
  private static final int IPV6_FREEBIND = 78;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_NODELAY = 1;
  private static final int TCP_KEEPIDLE = 4;
  private static final int TCP_KEEPINTVL = 5;
  private static final int TCP_KEEPCNT = 6;
  private static final int TCP_QUICKACK = 12;
  private static final int TCP_USER_TIMEOUT = 18;

  private static final short POLLRDHUP = 0x2000;
  private static final int SOCK_STREAM = 1;
  private static final int NON_BLOCKING = 0x800;
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int MSG_PEEK = 0x2;
  private static final int MSG_TRUNC = 0x20;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int SPLICE_F_MOVE = 1;
  private static final int SPLICE_F_NONBLOCK = 2;
  private static final int SHUT_WR = 1;
  private static final int SHUT_RDWR = 2;
  private static final int F_SETPIPE_SZ = 1031;
  private static final int DEFAULT_PIPE_BYTES = 65_536;

  /** linux/filter.h: instructions, and where a load finds a random number. */
  private static final short BPF_LOAD = 0x20;

  private static final int BPF_RANDOM = -0x1000 + 56;
  private static final short BPF_MODULO = 0x94;
  private static final short BPF_RETURN = 0x16;

  private final Syscall kernel;
  private final Buffer option = Buffer.ofHostOrder(8);
  private final Buffer length = Buffer.ofHostOrder(4);
  private final Buffer pair = Buffer.ofHostOrder(8);

  /** {@code struct pollfd}, and the time to wait, none. */
  private final Buffer polled = Buffer.ofHostOrder(8);

  private final Buffer atOnce = Buffer.ofHostOrder(16);

  public Sockets(Syscall kernel) {
    this.kernel = kernel;
  }

  /**
   * What {@code tcp(7)} calls keep-alive, in seconds, and the user timeout, in milliseconds; zero
   * leaves the kernel's.
   */
  public record KeepAlive(int idleSeconds, int intervalSeconds, int count, int userTimeoutMillis) {}

  /**
   * Opens a listening socket that others of this process may share the port with. It may name an
   * address that the node does not hold at the moment (IP_FREEBIND), and an IPv6 one takes no IPv4.
   *
   * @param backlog the most connections that wait to be accepted; the kernel has its own limit too
   */
  public int listen(InetSocketAddress at, int backlog) throws SystemCallException {
    NativeAddress address = NativeAddress.of(at);
    boolean v6 = address.family() == NativeAddress.IPV6;
    int socket =
        (int) Syscall.succeeded("cannot open a socket for " + address, open(address.family()));
    try {
      require(socket, SOL_SOCKET, SO_REUSEADDR, 1);
      require(socket, SOL_SOCKET, SO_REUSEPORT, 1);
      if (v6) require(socket, IPPROTO_IPV6, IPV6_V6ONLY, 1);
      require(socket, v6 ? IPPROTO_IPV6 : IPPROTO_IP, v6 ? IPV6_FREEBIND : IP_FREEBIND, 1);
      // an accepted connection takes the options of its listener over, which saves a call each
      require(socket, IPPROTO_TCP, TCP_NODELAY, 1);
      Syscall.succeeded(
          "cannot listen on " + address,
          kernel.call(SystemCall.BIND, socket, address.pointer(), address.length()));
      Syscall.succeeded(
          "cannot listen on " + address, kernel.call(SystemCall.LISTEN, socket, backlog));
      return socket;
    } catch (SystemCallException e) {
      close(socket);
      throw e;
    }
  }

  /**
   * Has some of those of this user that listen at the same place take each new connection, one of
   * them by chance, and the others none, from now on (SO_ATTACH_REUSEPORT_CBPF, socket(7)). Until
   * then, and where the kernel cannot (before Linux 4.6), all of them do.
   *
   * @param listener any of them
   * @param first how many: those that were opened first, where none has been closed since; else the
   *     last has the place of the closed one
   */
  public void share(int listener, int first) {
    Buffer program = Buffer.ofHostOrder(24);
    program.bytes().putShort(BPF_LOAD).putShort((short) 0).putInt(BPF_RANDOM);
    program.bytes().putShort(BPF_MODULO).putShort((short) 0).putInt(first);
    program.bytes().putShort(BPF_RETURN);
    Buffer named = Buffer.ofHostOrder(16);
    named.bytes().putShort(0, (short) 3).putLong(8, program.address());
    kernel.call(
        SystemCall.SETSOCKOPT, listener, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, named.address(), 16);
    Reference.reachabilityFence(program);
    Reference.reachabilityFence(named);
  }

  private void require(int socket, int level, int name, int value) throws SystemCallException {
    Syscall.succeeded("setsockopt " + level + "/" + name, set(socket, level, name, value));
  }

  private long open(int family) {
    return kernel.call(
        SystemCall.SOCKET, family, SOCK_STREAM | NON_BLOCKING | CLOSE_ON_EXEC, IPPROTO_TCP);
  }

  private long set(int socket, int level, int name, int value) {
    option.bytes().putInt(0, value);
    return kernel.call(SystemCall.SETSOCKOPT, socket, level, name, option.address(), 4);
  }

  /** Takes the next connection that waits, and notes where it comes from. */
  public int accept(int listener, NativeAddress peer) {
    length.bytes().putInt(0, NativeAddress.MOST_BYTES);
    return (int)
        kernel.call(
            SystemCall.ACCEPT4,
            listener,
            peer.pointer(),
            length.address(),
            NON_BLOCKING | CLOSE_ON_EXEC);
  }

  /** Begins a connection: its socket, or why there can be none. */
  public int connect(NativeAddress to) {
    return connect(to, false);
  }

  /**
   * As {@link #connect}, by whom is about to send: the end of the handshake goes with the first
   * bytes, and what acknowledges the first answer may go with what is sent next, as it does later
   * anyway (TCP_QUICKACK, tcp(7)). That saves two packets. Who has nothing to send after all says
   * so by {@link #acknowledge}; until then, but for 200 ms at most, the other side does not know of
   * the connection.
   */
  public int connectToSend(NativeAddress to) {
    return connect(to, true);
  }

  private int connect(NativeAddress to, boolean toSend) {
    int socket = (int) open(to.family());
    if (socket < 0) return socket;
    set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    if (toSend) set(socket, IPPROTO_TCP, TCP_QUICKACK, 0);
    long begun = kernel.call(SystemCall.CONNECT, socket, to.pointer(), to.length());
    if (begun == 0 || begun == -Errno.EINPROGRESS) return socket;
    close(socket);
    return (int) begun;
  }

  /** Acknowledges at once what came, the end of a handshake too. */
  public void acknowledge(int socket) {
    set(socket, IPPROTO_TCP, TCP_QUICKACK, 1);
  }

  /** What became of a connection: 0, or the {@link Errno} that ended it. */
  public int fault(int socket) {
    length.bytes().putInt(0, 4);
    long asked =
        kernel.call(
            SystemCall.GETSOCKOPT,
            socket,
            SOL_SOCKET,
            SO_ERROR,
            option.address(),
            length.address());
    return asked < 0 ? (int) -asked : option.bytes().getInt(0);
  }

  /** The end of a connection that is on this side. */
  public NativeAddress local(int socket) {
    NativeAddress local = new NativeAddress();
    length.bytes().putInt(0, NativeAddress.MOST_BYTES);
    kernel.call(SystemCall.GETSOCKNAME, socket, local.pointer(), length.address());
    return local;
  }

  public void keepAlive(int socket, KeepAlive wanted) {
    set(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
    set(socket, IPPROTO_TCP, TCP_KEEPIDLE, wanted.idleSeconds());
    set(socket, IPPROTO_TCP, TCP_KEEPINTVL, wanted.intervalSeconds());
    set(socket, IPPROTO_TCP, TCP_KEEPCNT, wanted.count());
    set(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, wanted.userTimeoutMillis());
  }

  /** Takes {@link #keepAlive} back. */
  public void noKeepAlive(int socket) {
    set(socket, SOL_SOCKET, SO_KEEPALIVE, 0);
    set(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, 0);
  }

  /** Takes bytes; 0 is the end of the stream. */
  public int receive(int socket, Buffer into, int most) {
    return (int) kernel.call(SystemCall.RECVFROM, socket, into.address(), most, 0);
  }

  /** Copies bytes and leaves them where they are. */
  public int peek(int socket, Buffer into, int most) {
    return (int) kernel.call(SystemCall.RECVFROM, socket, into.address(), most, MSG_PEEK);
  }

  /** Takes bytes that were seen already. */
  public int discard(int socket, int count) {
    // TCP throws away what MSG_TRUNC takes, and asks for no room (tcp(7))
    return (int) kernel.call(SystemCall.RECVFROM, socket, 0, count, MSG_TRUNC);
  }

  /** Whether the other side has ended or reset the connection; bytes before that may wait. */
  public boolean isHungUp(int socket) {
    polled.bytes().putInt(0, socket).putShort(4, POLLRDHUP).putShort(6, (short) 0);
    return kernel.call(SystemCall.PPOLL, polled.address(), 1, atOnce.address(), 0, 0) == 1;
  }

  public int send(int socket, Buffer from, int offset, int count) {
    return (int)
        kernel.call(SystemCall.SENDTO, socket, from.address() + offset, count, MSG_NOSIGNAL);
  }

  /** Moves bytes from a socket into a pipe or from a pipe to a socket, without copying them. */
  public int splice(int from, int to, int most) {
    return (int)
        kernel.call(SystemCall.SPLICE, from, 0, to, 0, most, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
  }

  /**
   * Opens a pipe.
   *
   * @param capacity asked for; where the kernel allows less, the pipe has what it gives
   */
  public Pipe pipe(int capacity) throws SystemCallException {
    Syscall.succeeded(
        "cannot open a pipe",
        kernel.call(SystemCall.PIPE2, pair.address(), NON_BLOCKING | CLOSE_ON_EXEC));
    int readEnd = pair.bytes().getInt(0);
    int writeEnd = pair.bytes().getInt(4);
    long size = kernel.call(SystemCall.FCNTL, writeEnd, F_SETPIPE_SZ, capacity);
    return new Pipe(readEnd, writeEnd, size > 0 ? (int) size : DEFAULT_PIPE_BYTES);
  }

  /** Resets who waits to be accepted, and listens no more. */
  public void stopListening(int listener) {
    kernel.call(SystemCall.SHUTDOWN, listener, SHUT_RDWR);
  }

  /** Says that nothing more will be sent. */
  public void shutdownWriting(int socket) {
    kernel.call(SystemCall.SHUTDOWN, socket, SHUT_WR);
  }

  public void close(int descriptor) {
    kernel.call(SystemCall.CLOSE, descriptor);
  }

  /** Has the close be a reset, so that the other side does not take it for an end. */
  public void resetAtClose(int socket) {
    option.bytes().putInt(0, 1).putInt(4, 0);
    kernel.call(SystemCall.SETSOCKOPT, socket, SOL_SOCKET, SO_LINGER, option.address(), 8);
  }

  /** Closes with a reset. */
  public void reset(int socket) {
    resetAtClose(socket);
    close(socket);
  }
}
