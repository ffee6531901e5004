package dev.vipc.lab.vrrp;

import dev.vipc.agent.vrrp.IpAddress;
import dev.vipc.lab.AddressWatch;
import dev.vipc.lab.FrameRecorder;
import dev.vipc.lab.Host;
import dev.vipc.lab.Running;
import dev.vipc.lab.Segment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Two members of one virtual router on one segment; the first has the higher priority. */
final class Duel implements AutoCloseable {
  private static final long SECOND = 1_000_000_000L;
  private static final long GLANCE_MILLIS = 5;

  /** A busy machine may take as much longer. */
  private static final long SLACK = 5 * SECOND;

  private final Cell cell;
  private final Fault fault;
  private final Segment segment = new Segment();
  private final AddressWatch watch;
  private final FrameRecorder recorder;
  private final Member first;
  private final Member second;
  private final Path watched;
  private Optional<Running> watchedRunning = Optional.empty();
  private long judgedFrom;

  Duel(Cell cell, Fault fault, Program firstProgram, Program secondProgram) {
    this.cell = cell;
    this.fault = fault;
    Host firstHost = segment.addHost("a", cell.own(1));
    Host secondHost = segment.addHost("b", cell.own(2));
    watch =
        new AddressWatch(
            IpAddress.of(InetAddress.ofLiteral(cell.virtual())), List.of(firstHost, secondHost));
    recorder = new FrameRecorder(segment);
    watched = copyOfSleep(firstHost);
    startWatched(firstHost);
    first = new Member(firstHost, firstProgram, membership(1, 150, fault.watches()));
    second = new Member(secondHost, secondProgram, membership(2, 100, false));
  }

  private Membership membership(int number, int priority, boolean watches) {
    return new Membership(
        cell, number, priority, 1_000, fault.preempts(), fault.preemptDelaySeconds(), watches);
  }

  private static Path copyOfSleep(Host host) {
    try {
      return Files.copy(
          Path.of("/bin/sleep").toRealPath(), host.folder().resolve(Membership.WATCHED));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets the first hold the address, and then lets the fault happen. */
  void run() {
    // one after the other, since without preemption the one that is ready sooner would stay active
    first.start();
    awaitOnlyHolder(first, 20);
    second.start();
    pause(2);
    fault.happen(this);
    checkAnnouncements();
  }

  Member first() {
    return first;
  }

  Member second() {
    return second;
  }

  void pullFirst() {
    segment.pull(first.host());
  }

  void plugFirst() {
    segment.plug(first.host());
  }

  void partFirst() {
    segment.part(first.host());
  }

  void rejoinFirst() {
    segment.rejoin(first.host());
  }

  void stopWatched() {
    watchedRunning.orElseThrow().kill();
  }

  void startWatched() {
    startWatched(first.host());
  }

  private void startWatched(Host host) {
    watchedRunning = Optional.of(host.start(watched.toString(), "1000"));
  }

  void judgeFromNow() {
    judgedFrom = System.nanoTime();
  }

  void awaitHolder(Member member, int seconds) {
    await(() -> watch.holders().contains(member.host()), seconds, name(member) + " holds");
  }

  void awaitOnlyHolder(Member member, int seconds) {
    await(
        () -> watch.holders().equals(List.of(member.host())),
        seconds,
        name(member) + " alone holds");
  }

  void awaitLeftBehindRemoved() {
    await(
        () -> !watch.holders().contains(first.host()),
        5,
        name(first) + " removes what it left behind");
  }

  private void await(BooleanSupplier condition, int seconds, String what) {
    long end = System.nanoTime() + seconds * SECOND + SLACK;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end)
        throw new AssertionError("not within %d s: %s%n%s".formatted(seconds, what, story()));
      sleep(GLANCE_MILLIS);
    }
  }

  /** For a while nobody but a member holds the address. */
  void stays(Member member, int seconds) {
    long end = System.nanoTime() + seconds * SECOND;
    while (System.nanoTime() < end) {
      if (!watch.holders().equals(List.of(member.host())))
        throw new AssertionError("%s did not stay alone%n%s".formatted(name(member), story()));
      sleep(GLANCE_MILLIS);
    }
  }

  void pause(int seconds) {
    sleep(seconds * 1_000L);
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** For how many milliseconds both held the address since {@link #judgeFromNow}. */
  double millisOfTwo() {
    long total = 0;
    Set<Host> holders = new HashSet<>();
    long since = 0;
    for (AddressWatch.Change change : watch.changes()) {
      if (holders.size() == 2) total += Math.max(0, change.nanos() - Math.max(since, judgedFrom));
      if (change.holds()) holders.add(change.host());
      else holders.remove(change.host());
      since = change.nanos();
    }
    return total / 1e6;
  }

  /** Whoever took the address told the neighbours, in keepalived's form and after it advertised. */
  private void checkAnnouncements() {
    for (Member member : List.of(first, second)) {
      if (watch.changes().stream().noneMatch(c -> c.host() == member.host() && c.holds())) continue;
      var heard = new Announced(cell, member.host(), recorder.frames());
      if (heard.announcements() < 5)
        throw new AssertionError(
            "%s announced %d times%n%s".formatted(name(member), heard.announcements(), story()));
      if (!heard.advertisedFirst())
        throw new AssertionError(name(member) + " announced before it advertised\n" + story());
    }
  }

  private String name(Member member) {
    return "the %s (%s)"
        .formatted(member == first ? "first" : "second", member.program().name().toLowerCase());
  }

  @Override
  public String toString() {
    return "%s, %s, %c,%c"
        .formatted(fault, cell, first.program().letter(), second.program().letter());
  }

  private String story() {
    StringBuilder story = new StringBuilder(toString()).append('\n');
    for (AddressWatch.Change change : watch.changes())
      story.append(
          "%.3f %s %s%n"
              .formatted(
                  (change.nanos() - judgedFrom) / 1e9,
                  change.host().name(),
                  change.holds() ? "holds" : "released"));
    for (Member member : List.of(first, second))
      story.append("--- ").append(name(member)).append('\n').append(member.log());
    return story.toString();
  }

  @Override
  public void close() {
    recorder.close();
    watch.close();
    segment.close();
  }
}
