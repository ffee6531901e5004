package dev.vipc.agent.net;

import java.nio.charset.StandardCharsets;

/** A socket that is set up once; what it is asked for later allocates nothing. */
class RawSocket implements AutoCloseable {
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int AF_NETLINK = 16;
  static final int AF_PACKET = 17;
  static final int SOCK_RAW = 3;
  static final int SOL_SOCKET = 1;
  private static final int NON_BLOCKING = 0x800;
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int SO_PRIORITY = 12;
  private static final int SO_BINDTODEVICE = 25;
  private static final int SO_SNDBUFFORCE = 32;
  private static final int SO_RCVBUFFORCE = 33;

  /** TC_PRIO_CONTROL of linux/pkt_sched.h: before all other traffic. */
  private static final int CONTROL = 7;

  private final Syscall kernel;
  private final Buffer option = Buffer.ofHostOrder(32);
  private int descriptor;

  RawSocket(Syscall kernel, String what, int family, int protocol) throws SystemCallException {
    this.kernel = kernel;
    this.descriptor =
        (int)
            Syscall.succeeded(
                "cannot open a socket for " + what,
                kernel.call(
                    SystemCall.SOCKET, family, SOCK_RAW | NON_BLOCKING | CLOSE_ON_EXEC, protocol));
  }

  /** One that does nothing, for rehearsals: the kernel refuses every call. */
  RawSocket(Syscall kernel) {
    this.kernel = kernel;
    this.descriptor = -1;
  }

  final Syscall kernel() {
    return kernel;
  }

  public final int descriptor() {
    return descriptor;
  }

  final Buffer option() {
    return option;
  }

  final void set(String what, int level, int name, int value) throws SystemCallException {
    option.bytes().putInt(0, value);
    setBytes(what, level, name, 4);
  }

  /** Sets what stands at the beginning of {@link #option}. */
  final void setBytes(String what, int level, int name, int length) throws SystemCallException {
    Syscall.succeeded(
        "cannot set " + what,
        kernel.call(SystemCall.SETSOCKOPT, descriptor, level, name, option.address(), length));
  }

  final void bindToDevice(String iface) throws SystemCallException {
    byte[] name = iface.getBytes(StandardCharsets.UTF_8);
    option.bytes().put(0, name).put(name.length, (byte) 0);
    setBytes("the interface " + iface, SOL_SOCKET, SO_BINDTODEVICE, name.length + 1);
  }

  final void goFirst() throws SystemCallException {
    set("the priority of packets", SOL_SOCKET, SO_PRIORITY, CONTROL);
  }

  /** Asks for more room than net.core.rmem_max allows; without the right to it, what is allowed. */
  final void setReceiveRoom(int bytes) {
    setRoom(SO_RCVBUFFORCE, bytes);
  }

  /** The same for what waits to be sent, net.core.wmem_max. */
  final void setSendRoom(int bytes) {
    setRoom(SO_SNDBUFFORCE, bytes);
  }

  private void setRoom(int name, int bytes) {
    option.bytes().putInt(0, bytes);
    kernel.call(SystemCall.SETSOCKOPT, descriptor, SOL_SOCKET, name, option.address(), 4);
  }

  final void bind(String what, Buffer address, int length) throws SystemCallException {
    Syscall.succeeded(
        "cannot bind to " + what,
        kernel.call(SystemCall.BIND, descriptor, address.address(), length));
  }

  @Override
  public void close() {
    if (descriptor >= 0) kernel.call(SystemCall.CLOSE, descriptor);
    descriptor = -1;
  }
}
