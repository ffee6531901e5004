package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A frontend, a backend, or both in one. Values that come from a {@code defaults} section stand
 * here with the place where they were written.
 *
 * @param serverPorts the ports that its servers have, as far as known: so that who looks for a port
 *     needs not go over the servers of a large file
 * @param checks the health-check methods in the order written, inherited ones first; the last is in
 *     force
 * @param httpOnlyOptions options that do nothing in TCP mode: {@code option forwardfor}, {@code
 *     timeout http-request} …, as written; {@code option httplog} only where no later line chooses
 *     another log format
 * @param options the names of the {@code option} lines in force, health checks left out
 * @param backends what {@code default_backend} and {@code use_backend} name
 * @param defaults the place of the {@code defaults} section that it takes values from
 * @param span the line that begins the section
 */
public record Proxy(
    Kind kind,
    Located<String> name,
    Setting<Mode> mode,
    List<Listener> listeners,
    List<Server> servers,
    Set<Integer> serverPorts,
    Setting<String> balance,
    List<CheckMethod> checks,
    Timeouts timeouts,
    List<Located<String>> httpOnlyOptions,
    List<Located<String>> options,
    List<Located<String>> backends,
    Setting<Integer> maxConnections,
    Setting<Integer> retries,
    Optional<Span> defaults,
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
   * @param address {@code *} and the empty host mean every IPv4 address; the port is the first of a
   *     range
   * @param ports how many ports from the first on: 1 where no range is written
   * @param tls whether the proxy itself speaks TLS here
   */
  public record Listener(Setting<HostPort> address, int ports, boolean tls, Span span) {
    /** Whether it accepts connections to this port; false where its port is not known. */
    public boolean listensOn(int port) {
      return address
          .value()
          .map(HostPort::port)
          .filter(first -> first.isPresent())
          .map(first -> port >= first.getAsInt() && port < first.getAsInt() + ports)
          .orElse(false);
    }
  }

  /**
   * A server of a backend.
   *
   * @param options shared by servers whose lines end alike
   * @param shift how many characters the options of its own line stand behind those of the line
   *     that {@code options} were read from
   * @param count 1, or how many servers a {@code server-template} makes
   */
  public record Server(
      Located<String> name,
      Setting<HostPort> address,
      ServerOptions options,
      int shift,
      int count,
      Span span) {
    public boolean checked() {
      return options.checked();
    }

    /** Whether a health check that does not open its own connection speaks TLS. */
    public boolean checkTls() {
      return options.checkTls();
    }

    /** Whether the traffic to it is wrapped in TLS by the proxy. */
    public boolean tls() {
      return options.tls();
    }

    public boolean backup() {
      return options.backup();
    }

    public boolean disabled() {
      return options.disabled();
    }

    public Setting<Duration> interval() {
      return here(options.interval());
    }

    public Setting<Duration> fastInterval() {
      return here(options.fastInterval());
    }

    public Setting<Duration> downInterval() {
      return here(options.downInterval());
    }

    public Setting<Integer> rise() {
      return here(options.rise());
    }

    public Setting<Integer> fall() {
      return here(options.fall());
    }

    public Setting<Integer> maxConnections() {
      return here(options.maxConnections());
    }

    public Setting<Integer> weight() {
      return here(options.weight());
    }

    /** The address of the check, where it is not the server's own. */
    public Setting<String> checkAddress() {
      return here(options.checkAddress());
    }

    /** The port of the check, where it is not the server's own. */
    public Setting<Integer> checkPort() {
      return here(options.checkPort());
    }

    /** Whether its health check goes to another address or port than its traffic. */
    public boolean checkedElsewhere() {
      return !options.checkAddress().isUnset() || !options.checkPort().isUnset();
    }

    private <T> Setting<T> here(Setting<T> setting) {
      return shift != 0 && options.isOwn(setting) ? setting.moved(shift) : setting;
    }
  }

  /**
   * What the options of a server's line say, laid over those of {@code default-server} lines.
   *
   * @param line where the line stands that they were read from; settings that stand elsewhere come
   *     from a {@code default-server}
   */
  public record ServerOptions(
      boolean checked,
      boolean checkTls,
      boolean tls,
      Setting<Duration> interval,
      Setting<Duration> fastInterval,
      Setting<Duration> downInterval,
      Setting<Integer> rise,
      Setting<Integer> fall,
      Setting<Integer> maxConnections,
      Setting<Integer> weight,
      boolean backup,
      boolean disabled,
      Setting<String> checkAddress,
      Setting<Integer> checkPort,
      Span line) {
    private boolean isOwn(Setting<?> setting) {
      return setting.span().filter(line::holds).isPresent();
    }
  }

  /**
   * A health-check method that a line selects.
   *
   * @param tls whether the method itself speaks TLS ({@code http-check connect ssl}, {@code
   *     tcp-check connect ssl})
   * @param steps its {@code http-check} or {@code tcp-check} lines in force, in order
   * @param inherited whether the line stands in a {@code defaults} section
   */
  public record CheckMethod(
      Kind kind,
      Setting<String> path,
      boolean tls,
      List<CheckStep> steps,
      boolean inherited,
      Span span) {
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

    /** Whether the method opens connections of its own, to where its own lines say. */
    public boolean connects() {
      return steps.stream().anyMatch(step -> step.action().equals("connect"));
    }
  }

  /**
   * One line of a scripted check.
   *
   * @param action {@code connect}, {@code send}, {@code expect} …
   * @param arguments the words after the action
   */
  public record CheckStep(String action, List<Located<String>> arguments, Span span) {
    /** Whether a word stands among the arguments. */
    public boolean has(String word) {
      return arguments.stream().anyMatch(argument -> argument.value().equals(word));
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

  /** The ports that these servers have, where known. */
  public static Set<Integer> portsOf(List<Server> servers) {
    Set<Integer> ports = new HashSet<>();
    int last = -1;
    for (Server server : servers) {
      if (!(server.address() instanceof Setting.Given<HostPort>(var address, _))) continue;
      int port = address.port().orElse(last);
      if (port != last) ports.add(port);
      last = port;
    }
    return Set.copyOf(ports);
  }

  /** The check method in force. */
  public Optional<CheckMethod> check() {
    return checks.isEmpty() ? Optional.empty() : Optional.of(checks.getLast());
  }

  /** Whether it passes bytes on unread: HAProxy's default where no line sets a mode. */
  public boolean isTcp() {
    return mode.orDefault(Mode.TCP).filter(set -> set == Mode.TCP).isPresent();
  }

  public boolean isHttp() {
    return mode.is(Mode.HTTP);
  }

  public boolean isFrontend() {
    return kind != Kind.BACKEND;
  }

  public boolean isBackend() {
    return kind != Kind.FRONTEND;
  }
}
