package dev.vipc.agent.net;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The socket on which systemd hears how a service is (sd_notify(3)): a datagram each time. A fault
 * is no reason to stop, so there is none.
 */
public final class NotifySocket {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  /** struct sockaddr_un, linux/un.h. */
  private static final int MOST_PATH_BYTES = 108;

  private static final int PATH = 2;
  private static final int MOST_BYTES = 512;

  private final Syscall kernel = new Syscall();
  private final long descriptor;
  private final Buffer address = Buffer.ofHostOrder(PATH + MOST_PATH_BYTES);
  private final int addressLength;
  private final Buffer message = Buffer.ofHostOrder(MOST_BYTES);

  private NotifySocket(byte[] path) {
    descriptor = kernel.call(SystemCall.SOCKET, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    address.bytes().putShort(0, (short) AF_UNIX);
    address.bytes().put(PATH, path);
    addressLength = PATH + path.length;
  }

  /**
   * That of the environment; absent where nobody asked to be told.
   *
   * @param environment with NOTIFY_SOCKET: a path, or a name behind {@code @}
   */
  public static Optional<NotifySocket> of(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("NOTIFY_SOCKET"))
        .map(name -> name.startsWith("@") ? "\0" + name.substring(1) : name)
        .map(name -> name.getBytes(StandardCharsets.UTF_8))
        .filter(path -> path.length > 0 && path.length < MOST_PATH_BYTES)
        .map(NotifySocket::new);
  }

  /** Says for example {@code READY=1}. */
  public synchronized void send(String state) {
    byte[] bytes = state.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, MOST_BYTES);
    message.bytes().put(0, bytes, 0, length);
    kernel.call(
        SystemCall.SENDTO,
        descriptor,
        message.address(),
        length,
        MSG_NOSIGNAL,
        address.address(),
        addressLength);
  }
}
