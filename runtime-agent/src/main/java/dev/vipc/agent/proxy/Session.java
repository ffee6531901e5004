package dev.vipc.agent.proxy;

import dev.vipc.agent.net.Epoll;
import dev.vipc.agent.net.Errno;
import dev.vipc.agent.net.NativeAddress;
import dev.vipc.agent.net.Ring;
import dev.vipc.agent.plan.Proxy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection, from its acceptance to its end: it may have to name its client, gets a
 * server or waits for one, tries to reach it and tries again, and then is relayed. It belongs to
 * one loop, and only that loop's thread calls it, except where {@link Dispatcher.Applicant} says
 * otherwise.
 */
final class Session extends Timers.Entry implements Dispatcher.Applicant {
  private enum Stage {
    /** The header of the PROXY protocol is awaited. */
    HEADER,
    /** It waits for a server. */
    QUEUED,
    CONNECTING,
    /** It waits before it tries again. */
    PAUSING,
    RELAYING,
    ENDED
  }

  /** What the words of events are about: the client's socket, or the server's. */
  static final int CLIENT = 0;

  static final int SERVER = 1;

  /** What a {@link Flow} asked the ring for, and one more for the direction down. */
  static final int BYTES = 2;

  static final int ROOM = 4;
  static final int SENT = 6;

  private static final long RETRY_PAUSE_MILLIS = 1_000;
  private static final long BREATH_MILLIS = 10;

  /** So often ends are looked for that nobody was told of. */
  private static final long LOOK_MILLIS = 30_000;

  private static final int HUNG_UP = Epoll.READ_HANG_UP | Epoll.HANG_UP | Epoll.ERROR;

  private final Loop loop;
  private final Service service;
  private final int client;

  /** Where the loop keeps it, and which of those that were there it is. */
  private final long word;

  private int source;
  private Optional<Route> route;
  private Stage stage = Stage.QUEUED;
  private Optional<WaitingLine.Waiter> waiter = Optional.empty();
  private Optional<Server> avoided = Optional.empty();
  private Optional<Server> server = Optional.empty();
  private final Upstream upstream;
  private boolean clientWatched;
  private boolean clientSlow;

  /** What happened to the client's socket before anybody could act on it: no event comes twice. */
  private int clientHappened;

  private boolean carriedOn;

  /** Whether a receiver that took nothing is tried again soon. */
  private boolean breathing;

  private @Nullable Relay relay;

  /**
   * @param word what the events of the client's socket carry; others of its events carry more
   */
  Session(Loop loop, Service service, int client, NativeAddress peer, long word) {
    this.loop = loop;
    this.service = service;
    this.client = client;
    this.word = word;
    upstream = new Upstream(loop, word);
    source = peer.folded();
    route =
        service.needsRoutes()
            ? Optional.of(new Route(peer.inet(), loop.sockets().local(client).inet()))
            : Optional.empty();
  }

  Service service() {
    return service;
  }

  long word() {
    return word;
  }

  /** The server that it was given. */
  Optional<Server> server() {
    return server;
  }

  private Proxy plan() {
    return service.plan();
  }

  void begin() {
    if (plan().acceptProxy()) {
      stage = Stage.HEADER;
      loop.timers().set(this, loop.nowMillis() + plan().timeouts().client().toMillis());
      watchClient();
    } else ask();
  }

  /**
   * Something happened, or was done.
   *
   * @param about one of the constants here
   * @param result what: bits of {@link Epoll} for a socket
   * @param buffer the ring's, or {@link Ring#NO_BUFFER}
   * @param last whether what was asked for is told of for the last time
   */
  void event(int about, int result, int buffer, boolean last) {
    if (about == CLIENT) clientEvent(result, last);
    else if (about >= Upstream.TRY) {
      if (upstream.isAbout(about)) happened(SERVER, result);
    } else if (relay != null) {
      moved(relay, relay.done(about, result, buffer, last));
    }
  }

  private void clientEvent(int result, boolean last) {
    if (last) clientWatched = false;
    if (result >= 0) happened(CLIENT, result);
    // the kernel ends a watch that it has no room to tell of
    if (last && stage != Stage.RELAYING && stage != Stage.ENDED) watchClient();
  }

  private void happened(int side, int result) {
    int happened = result < 0 ? Epoll.ERROR : result;
    if (side == CLIENT && stage != Stage.RELAYING) clientHappened |= happened;
    switch (stage) {
      case HEADER -> readHeader();
      case QUEUED, PAUSING -> {
        if (side == CLIENT && (happened & Epoll.ERROR) != 0) end(Ending.CLIENT_RESET);
      }
      case CONNECTING -> {
        if (side == SERVER) connectionDecided(happened);
      }
      case RELAYING -> relayed(side, happened);
      case ENDED -> {}
    }
  }

