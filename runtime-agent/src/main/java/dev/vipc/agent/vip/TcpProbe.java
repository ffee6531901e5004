package dev.vipc.agent.vip;

import dev.vipc.agent.board.TrackState;
import dev.vipc.agent.net.NativeAddress;
import dev.vipc.agent.net.Poller;
import dev.vipc.agent.net.Sockets;
import dev.vipc.agent.plan.Check;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Whether a connection opens; it is closed at once. */
final class TcpProbe extends Probe {
  private static final int NONE = -1;

  private final Sockets sockets;
  private final Poller poller;
  private final int slot;
  private final NativeAddress target;
  private final Judgement judgement;
  private final long interval;
  private final long timeout;
  private int socket = NONE;
  private long askedAt;
  private long nextAt;

  TcpProbe(
      Check check,
      Check.Target target,
      Sockets sockets,
      Poller poller,
      int slot,
      Judgement judgement,
      long now) {
    super(check);
    this.sockets = sockets;
    this.poller = poller;
    this.slot = slot;
    this.target = NativeAddress.of(new InetSocketAddress(target.address(), target.port()));
    this.judgement = judgement;
    this.interval = check.interval().toNanos();
    this.timeout = check.timeout().toNanos();
    this.nextAt = now;
  }

  @Override
  Optional<Judgement> judgement() {
    return Optional.of(judgement);
  }

  @Override
  TrackState state() {
    return judgement.state();
  }

  @Override
  long deadline() {
    return nextAt;
  }

  @Override
  void tick(long now) {
    if (socket != NONE && poller.isReady(slot)) finish(sockets.fault(socket) == 0, now);
    else if (socket != NONE && now >= nextAt) finish(false, now);
    else if (socket == NONE && now >= nextAt) ask(now);
  }

  private void ask(long now) {
    askedAt = now;
    socket = sockets.connect(target);
    if (socket < 0) {
      socket = NONE;
      finish(false, now);
      return;
    }
    poller.watchWritable(slot, socket);
    nextAt = now + timeout;
  }

  private void finish(boolean good, long now) {
    close();
    judgement.answer(good);
    nextAt = Math.max(askedAt + interval, now);
  }

  @Override
  void close() {
    poller.ignore(slot);
    if (socket != NONE) sockets.close(socket);
    socket = NONE;
  }
}
