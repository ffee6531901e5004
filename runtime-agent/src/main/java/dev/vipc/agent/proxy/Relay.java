package dev.vipc.agent.proxy;

import dev.vipc.agent.net.Epoll;
import dev.vipc.agent.plan.Proxy;
import java.util.Optional;

/**
 * The two directions between a client and its server: what each event moves, when a half-close is
 * passed on, and how long both sides may be silent.
 */
final class Relay {
  private static final int READ = Epoll.IN | Epoll.READ_HANG_UP | Epoll.HANG_UP | Epoll.ERROR;
  private static final int MORE = Epoll.URGENT | Epoll.READ_HANG_UP | Epoll.HANG_UP | Epoll.ERROR;
  private static final int WRITE = Epoll.OUT | Epoll.HANG_UP | Epoll.ERROR;

  private final Loop loop;
  private final int client;
  private final int server;
  private final Flow up;
  private final Flow down;
  private final Server counted;

  /** How the last turn of each ended. */
  private Flow.Turn sent = Flow.Turn.WAITING;

  private Flow.Turn received = Flow.Turn.WAITING;
  private boolean upPassedOn;
  private boolean downPassedOn;
  private boolean unfinished;
  private boolean clientAwaited = true;
  private boolean serverAwaited = true;
  private boolean awaitedAnew;
  private long clientMovedMillis;
  private long serverMovedMillis;
  private long countedIn;
  private long countedOut;

  /**
   * @param word the session's, for what a ring is asked for
   */
  Relay(Loop loop, int client, int server, Server counted, long word) {
    this.loop = loop;
    this.client = client;
    this.server = server;
    this.counted = counted;
    up = new Flow(loop, client, server, word);
    down = new Flow(loop, server, client, word + 1);
    clientMovedMillis = loop.nowMillis();
    serverMovedMillis = loop.nowMillis();
  }

  void clientEvent(int happened) {
    if ((happened & READ) != 0) up.readable((happened & MORE) != 0);
    if ((happened & WRITE) != 0) down.writable();
  }

  void serverEvent(int happened) {
    if ((happened & READ) != 0) down.readable((happened & MORE) != 0);
    if ((happened & WRITE) != 0) up.writable();
  }

  /**
   * The ring has done something that a direction asked for: moves what that direction can move now,
   * as {@link #turn}. The other one has no turn, because of its last send nothing may be known that
   * is told of later in the same turn of the loop.
   *
   * @param last whether it does it again only when it is asked again
   */
  Optional<Ending> done(int about, int result, int buffer, boolean last) {
    boolean isUp = (about & 1) == 0;
    Flow flow = isUp ? up : down;
    switch (about & ~1) {
      case Session.BYTES -> flow.received(result, buffer, last);
      case Session.ROOM -> flow.roomToldOf();
      default -> flow.sent(result);
    }
    if (isUp) sent = turn(up);
    else received = turn(down);
    return turned();
  }

  /** Moves what can be moved; an ending where there is nothing more to do. */
  Optional<Ending> turn() {
    sent = turn(up);
    received = turn(down);
    return turned();
  }

  private Optional<Ending> turned() {
    count();
    unfinished = sent == Flow.Turn.MORE || received == Flow.Turn.MORE;
    if (sent == Flow.Turn.ENDED && received == Flow.Turn.ENDED) return Optional.of(Ending.CLOSED);
    Optional<Ending> reset = reset();
    if (reset.isPresent()) return reset;
    boolean halfClosed = isHalfClosed();
    if (sent == Flow.Turn.ENDED && !upPassedOn) {
      upPassedOn = true;
      loop.sockets().shutdownWriting(server);
    }
    if (received == Flow.Turn.ENDED && !downPassedOn) {
      downPassedOn = true;
      loop.sockets().shutdownWriting(client);
    }
    await(isHalfClosed() != halfClosed);
    return Optional.empty();
  }

  /** The silence of who was not waited for, or not like this, begins now. */
  private void await(boolean otherwise) {
    boolean client = isClientAwaited();
    boolean server = isServerAwaited();
    boolean ofClient = client && (otherwise || !clientAwaited);
    boolean ofServer = server && (otherwise || !serverAwaited);
    if (ofClient) moved(true);
    if (ofServer) moved(false);
    awaitedAnew = ofClient || ofServer;
    clientAwaited = client;
    serverAwaited = server;
  }

