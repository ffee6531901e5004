package dev.vipc.lab.vrrp;

import dev.vipc.lab.Host;
import dev.vipc.lab.Running;
import java.util.Optional;

/** A program on a host, which comes and goes. */
final class Member {
  private final Host host;
  private final Program program;
  private final Membership membership;
  private Optional<Running> running = Optional.empty();

  Member(Host host, Program program, Membership membership) {
    this.host = host;
    this.program = program;
    this.membership = membership;
  }

  Host host() {
    return host;
  }

  Program program() {
    return program;
  }

  Running running() {
    return running.orElseThrow();
  }

  /** What it said since it was started last. */
  String log() {
    return running.map(Running::log).orElse("");
  }

  void start() {
    running = Optional.of(program.start(host, membership));
  }

  void kill() {
    running().kill();
  }

  void terminate() {
    running().terminate();
  }
}
