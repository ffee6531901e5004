package dev.vipc.agent.health;

import java.time.Duration;

/** A connection must open. */
record ConnectProbe(Connection connection) implements Probe {
  @Override
  public Outcome ask(Duration timeout) {
    return connection.talk(timeout, _ -> Outcome.passed("connected"));
  }
}
