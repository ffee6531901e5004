package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A frontend, a backend, or both in one. Values that come from a {@code defaults} section stand
 * here with the place where they were written.
 *
 * @param checks the health-check methods in the order written, inherited ones first; the last is in
 *     force
 * @param httpOnlyOptions options that do nothing in TCP mode
 * @param backends what {@code default_backend} and {@code use_backend} name
 * @param span the line that begins the section
 */
public record Proxy(
    Kind kind,
    Located<String> name,
    Setting<Mode> mode,
    List<Listener> listeners,
    List<Server> servers,
    Setting<String> balance,
    List<CheckMethod> checks,
    Timeouts timeouts,
    List<Located<String>> httpOnlyOptions,
    List<Located<String>> backends,
    Setting<Integer> maxConnections,
    Span span) {
  public enum Kind {
    FRONTEND,
    BACKEND,
    /** Frontend and backend in one ({@code listen}). */
    LISTEN
  }

  public enum Mode {
    TCP,
    HTTP
  }

  /**
   * An address that the proxy accepts connections on.
   *
   * @param address {@code *} and the empty host mean every IPv4 address
   */
  public record Listener(Setting<HostPort> address, Span span) {}

  /** A server of a backend. {@code checkTls}: its health check speaks TLS first. */
  public record Server(
      Located<String> name,
      Setting<HostPort> address,
      boolean checked,
      boolean checkTls,
      boolean tls,
      Setting<Duration> interval,
      Setting<Integer> rise,
      Setting<Integer> fall,
      Setting<Integer> maxConnections,
      Span span) {}

  /**
   * A health-check method that a line selects.
   *
   * @param tls whether the method itself speaks TLS ({@code http-check connect ssl}, {@code
   *     tcp-check connect ssl})
   * @param inherited whether the line stands in a {@code defaults} section
   */
  public record CheckMethod(
      Kind kind, Setting<String> path, boolean tls, boolean inherited, Span span) {
    public enum Kind {
      /** A connection that opens is enough. */
      CONNECT,
      /** A scripted exchange ({@code tcp-check send}, {@code expect}). */
      TCP_SCRIPT,
      HTTP,
      /** {@code ssl-hello-chk}: an SSLv3 hello. */
      TLS_HELLO,
      /** A check for another protocol (MySQL, Redis, an external program …). */
      OTHER
    }
  }

  /** Limits in force; unset where no line sets them. */
  public record Timeouts(
      Setting<Duration> connect,
      Setting<Duration> client,
      Setting<Duration> server,
      Setting<Duration> tunnel,
      Setting<Duration> queue,
      Setting<Duration> check) {
    public static final Timeouts NONE =
        new Timeouts(
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Setting.unset());
  }

  /** The check method in force. */
  public Optional<CheckMethod> check() {
    return checks.isEmpty() ? Optional.empty() : Optional.of(checks.getLast());
  }

  public boolean isFrontend() {
    return kind != Kind.BACKEND;
  }

  public boolean isBackend() {
    return kind != Kind.FRONTEND;
  }
}
