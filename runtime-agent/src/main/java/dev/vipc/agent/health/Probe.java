package dev.vipc.agent.health;

import dev.vipc.agent.plan.Check;
import dev.vipc.agent.plan.Proxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is asked of a server. */
@FunctionalInterface
public interface Probe {
  /**
   * Asks once, and waits for the answer.
   *
   * @param timeout how long the whole may last
   */
  Outcome ask(Duration timeout) throws InterruptedException;

  /**
   * What a plan asks of a server that is reached at an address.
   *
   * @param greeting what it hears before a check that connects
   */
  static Probe of(Proxy.ServerCheck check, InetSocketAddress server, Greeting greeting) {
    Connection connection = new Connection(server, greeting);
    return switch (check.kind()) {
      case TCP -> new ConnectProbe(connection);
      case TLS -> new TlsProbe(connection);
      case HTTP -> new HttpProbe(connection, false, check.path(), check.status());
      case HTTPS -> new HttpProbe(connection, true, check.path(), check.status());
      case SCRIPT -> new ScriptProbe(withServer(check.command(), server));
    };
  }

  private static List<String> withServer(List<String> command, InetSocketAddress server) {
    List<String> whole = new ArrayList<>(command);
    whole.add(server.getAddress().getHostAddress());
    whole.add(String.valueOf(server.getPort()));
    return List.copyOf(whole);
  }

  /**
   * What a plan asks for its virtual routers; empty for what the process of the virtual routers
   * answers itself.
   */
  static Optional<Probe> of(Check.Question question) {
    return switch (question) {
      case Check.Question.Process _, Check.Question.Tcp _ -> Optional.empty();
      case Check.Question.Tls(var target) -> Optional.of(new TlsProbe(to(target)));
      case Check.Question.Http(var target, boolean tls, String path, int status) ->
          Optional.of(new HttpProbe(to(target), tls, path, status));
      case Check.Question.Script(var command) -> Optional.of(new ScriptProbe(command));
    };
  }

  private static Connection to(Check.Target target) {
    return new Connection(new InetSocketAddress(target.address(), target.port()), Greeting.NONE);
  }
}
