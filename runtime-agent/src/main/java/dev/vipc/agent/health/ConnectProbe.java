package dev.vipc.agent.health;

import java.net.InetSocketAddress;
import java.time.Duration;

/** A connection must open. */
record ConnectProbe(InetSocketAddress server) implements Probe {
  @Override
  public Outcome ask(Duration timeout) {
    return Connection.talk(server, timeout, _ -> Outcome.passed("connected"));
  }
}
