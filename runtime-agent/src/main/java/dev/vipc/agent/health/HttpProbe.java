package dev.vipc.agent.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A GET must be answered with the expected status; over TLS the certificate is not judged. */
record HttpProbe(Connection connection, boolean tls, String path, int status) implements Probe {
  private static final int MOST_LINE_BYTES = 1024;

  @Override
  public Outcome ask(Duration timeout) {
    return connection.talk(
        timeout, socket -> ask(tls ? TlsProbe.shaken(socket, connection.server()) : socket));
  }

  private Outcome ask(Socket socket) throws IOException {
    String request =
        """
        GET %s HTTP/1.1\r
        Host: %s:%d\r
        User-Agent: vipd\r
        Accept: */*\r
        Connection: close\r
        \r
        """
            .formatted(path, host(), connection.server().getPort());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return judge(statusLine(socket.getInputStream()));
  }

  private String host() {
    String host = connection.server().getAddress().getHostAddress();
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }

  private static String statusLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') line.append((char) b);
      if (line.length() > MOST_LINE_BYTES) break;
    }
    return line.toString().stripTrailing();
  }

  /** {@code HTTP/1.1 200 OK}, RFC 9112 section 4. */
  private Outcome judge(String line) {
    if (!line.matches("HTTP/\\d\\.\\d \\d{3}( .*)?"))
      return Outcome.failed(line.isEmpty() ? "closed without an answer" : "no HTTP answer");
    int got = Integer.parseInt(line.substring(9, 12));
    return got == status
        ? Outcome.passed("status " + got)
        : Outcome.failed("status %d, expected %d".formatted(got, status));
  }
}
