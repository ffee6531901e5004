package dev.vipc.agent.proxy;

import dev.vipc.agent.health.Outcome;
import dev.vipc.agent.health.Probe;
import dev.vipc.agent.health.Standing;
import dev.vipc.agent.health.Watch;
import dev.vipc.agent.net.NativeAddress;
import dev.vipc.agent.plan.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A server and the check that judges it. */
final class WatchedServer implements AutoCloseable {
  private final Server server;
  private final Proxy.ServerCheck check;
  private final BiConsumer<WatchedServer, Watch.Report> onChange;
  private final Runnable onMove;
  private final Watch watch;
  private volatile Optional<InetSocketAddress> address;
  private volatile Optional<Watch.Report> last;
  private volatile Instant since;

  /**
   * @param earlier what watched the same server until now
   * @param offset how long the first check waits
   * @param onChange told when the verdict is another
   * @param onMove told when its name has another address
   */
  WatchedServer(
      Server server,
      Proxy.ServerCheck check,
      Optional<WatchedServer> earlier,
      Duration offset,
      BiConsumer<WatchedServer, Watch.Report> onChange,
      Runnable onMove) {
    this.server = server;
    this.check = check;
    this.onChange = onChange;
    this.onMove = onMove;
    since = earlier.map(e -> e.since).orElseGet(Instant::now);
    last = earlier.flatMap(e -> e.last);
    address = literal(server.plan());
    address.ifPresent(found -> server.resolved(NativeAddress.of(found)));
    var pace =
        new Watch.Pace(
            check.interval(), check.fastInterval(), check.downInterval(), check.timeout(), offset);
    Standing standing =
        server.isUp()
            ? Standing.atStart(check.rise(), check.fall())
            : Standing.unproven(check.rise(), check.fall());
    watch = Watch.start(this::ask, pace, standing, this::answered);
  }

  /** The address of a server that the plan does not name; absent for a name. */
  static Optional<InetSocketAddress> literal(Proxy.Server plan) {
    try {
      return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(plan.address()), plan.port()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  Server server() {
    return server;
  }

  Proxy.ServerCheck check() {
    return check;
  }

  /** A name is looked up with every check, as its addresses may change. */
  private Outcome ask(Duration timeout) throws InterruptedException {
    if (literal(server.plan()).isEmpty()) lookUp();
    Optional<InetSocketAddress> known = address;
    if (known.isEmpty())
      return new Outcome(false, "`%s` has no address".formatted(server.plan().address()));
    return Probe.of(check, known.get(), this::preface).ask(timeout);
  }

  private byte[] preface(Socket connected) {
    return ProxyHeader.ofCheck(server.plan().preface(), connected);
  }

  private void lookUp() {
    try {
      var found =
          new InetSocketAddress(
              InetAddress.getByName(server.plan().address()), server.plan().port());
      if (address.filter(found::equals).isPresent()) return;
      server.resolved(NativeAddress.of(found));
      address = Optional.of(found);
      onMove.run();
    } catch (UnknownHostException _) {
      // the address that was found before may still be right
    }
  }

  private void answered(Watch.Report report) {
    last = Optional.of(report);
    if (!report.isChange()) return;
    since = report.at();
    onChange.accept(this, report);
  }

  /** What it shows of itself. */
  ProxyView.ServerState state() {
    Proxy.Server plan = server.plan();
    return new ProxyView.ServerState(
        plan.name(),
        plan.address(),
        plan.port(),
        condition(),
        since,
        plan.weight(),
        plan.backup(),
        last.map(WatchedServer::checkState),
        server.served(),
        server.waiting(),
        plan.maxConnections(),
        server.sessions.sum(),
        server.bytesIn.sum(),
        server.bytesOut.sum(),
        server.failedConnections.sum(),
        server.retries.sum(),
        server.redispatches.sum());
  }

  private ProxyView.State condition() {
    boolean open = last.isPresent() && !last.get().after().isCertain();
    if (!server.isUp()) return open ? ProxyView.State.RECOVERING : ProxyView.State.DOWN;
    if (open) return ProxyView.State.FAILING;
    return server.isStarting(Loop.clock()) ? ProxyView.State.STARTING : ProxyView.State.UP;
  }

  private static ProxyView.CheckState checkState(Watch.Report report) {
    Standing standing = report.after();
    return new ProxyView.CheckState(
        report.at(),
        report.outcome().passed(),
        report.outcome().detail(),
        report.took(),
        standing.towardsChange(),
        standing.isUp() ? standing.fall() : standing.rise());
  }

  @Override
  public void close() {
    watch.close();
  }
}
