package dev.vipc.agent.status;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Asks a running vipd. */
public final class ControlClient {
  private ControlClient() {}

  /** Asks and waits for the whole answer. */
  public static ControlSocket.Answer ask(Path socket, String request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      Channels.newOutputStream(channel).write((request + "\n").getBytes(StandardCharsets.UTF_8));
      byte[] bytes = Channels.newInputStream(channel).readAllBytes();
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (text.length() < 2 || text.charAt(1) != '\n')
        throw new IOException("vipd ended before it answered");
      return new ControlSocket.Answer(text.charAt(0) - '0', text.substring(2));
    }
  }
}
