package dev.vipc.agent.plan;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * Something that is asked again and again.
 *
 * @param rise how many good answers in a row make it good
 * @param fall how many bad answers in a row make it bad
 */
public record Check(
    String name, Question question, Duration interval, Duration timeout, int rise, int fall) {
  /** What is asked. */
  public sealed interface Question {
    /** A process of this name must run. */
    record Process(String name) implements Question {}

    /** A connection must open. */
    record Tcp(Target target) implements Question {}

    /** A TLS handshake must end well; the certificate is not judged. */
    record Tls(Target target) implements Question {}

    /**
     * A GET must be answered with a status.
     *
     * @param tls whether over TLS; the certificate is not judged
     */
    record Http(Target target, boolean tls, String path, int status) implements Question {}

    /** A program must exit with 0; it is run as it is, without a shell. */
    record Script(List<String> command) implements Question {}
  }

  /**
   * An address of this node.
   *
   * @param port 1..65535
   */
  public record Target(InetAddress address, int port) {}
}
