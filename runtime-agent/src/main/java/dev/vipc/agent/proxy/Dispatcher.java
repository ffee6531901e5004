package dev.vipc.agent.proxy;

import dev.vipc.agent.plan.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Gives connections to the servers of one proxy, for all loops: which server is next, who waits for
 * one, and what happens to both when a server goes down or comes back.
 */
final class Dispatcher {
  /** What becomes of a connection that asks for a server. */
  sealed interface Answer permits Given, WaitingLine.Waiter, Nobody {}

  /** It has this one, and gives it back at its end. */
  record Given(Server server) implements Answer {}

  /** No server is usable. */
  record Nobody() implements Answer {}

  /** A connection that asks for a server. */
  interface Applicant {
    /** Its client's address, folded into one word. */
    int source();

    /** The server that has just failed it. */
    Optional<Server> avoided();

    /** It waited, and has this server now; called from any thread. */
    void given(Server server);

    /** The server that it waited for went down: it must ask again; called from any thread. */
    void askAgain();
  }

  private static final Nobody NOBODY = new Nobody();

  private final LongSupplier clockMillis;
  private final WaitingLine line = new WaitingLine();
  private volatile List<Server> servers;
  private List<Server> backups;
  private Balancer balancer;
  private Proxy.Balance kind;

  /** When the shares of servers that start slowly are looked at again. */
  private long nextStep = Long.MAX_VALUE;

  Dispatcher(Proxy.Balance kind, List<Server> servers, LongSupplier clockMillis) {
    this.kind = kind;
    this.clockMillis = clockMillis;
    this.servers = List.copyOf(servers);
    backups = servers.stream().filter(s -> s.plan().backup()).toList();
    balancer = Balancer.of(kind, actives(), clockMillis.getAsLong());
  }

  private List<Server> actives() {
    return servers.stream().filter(s -> !s.plan().backup()).toList();
  }

  List<Server> servers() {
    return servers;
  }

  /** Takes over another list of servers; those in both keep their connections. */
  synchronized void replan(Proxy.Balance newKind, List<Server> newServers) {
    List<Server> gone = servers.stream().filter(s -> !newServers.contains(s)).toList();
    kind = newKind;
    servers = List.copyOf(newServers);
    backups = servers.stream().filter(s -> s.plan().backup()).toList();
    balancer = Balancer.of(kind, actives(), clockMillis.getAsLong());
    gone.forEach(this::sendAway);
    servers.forEach(this::serveLine);
  }

  /** Gives a connection a server, a place in the line, or nothing. */
  synchronized Answer ask(Applicant applicant) {
    long now = clockMillis.getAsLong();
    stepShares(now);
    Optional<Server> chosen = choose(applicant, now);
    if (chosen.isEmpty()) return isAnyUsable() ? line.add(Optional.empty(), applicant) : NOBODY;
    Server server = chosen.get();
    if (!server.hasRoom(now)) {
      Answer waiter = line.add(chosen, applicant);
      balancer.loadChanged(server, now);
      return waiter;
    }
    take(server, now);
    return server.given();
  }

  /** While any other server is usable the backups rest, and then the first of them serves alone. */
  private Optional<Server> choose(Applicant applicant, long now) {
    if (isAnyActiveUsable()) return balancer.next(applicant.source(), applicant.avoided(), now);
    return firstBackup();
  }

  private Optional<Server> firstBackup() {
    return backups.stream().filter(Server::isUsable).findFirst();
  }

  private boolean isAnyActiveUsable() {
    for (Server server : servers) if (server.isUsable() && !server.plan().backup()) return true;
    return false;
  }

  private boolean isAnyUsable() {
    return isAnyActiveUsable() || firstBackup().isPresent();
  }

  /** The servers that may be chosen now. */
  synchronized List<Server> candidates() {
    List<Server> actives =
        servers.stream().filter(s -> s.isUsable() && !s.plan().backup()).toList();
    return actives.isEmpty() ? firstBackup().stream().toList() : actives;
  }

  synchronized boolean isDeterministic() {
    return balancer.isDeterministic();
  }

  private void take(Server server, long now) {
    server.take();
    balancer.loadChanged(server, now);
  }

  /** A connection has ended, or goes to another server. */
  synchronized void giveBack(Server server) {
    server.giveBack();
    balancer.loadChanged(server, clockMillis.getAsLong());
    serveLine(server);
  }

  private void serveLine(Server server) {
    long now = clockMillis.getAsLong();
    while (servers.contains(server) && server.isBelowLimit(now)) {
      Optional<WaitingLine.Waiter> next = line.takeFor(server, mayServeAny(server));
      if (next.isEmpty()) return;
      take(server, now);
      next.get().applicant().given(server);
    }
  }

  private boolean mayServeAny(Server server) {
    if (!server.isUsable()) return false;
    if (!server.plan().backup()) return true;
    return !isAnyActiveUsable() && firstBackup().filter(s -> s == server).isPresent();
  }

  /** Leaves the line; false where it has been given a server already. */
  synchronized boolean cancel(WaitingLine.Waiter waiter) {
    return line.remove(waiter);
  }

  /** A check has changed its mind about a server. */
  synchronized void mark(Server server, boolean up) {
    if (server.isUp() == up) return;
    long now = clockMillis.getAsLong();
    server.mark(up, now);
    if (!server.plan().backup()) balancer.shareChanged(server, now);
    nextStep = Math.min(nextStep, server.nextStepMillis(now));
    if (up) serveLine(server);
    else sendAway(server);
  }

  private void sendAway(Server server) {
    line.takeAllOf(server).forEach(waiter -> waiter.applicant().askAgain());
  }

  private void stepShares(long now) {
    if (now < nextStep) return;
    nextStep = Long.MAX_VALUE;
    for (Server server : servers) {
      if (!server.plan().backup()) balancer.shareChanged(server, now);
      nextStep = Math.min(nextStep, server.nextStepMillis(now));
    }
  }

  /** How many connections wait for any server. */
  synchronized int waiting() {
    return line.length();
  }
}
