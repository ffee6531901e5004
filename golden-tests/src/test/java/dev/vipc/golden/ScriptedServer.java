package dev.vipc.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;

/** A server of a test: it says its name to whoever connects, and then does as it is told. */
final class ScriptedServer implements AutoCloseable {
  private final String name;
  private final ServerSocket socket;

  private ScriptedServer(String name, ServerSocket socket) {
    this.name = name;
    this.socket = socket;
  }

  /** What is done with a connection; it is closed behind it. */
  interface Conversation {
    void with(Socket client) throws IOException, InterruptedException;
  }

  /** Says its name, and ends when the client does. */
  static ScriptedServer naming(String name) {
    return of(
        name,
        client -> {
          client.getOutputStream().write(name.charAt(0));
          client.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        });
  }

  static ScriptedServer of(String name, Conversation conversation) {
    return on(0, name, conversation);
  }

  /** On a port that was another's before; 0 for any. */
  static ScriptedServer on(int port, String name, Conversation conversation) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1_000);
      Thread.ofVirtual().start(() -> accept(socket, client -> talk(client, conversation)));
      return new ScriptedServer(name, socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void accept(ServerSocket socket, Consumer<Socket> talk) {
    while (!socket.isClosed())
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> talk.accept(client));
      } catch (IOException _) {
        // it was closed
      }
  }

  private static void talk(Socket client, Conversation conversation) {
    try (client) {
      conversation.with(client);
    } catch (IOException | InterruptedException _) {
      // the other side went away, or the test is over
    }
  }

  String name() {
    return name;
  }

  int port() {
    return socket.getLocalPort();
  }

  /** From now on connections are refused; those that are open go on. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