  private Flow.Turn turn(Flow flow) {
    long taken = flow.taken();
    long handedOver = flow.handedOver();
    Flow.Turn turn = flow.turn();
    boolean isUp = flow == up;
    if (flow.taken() != taken) moved(isUp);
    if (flow.handedOver() != handedOver) moved(!isUp);
    return turn;
  }

  private void moved(boolean onClientSide) {
    if (onClientSide) clientMovedMillis = loop.nowMillis();
    else serverMovedMillis = loop.nowMillis();
  }

  private void count() {
    long in = up.handedOver();
    long out = down.handedOver();
    if (in != countedIn) counted.bytesIn.add(in - countedIn);
    if (out != countedOut) counted.bytesOut.add(out - countedOut);
    countedIn = in;
    countedOut = out;
  }

  private Optional<Ending> reset() {
    if (received == Flow.Turn.SENDER_BROKEN) return Optional.of(Ending.SERVER_RESET);
    if (sent == Flow.Turn.SENDER_BROKEN) return Optional.of(Ending.CLIENT_RESET);
    if (received == Flow.Turn.RECEIVER_BROKEN) return Optional.of(Ending.CLIENT_RESET);
    if (sent == Flow.Turn.RECEIVER_BROKEN) return Optional.of(Ending.SERVER_RESET);
    return Optional.empty();
  }

  /** Whether the last turn ended before there was nothing left to move. */
  boolean isUnfinished() {
    return unfinished;
  }

  /** Whether the server has got something. */
  boolean hasSentUp() {
    return up.handedOver() > 0;
  }

  /** Whether the client must tell when it can take more. */
  boolean isClientSlow() {
    return down.isBlocked();
  }

  /** Whether a receiver takes nothing though it is said to have room. */
  boolean isToBeTriedAgain() {
    return up.isToBeTriedAgain() || down.isToBeTriedAgain();
  }

  /** Those take something in the next turn, perhaps. */
  void tryAgain() {
    up.tryAgain();
    down.tryAgain();
  }

  /**
   * Whether since the last turn somebody is waited for who was not, or for another time: the {@link
   * #deadline} may be nearer than it was.
   */
  boolean isAwaitedAnew() {
    return awaitedAnew;
  }

  /** Whether one direction has ended, and its end was passed on. */
  private boolean isHalfClosed() {
    return upPassedOn || downPassedOn;
  }

  private boolean isClientAwaited() {
    return (up.isOpen() && !up.isBlocked()) || down.isBlocked();
  }

  private boolean isServerAwaited() {
    return (down.isOpen() && !down.isBlocked()) || up.isBlocked();
  }

  /**
   * When the silence of a side has lasted too long. A side is asked for nothing while its bytes
   * wait for the other.
   *
   * @return of the same clock as the loop's; {@link Long#MAX_VALUE} where nothing is waited for
   */
  long deadline(Proxy.Timeouts timeouts) {
    return Math.min(clientDeadline(timeouts), serverDeadline(timeouts));
  }

  private long clientDeadline(Proxy.Timeouts timeouts) {
    return isClientAwaited()
        ? clientMovedMillis + limit(timeouts, timeouts.client().toMillis())
        : Long.MAX_VALUE;
  }

  private long serverDeadline(Proxy.Timeouts timeouts) {
    return isServerAwaited()
        ? serverMovedMillis + limit(timeouts, timeouts.server().toMillis())
        : Long.MAX_VALUE;
  }

  private long limit(Proxy.Timeouts timeouts, long ofSide) {
    long halfClose = timeouts.halfClose().toMillis();
    long tunnel = timeouts.tunnel().toMillis();
    if (isHalfClosed() && halfClose > 0) return halfClose;
    return tunnel > 0 ? tunnel : ofSide;
  }

  /** Finds the end of a side that nobody was told of. */
  void lookForEnds() {
    up.lookForEnd();
    down.lookForEnd();
  }

  /** Whose silence ends the connection. */
  Ending silence(Proxy.Timeouts timeouts) {
    return clientDeadline(timeouts) <= serverDeadline(timeouts)
        ? Ending.CLIENT_TIMEOUT
        : Ending.SERVER_TIMEOUT;
  }

  /** Gives back what the directions hold. */
  void release() {
    up.release();
    down.release();
  }
}
