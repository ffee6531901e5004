package dev.vipc.agent.proxy;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The connections that wait for a server: any, or one and no other. A server that gets room takes
 * the one that has waited longest of those that it may have. Guarded by a {@link Dispatcher}.
 */
final class WaitingLine {
  private final SequencedSet<Waiter> forAny = new LinkedHashSet<>();
  private final Map<Server, SequencedSet<Waiter>> forOne = new HashMap<>();
  private long tickets;

  /** One that waits. */
  static final class Waiter implements Dispatcher.Answer {
    private final long ticket;
    private final Optional<Server> bound;
    private final Dispatcher.Applicant applicant;

    private Waiter(long ticket, Optional<Server> bound, Dispatcher.Applicant applicant) {
      this.ticket = ticket;
      this.bound = bound;
      this.applicant = applicant;
    }

    Dispatcher.Applicant applicant() {
      return applicant;
    }
  }

  Waiter add(Optional<Server> bound, Dispatcher.Applicant applicant) {
    Waiter waiter = new Waiter(tickets++, bound, applicant);
    line(bound).add(waiter);
    bound.ifPresent(server -> server.waiting(1));
    return waiter;
  }

  private SequencedSet<Waiter> line(Optional<Server> bound) {
    return bound.isEmpty()
        ? forAny
        : forOne.computeIfAbsent(bound.get(), _ -> new LinkedHashSet<>());
  }

  /** Whether it still waited. */
  boolean remove(Waiter waiter) {
    boolean removed = line(waiter.bound).remove(waiter);
    if (removed) waiter.bound.ifPresent(server -> server.waiting(-1));
    return removed;
  }

  /**
   * Takes the next out of the line.
   *
   * @param any whether the server may have one that waits for any
   */
  Optional<Waiter> takeFor(Server server, boolean any) {
    Optional<Waiter> own = forOne.isEmpty() ? Optional.empty() : first(line(Optional.of(server)));
    Optional<Waiter> next = any ? first(forAny) : Optional.empty();
    Optional<Waiter> taken =
        own.isEmpty() || (next.isPresent() && next.get().ticket < own.get().ticket) ? next : own;
    taken.ifPresent(this::remove);
    return taken;
  }

  private static Optional<Waiter> first(SequencedSet<Waiter> line) {
    return line.isEmpty() ? Optional.empty() : Optional.of(line.getFirst());
  }

  /** Takes out all that wait for this server and no other. */
  List<Waiter> takeAllOf(Server server) {
    List<Waiter> all = List.copyOf(line(Optional.of(server)));
    all.forEach(this::remove);
    // a server that a plan has no more is not kept either
    forOne.remove(server);
    return all;
  }

  /** How many wait for any server. */
  int length() {
    return forAny.size();
  }
}