  private void readHeader() {
    var scratch = loop.scratch();
    int count = loop.sockets().peek(client, scratch, ProxyHeader.MOST_BYTES);
    if (count == -Errno.EAGAIN) return;
    if (count <= 0) {
      refuse(Refusal.BAD_PROXY_HEADER);
      return;
    }
    switch (ProxyHeader.read(scratch.bytes().slice(0, count))) {
      case ProxyHeader.Reading.Partial _ -> {
        if ((clientHappened & HUNG_UP) != 0) refuse(Refusal.BAD_PROXY_HEADER);
      }
      case ProxyHeader.Reading.Bad _ -> refuse(Refusal.BAD_PROXY_HEADER);
      case ProxyHeader.Reading.Whole(int length, Optional<Route> named) -> {
        loop.sockets().discard(client, length);
        named.ifPresent(
            told -> {
              route = named;
              source = NativeAddress.of(told.source()).folded();
            });
        ask();
      }
    }
  }

  private void ask() {
    switch (service.dispatcher().ask(this)) {
      case Dispatcher.Given(Server given) -> connect(given);
      case WaitingLine.Waiter waits -> {
        stage = Stage.QUEUED;
        waiter = Optional.of(waits);
        loop.timers().set(this, loop.nowMillis() + plan().timeouts().queue().toMillis());
        watchClient();
      }
      case Dispatcher.Nobody _ -> refuse(Refusal.NO_SERVER);
    }
  }

  @Override
  public int source() {
    return source;
  }

  @Override
  public Optional<Server> avoided() {
    return avoided;
  }

  @Override
  public void given(Server free) {
    loop.post(
        () -> {
          if (stage == Stage.QUEUED) {
            waiter = Optional.empty();
            connect(free);
          } else service.dispatcher().giveBack(free);
        });
  }

  @Override
  public void askAgain() {
    loop.post(
        () -> {
          if (stage == Stage.QUEUED) ask();
        });
  }

  private void connect(Server to) {
    server = Optional.of(to);
    int begun = upstream.connect(to.address(), service);
    if (begun == -Errno.EMFILE || begun == -Errno.ENFILE || begun == -Errno.ENOMEM) {
      refuse(Refusal.KERNEL_RESOURCES);
      return;
    }
    if (begun < 0) {
      connectionFailed(false);
      return;
    }
    stage = Stage.CONNECTING;
    loop.timers().set(this, loop.nowMillis() + plan().timeouts().connect().toMillis());
  }

  private void connectionDecided(int happened) {
    boolean suspicious = (happened & (Epoll.ERROR | Epoll.HANG_UP)) != 0;
    if (upstream.fault(suspicious) != 0) connectionFailed(false);
    else if ((happened & Epoll.OUT) != 0) connected(happened);
    else if (!upstream.awaitOutcome()) refuse(Refusal.KERNEL_RESOURCES);
  }

  /**
   * Tries again or gives up, as HAProxy's back_handle_st_cer(): another server at once where the
   * choice is free, the same one after a pause, and after a timeout without one.
   */
  private void connectionFailed(boolean timedOut) {
    Server failed = server.orElseThrow();
    failed.failedConnections.increment();
    upstream.close();
    Proxy plan = plan();
    if (upstream.tries() >= plan.retries()) {
      refuse(Refusal.SERVER_UNREACHABLE);
      return;
    }
    upstream.countTry();
    int choices = service.dispatcher().candidates().size();
    boolean elsewhere = plan.redispatch() && mayGoElsewhere(failed, choices, plan.retries());
    if (elsewhere) {
      failed.redispatches.increment();
      avoided = server;
      giveBackServer();
    } else failed.retries.increment();
    if (timedOut || (elsewhere && choices > 1)) tryAgain();
    else {
      stage = Stage.PAUSING;
      long pause = Math.min(RETRY_PAUSE_MILLIS, plan.timeouts().connect().toMillis());
      loop.timers().set(this, loop.nowMillis() + pause);
    }
  }

  private boolean mayGoElsewhere(Server failed, int choices, int retries) {
    return !failed.isUp()
        || upstream.tries() == retries
        || (choices > 1 && !service.dispatcher().isDeterministic());
  }

  private void tryAgain() {
    if (server.isPresent()) connect(server.get());
    else ask();
  }

  private void connected(int happened) {
    Server to = server.orElseThrow();
    to.sessions.increment();
    if (!sendPreface(to)) {
      connectionFailed(false);
      return;
    }
    stage = Stage.RELAYING;
    Relay begun = new Relay(loop, client, upstream.socket(), to, word);
    relay = begun;
    begun.serverEvent(happened);
    begun.clientEvent(Epoll.IN | clientHappened);
    awaitSilence(begun);
    moveOn(begun);
    if (stage != Stage.RELAYING) return;
    // nothing of the client's went with the end of the handshake
    if (!begun.hasSentUp()) loop.sockets().acknowledge(upstream.socket());
    relaying();
  }

