package dev.vipc.agent.preflight;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.apache.commons.net.ntp.NTPUDPClient;
import org.apache.commons.net.ntp.TimeInfo;

/** How far this machine's clock is from that of time servers (RFC 5905, section 8). */
final class Clock {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /**
   * Far below what certificates notice, and near enough to lay the logs of two nodes side by side.
   */
  private static final long MOST_MILLIS = 500;

  List<Finding> look(List<String> servers) {
    if (servers.isEmpty())
      return List.of(
          Finding.warning(
              "the clock was compared with nobody's", "name a time server with `--ntp HOST`"));
    return servers.stream().map(Clock::look).toList();
  }

  private static Finding look(String server) {
    try (NTPUDPClient client = new NTPUDPClient()) {
      client.setDefaultTimeout(PATIENCE);
      TimeInfo time = client.getTime(InetAddress.getByName(server));
      time.computeDetails();
      long offset = time.getOffset() == null ? Long.MAX_VALUE : time.getOffset();
      return Math.abs(offset) <= MOST_MILLIS
          ? Finding.ok("the clock is %d ms from %s".formatted(offset, server))
          : Finding.failure(
              "the clock is %d ms from %s".formatted(offset, server),
              "let chrony or systemd-timesyncd set it: certificates and logs depend on it");
    } catch (IOException e) {
      return Finding.warning(
          "the time server %s does not answer: %s".formatted(server, why(e)),
          "name another with `--ntp HOST`, or let UDP port 123 out");
    }
  }

  private static String why(IOException e) {
    return switch (e) {
      case UnknownHostException _ -> "its name has no address";
      case SocketTimeoutException _ -> "nothing came in time";
      default -> String.valueOf(e.getMessage());
    };
  }
}
