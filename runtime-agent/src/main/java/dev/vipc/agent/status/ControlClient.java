package dev.vipc.agent.status;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** Asks a running vipd. */
public final class ControlClient {
  private ControlClient() {}

  /**
   * Asks and waits for the whole answer.
   *
   * @throws SilenceException where it does not come in time
   */
  public static ControlSocket.Answer ask(Path socket, String request, Duration limit)
      throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      Thread.ofPlatform().daemon().name("limit").start(() -> close(channel, limit));
      channel.connect(UnixDomainSocketAddress.of(socket));
      Channels.newOutputStream(channel).write((request + "\n").getBytes(StandardCharsets.UTF_8));
      byte[] bytes = Channels.newInputStream(channel).readAllBytes();
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (text.length() < 2 || text.charAt(1) != '\n')
        throw new IOException("vipd ended before it answered");
      return new ControlSocket.Answer(text.charAt(0) - '0', text.substring(2));
    } catch (ClosedChannelException e) {
      throw new SilenceException(e);
    }
  }

  private static void close(SocketChannel channel, Duration limit) {
    try {
      Thread.sleep(limit);
      channel.close();
    } catch (InterruptedException | IOException _) {
      // it is closed all the same
    }
  }

  /** It took the question and does not answer it. */
  public static final class SilenceException extends IOException {
    private static final long serialVersionUID = 1;

    private SilenceException(Throwable cause) {
      super("no answer in time", cause);
    }
  }
}
