package dev.vipc.agent.proxy;

import dev.vipc.agent.net.NativeAddress;
import dev.vipc.agent.plan.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * A server while the agent runs. What decides about the next connection is guarded by the {@link
 * Dispatcher} that it belongs to; the counters are anybody's.
 */
final class Server {
  /** A weight of 1 is this many parts, so that a slow start has steps below 1 (as in HAProxy). */
  static final int WEIGHT_SCALE = 16;

  private static final long MILLIS = 1_000;

  final LongAdder sessions = new LongAdder();
  final LongAdder bytesIn = new LongAdder();
  final LongAdder bytesOut = new LongAdder();
  final LongAdder failedConnections = new LongAdder();
  final LongAdder retries = new LongAdder();
  final LongAdder redispatches = new LongAdder();

  private final Dispatcher.Given given = new Dispatcher.Given(this);
  private volatile Proxy.Server plan;
  private volatile Optional<NativeAddress> address = Optional.empty();
  private volatile boolean up = true;
  private volatile int served;
  private volatile int waiting;

  /** Whole seconds, rounded up; 0 where nothing is started slowly. */
  private long slowStartSeconds;

  /** Since when it starts slowly; absent where it does not. */
  private Optional<Long> startedMillis = Optional.empty();

  Server(Proxy.Server plan, long slowStartMillis) {
    this.plan = plan;
    slowStart(slowStartMillis);
  }

  Proxy.Server plan() {
    return plan;
  }

  /** The answer of a dispatcher that gives this server, made once. */
  Dispatcher.Given given() {
    return given;
  }

  /** Takes over what a new plan says of the same server. */
  void replan(Proxy.Server newPlan, long slowStartMillis) {
    plan = newPlan;
    slowStart(slowStartMillis);
  }

  private void slowStart(long millis) {
    slowStartSeconds = (millis + MILLIS - 1) / MILLIS;
  }

  /** Where it is reached; empty while its name is not resolved. */
  Optional<NativeAddress> address() {
    return address;
  }

  void resolved(NativeAddress found) {
    address = Optional.of(found);
  }

  boolean isUp() {
    return up;
  }

  boolean isUsable() {
    return up && plan.weight() > 0;
  }

  /** Connections that it was given and that have not ended. */
  int served() {
    return served;
  }

  /** Connections that wait for this server and no other. */
  int waiting() {
    return waiting;
  }

  void mark(boolean nowUp, long nowMillis) {
    if (nowUp && !up && slowStartSeconds > 0) startedMillis = Optional.of(nowMillis);
    if (!nowUp) startedMillis = Optional.empty();
    up = nowUp;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // guarded by the dispatcher
  void take() {
    served++;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // guarded by the dispatcher
  void giveBack() {
    served--;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // guarded by the dispatcher
  void waiting(int more) {
    waiting += more;
  }

  /** Its share now, in parts of {@link #WEIGHT_SCALE}; 0 where it is not usable. */
  int share(long nowMillis) {
    if (!isUsable()) return 0;
    return plan.weight() * startingParts(nowMillis);
  }

  private int startingParts(long nowMillis) {
    long elapsed = startingFor(nowMillis);
    return elapsed >= slowStartSeconds
        ? WEIGHT_SCALE
        : (int) ((WEIGHT_SCALE * elapsed + slowStartSeconds) / slowStartSeconds);
  }

  /** Whole seconds since it came back; as long as a whole slow start where it is through. */
  private long startingFor(long nowMillis) {
    return startedMillis.map(since -> (nowMillis - since) / MILLIS).orElse(slowStartSeconds);
  }

  boolean isStarting(long nowMillis) {
    return startingFor(nowMillis) < slowStartSeconds;
  }

  /** When its share grows next, or {@link Long#MAX_VALUE}. */
  long nextStepMillis(long nowMillis) {
    if (!isStarting(nowMillis)) return Long.MAX_VALUE;
    return startedMillis.orElseThrow() + (startingFor(nowMillis) + 1) * MILLIS;
  }

  /** Whether it may be given one more connection now. */
  boolean hasRoom(long nowMillis) {
    return plan.maxConnections().isEmpty() || (waiting == 0 && isBelowLimit(nowMillis));
  }

  /** The same for a connection that already waits for it. */
  boolean isBelowLimit(long nowMillis) {
    return served < limit(nowMillis);
  }

  /** The most connections now; fewer while it starts slowly, and at least one. */
  private int limit(long nowMillis) {
    int most = plan.maxConnections().orElse(Integer.MAX_VALUE);
    long elapsed = startingFor(nowMillis);
    if (elapsed >= slowStartSeconds || most == Integer.MAX_VALUE) return most;
    return (int) Math.max(1, most * (100 * elapsed / slowStartSeconds) / 100);
  }
}