  private void relaying() {
    if (!loop.events().relaying(client, clientWatched, word)) refuse(Refusal.KERNEL_RESOURCES);
    clientWatched = loop.events().ring().isEmpty();
  }

  /** Whether it went out whole, as it does into an empty socket. */
  private boolean sendPreface(Server to) {
    Proxy.Preface version = to.plan().preface();
    if (version == Proxy.Preface.NONE || route.isEmpty()) return true;
    var scratch = loop.scratch();
    var bytes = scratch.bytes().duplicate().clear();
    ProxyHeader.write(version, route.get(), bytes);
    return loop.sockets().send(upstream.socket(), scratch, 0, bytes.position()) == bytes.position();
  }

  private void relayed(int side, int happened) {
    Relay moving = relay;
    // what a ring has moved is told as such
    if (moving == null || loop.events().ring().isPresent()) return;
    if (side == CLIENT) moving.clientEvent(happened);
    else moving.serverEvent(happened);
    moveOn(moving);
  }

  /** Goes on where the last turn stopped because others had to have theirs. */
  void carryOn() {
    carriedOn = false;
    Relay moving = relay;
    if (moving != null && stage == Stage.RELAYING) moveOn(moving);
  }

  private void moveOn(Relay moving) {
    moved(moving, moving.turn());
  }

  private void moved(Relay moving, Optional<Ending> ending) {
    if (ending.isPresent()) {
      end(ending.get());
      return;
    }
    if (moving.isUnfinished() && !carriedOn) {
      carriedOn = true;
      loop.carryOnLater(this);
    }
    if (moving.isClientSlow()) clientIsSlow();
    if (stage != Stage.RELAYING) return;
    if (moving.isToBeTriedAgain()) breathe();
    else if (moving.isAwaitedAnew()) awaitSilence(moving);
  }

  private void awaitSilence(Relay moving) {
    long deadline = moving.deadline(plan().timeouts());
    boolean looks = loop.events().isMultishot();
    loop.timers().set(this, looks ? Math.min(deadline, loop.nowMillis() + LOOK_MILLIS) : deadline);
  }

  /** What moves meanwhile does not put off that a receiver is tried again. */
  private void breathe() {
    if (breathing) return;
    breathing = true;
    loop.timers().set(this, loop.nowMillis() + BREATH_MILLIS);
  }

  private void clientIsSlow() {
    if (clientSlow) return;
    clientSlow = true;
    if (!clientWatched) relaying();
    if (stage != Stage.RELAYING) return;
    if (!loop.events().slow(client, word)) refuse(Refusal.KERNEL_RESOURCES);
  }

  private void watchClient() {
    if (clientWatched) return;
    clientWatched = loop.events().watch(client, word);
    if (!clientWatched) refuse(Refusal.KERNEL_RESOURCES);
  }

  @Override
  void expired(long nowMillis) {
    switch (stage) {
      case HEADER -> refuse(Refusal.BAD_PROXY_HEADER);
      case QUEUED -> {
        // where it is given a server at this moment, that server comes by post
        if (waiter.isEmpty() || service.dispatcher().cancel(waiter.get()))
          refuse(Refusal.QUEUE_TIMEOUT);
      }
      case CONNECTING -> connectionFailed(true);
      case PAUSING -> tryAgain();
      case RELAYING -> silent(nowMillis);
      case ENDED -> {}
    }
  }

  private void silent(long nowMillis) {
    breathing = false;
    Relay moving = relay;
    if (moving == null) return;
    long deadline = moving.deadline(plan().timeouts());
    if (deadline <= nowMillis) {
      end(moving.silence(plan().timeouts()));
      return;
    }
    awaitSilence(moving);
    moving.lookForEnds();
    if (moving.isToBeTriedAgain()) {
      moving.tryAgain();
      moveOn(moving);
    }
  }

  private void refuse(Refusal why) {
    if (stage == Stage.ENDED) return;
    service.refused(why);
    leave();
    loop.close(client);
  }

  /** Ends it, whatever it was doing. A server is told of its client's reset, as HAProxy does. */
  void end(Ending how) {
    if (stage == Stage.ENDED) return;
    service.ended(how);
    if (how == Ending.CLIENT_RESET) upstream.reset();
    leave();
    if (how == Ending.STOPPED || how == Ending.SERVER_DOWN) loop.reset(client);
    else loop.close(client);
  }

  private void leave() {
    stage = Stage.ENDED;
    loop.timers().cancel(this);
    waiter.ifPresent(service.dispatcher()::cancel);
    if (clientWatched) loop.events().forget(word);
    if (relay != null) relay.release();
    upstream.close();
    giveBackServer();
    loop.forget(this);
    service.left();
  }

  private void giveBackServer() {
    Optional<Server> had = server;
    server = Optional.empty();
    had.ifPresent(service.dispatcher()::giveBack);
  }
}
