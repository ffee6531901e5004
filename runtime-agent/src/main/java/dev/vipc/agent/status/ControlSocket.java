package dev.vipc.agent.status;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The socket of {@code vipd status}, {@code drain} and {@code reload}, for this user alone (0600).
 * A request is one line; the answer is the exit status as one digit, a newline and text.
 */
public final class ControlSocket implements AutoCloseable {
  static final int MOST_REQUEST_BYTES = 200;

  /**
   * An answer.
   *
   * @param status the exit status of the command that asked: 0, 1 or 2
   * @param text for its standard output
   */
  public record Answer(int status, String text) {}

  /** What answers; it may take its time, since every request has a thread of its own. */
  @FunctionalInterface
  public interface Handler {
    Answer answer(String request);
  }

  private final ServerSocketChannel server;
  private final Path path;
  private final Handler handler;

  private ControlSocket(ServerSocketChannel server, Path path, Handler handler) {
    this.server = server;
    this.path = path;
    this.handler = handler;
  }

  /** Listens at once; a socket that a predecessor left behind is replaced. */
  public static ControlSocket listen(Path path, Handler handler) throws IOException {
    if (isAnswered(path)) throw new IOException("another vipd listens on " + path);
    ControlSocket socket = new ControlSocket(bound(path), path, handler);
    Thread.ofVirtual().name("control").start(socket::accept);
    return socket;
  }

  /** Whether a process listens there now. */
  public static boolean isAnswered(Path path) {
    try (SocketChannel other = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      return other.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * Nobody else can reach it before it has its permissions: until then its folder is ours alone.
   */
  private static ServerSocketChannel bound(Path path) throws IOException {
    Path folder =
        Files.createTempDirectory(
            path.toAbsolutePath().getParent(),
            ".c",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path draft = folder.resolve("s");
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(draft));
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
      return server;
    } catch (IOException e) {
      server.close();
      Files.deleteIfExists(draft);
      throw e;
    } finally {
      Files.delete(folder);
    }
  }

  private void accept() {
    while (server.isOpen())
      try {
        SocketChannel client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (ClosedChannelException _) {
        return;
      } catch (IOException _) {
        // a client that went away while it was accepted
      }
  }

  private void serve(SocketChannel client) {
    try (client) {
      Answer answer = handler.answer(request(client));
      String text = answer.status() + "\n" + answer.text();
      Channels.newOutputStream(client).write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      // who asked does not wait any more
    }
  }

  private static String request(SocketChannel client) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MOST_REQUEST_BYTES);
    while (bytes.hasRemaining() && client.read(bytes) >= 0) {
      int length = bytes.position();
      if (length > 0 && bytes.get(length - 1) == '\n')
        return new String(bytes.array(), 0, length - 1, StandardCharsets.UTF_8);
    }
    return "";
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(path);
    } catch (IOException _) {
      // a successor replaces it
    }
  }
}
