package dev.vipc.agent.vrrp;

import java.util.List;

/**
 * The election of one virtual router (RFC 9568, section 6.4; RFC 3768, section 6.4). Every argument
 * {@code now} is in nanoseconds since an origin of the caller's choice, never negative and never
 * less than before.
 *
 * <p>Unlike in keepalived no received packet moves the advertisement timer of an active router;
 * only an advertisement that was sent does.
 */
public final class Router {
  /** A deadline that does not come. */
  public static final long NEVER = Long.MAX_VALUE;

  private final RouterSettings settings;
  private final Actions actions;
  private SyncGroup group = new SyncGroup(List.of());
  private State state = State.STOPPED;
  private int priority;
  private boolean ownFault;

  private long startAt = NEVER;
  private long activeDownAt = NEVER;
  private long preemptAt = NEVER;
  private boolean preemptDelayed;
  private boolean wanting;
  private boolean released;
  private long masterInterval;
  private int masterPriority;
  private long masterHigh;
  private long masterLow;

  private long advertiseAt = NEVER;
  private long secondAt = NEVER;
  private long refreshAt = NEVER;
  private long reassertedAt;

  public Router(RouterSettings settings, Actions actions) {
    this.settings = settings;
    this.actions = actions;
    this.priority = settings.priority();
    this.masterInterval = settings.intervalNanos();
    this.group = new SyncGroup(List.of(this));
  }

  void join(SyncGroup other) {
    group = other;
  }

  public RouterSettings settings() {
    return settings;
  }

  public State state() {
    return state;
  }

  /** The effective priority: 1..255. */
  public int priority() {
    return priority;
  }

  /** The priority of the active router that was last obeyed; 0 where none was. */
  public int masterPriority() {
    return masterPriority;
  }

  public long masterHigh() {
    return masterHigh;
  }

  public long masterLow() {
    return masterLow;
  }

  boolean hasOwnFault() {
    return ownFault;
  }

  boolean wantsToBeActive() {
    return wanting || state == State.ACTIVE;
  }

  /** When {@link #tick} is due next, or {@link #NEVER}. */
  public long deadline() {
    return switch (state) {
      case STOPPED, FAULT -> NEVER;
      case WAITING -> startAt;
      case BACKUP -> wanting ? NEVER : activeDownAt;
      case ACTIVE -> Math.min(advertiseAt, Math.min(secondAt, refreshAt));
    };
  }

  /** Takes part from now on, or after the start delay. */
  public void start(long now) {
    if (state != State.STOPPED) return;
    startAt = now + settings.startDelayNanos();
    if (settings.startDelayNanos() == 0) begin(Cause.STARTED, now);
    else enter(State.WAITING, Cause.STARTED);
  }

  /**
   * Goes on where another left off, with other settings: what it heard and what it waits for stays
   * valid. To be called instead of {@link #start}, and followed by {@link #settle} and {@link
   * #proclaim}.
   */
  public void resume(Router predecessor) {
    state = predecessor.state;
    priority = settings.isOwner() ? RouterSettings.OWNER : predecessor.priority;
    ownFault = predecessor.ownFault;
    startAt = predecessor.startAt;
    activeDownAt = predecessor.activeDownAt;
    preemptAt = predecessor.preemptAt;
    preemptDelayed = predecessor.preemptDelayed;
    released = predecessor.released;
    // what it waits for is over if it wanted, and so it wants again in the group that it has now
    wanting = false;
    // only a master of version 3 tells its interval
    if (settings.version() == 3 && predecessor.masterPriority != 0)
      masterInterval = predecessor.masterInterval;
    if (activeDownAt != NEVER) activeDownAt += activeDownNanos() - predecessor.activeDownNanos();
    masterPriority = predecessor.masterPriority;
    masterHigh = predecessor.masterHigh;
    masterLow = predecessor.masterLow;
    advertiseAt = predecessor.advertiseAt;
    secondAt = predecessor.secondAt;
    reassertedAt = predecessor.reassertedAt;
  }

  /** Obeys the faults of a group that it may not have been in before. */
  public void settle(long now) {
    group.faultChanged(now);
  }

  /** Says again, if it is active, who has the addresses: something about them has changed. */
  public void proclaim(long now) {
    if (state == State.ACTIVE) takeAddresses(now);
  }

  /** Leaves: an active router says so with priority 0 and gives up the addresses. */
  public void stop(long now) {
    if (state == State.STOPPED) return;
    if (state == State.ACTIVE) surrender();
    reset(now);
    enter(State.STOPPED, Cause.STOPPED);
  }

  /** Does what is due; may be called at any time. */
  public void tick(long now) {
    switch (state) {
      case STOPPED, FAULT -> {}
      case WAITING -> {
        if (now >= startAt) begin(Cause.STARTED, now);
      }
      case BACKUP -> {
        if (!wanting && now >= activeDownAt) want(released ? Cause.RELEASED : Cause.SILENCE, now);
      }
      case ACTIVE -> repeat(now);
    }
  }

  /** Judges an advertisement of another router with this ID. */
  public Reception received(Advertisement heard, long now) {
    return switch (state) {
      case STOPPED, WAITING, FAULT -> Reception.NOT_LISTENING;
      case BACKUP -> {
        heardAsBackup(heard, now);
        yield Reception.ACCEPTED;
      }
      case ACTIVE -> {
        heardAsActive(heard, now);
        yield Reception.ACCEPTED;
      }
    };
  }

  /**
   * Changes the effective priority. A backup's running timer moves by the difference of the skew
   * times; an active router says so with its next advertisement. An address owner never changes.
   *
   * @param effective 1..254
   */
  public void setPriority(int effective) {
    if (settings.isOwner()) return;
    long before = activeDownNanos();
    priority = effective;
    if (state == State.BACKUP && activeDownAt != NEVER) activeDownAt += activeDownNanos() - before;
  }

  private long activeDownNanos() {
    return settings.activeDownNanos(priority, masterInterval);
  }

  /** Says whether the interface and all that is tracked without a weight are well. */
  public void setFault(boolean fault, long now) {
    if (ownFault == fault) return;
    ownFault = fault;
    group.faultChanged(now);
  }

  void obeyFault(boolean fault, long now) {
    if (fault && (state == State.BACKUP || state == State.ACTIVE)) {
      if (state == State.ACTIVE) surrender();
      reset(now);
      enter(State.FAULT, ownFault ? Cause.FAULT : Cause.SYNC_GROUP);
    } else if (!fault && state == State.FAULT) begin(Cause.RECOVERED, now);
  }

  private void begin(Cause cause, long now) {
    reset(now);
    if (group.hasFault()) {
      enter(State.FAULT, Cause.FAULT);
      return;
    }
    activeDownAt = now + activeDownNanos();
    enter(State.BACKUP, cause);
    if (settings.isOwner()) want(Cause.OWNER, now);
  }

  private void reset(long now) {
    masterInterval = settings.intervalNanos();
    masterPriority = 0;
    masterHigh = 0;
    masterLow = 0;
    wanting = false;
    released = false;
    preemptDelayed = false;
    activeDownAt = NEVER;
    advertiseAt = NEVER;
    secondAt = NEVER;
    refreshAt = NEVER;
    reassertedAt = now;
  }

  private void want(Cause cause, long now) {
    wanting = true;
    group.wanted(this, cause, now);
  }

  void activate(Cause cause, long now) {
    if (state == State.ACTIVE) return;
    reset(now);
    takeAddresses(now);
    reassertedAt = now - settings.intervalNanos();
    enter(State.ACTIVE, cause);
  }

  /**
   * The active router's path: others must yield before the address moves, and ARP tells the rest.
   */
  private void takeAddresses(long now) {
    advertise(now);
    actions.hold();
    announce(now);
    refreshAt = settings.refreshNanos() == 0 ? NEVER : now + settings.refreshNanos();
  }

  private void heardAsBackup(Advertisement heard, long now) {
    if (heard.priority() == 0) {
      wanting = false;
      released = true;
      activeDownAt = now + settings.skewNanos(priority, masterInterval);
      return;
    }
    boolean outranked = heard.priority() >= priority;
    if (outranked) preemptDelayed = false;
    if (!outranked && settings.preempt() && !isPreemptionDelayed(now)) return;
    obey(heard, now);
    // those that were active when a reload put them into one group with this one
    group.yielded(now);
  }

  /**
   * The delay begins with the first advertisement of a lower priority (keepalived's preempt_delay).
   */
  private boolean isPreemptionDelayed(long now) {
    if (settings.preemptDelayNanos() == 0) return false;
    if (!preemptDelayed) {
      preemptDelayed = true;
      preemptAt = now + settings.preemptDelayNanos();
    }
    return now < preemptAt;
  }

  private void obey(Advertisement heard, long now) {
    wanting = false;
    released = false;
    if (settings.version() == 3) masterInterval = heard.intervalNanos();
    masterPriority = heard.priority();
    masterHigh = heard.sourceHigh();
    masterLow = heard.sourceLow();
    activeDownAt = now + activeDownNanos();
  }

  private void heardAsActive(Advertisement heard, long now) {
    if (heard.priority() == 0) advertise(now);
    else if (heard.priority() > priority || heard.priority() == priority && isLessThan(heard)) {
      yieldTo(heard, now);
      group.yielded(now);
    } else reassert(now);
  }

  private boolean isLessThan(Advertisement heard) {
    return settings.source().isLessThan(heard.sourceHigh(), heard.sourceLow());
  }

  private void yieldTo(Advertisement heard, long now) {
    actions.release();
    reset(now);
    obey(heard, now);
    enter(State.BACKUP, Cause.OUTRANKED);
  }

  /** Becomes a backup because another of the group did. */
  void follow(long now) {
    if (state != State.ACTIVE) return;
    actions.release();
    reset(now);
    activeDownAt = now + activeDownNanos();
    enter(State.BACKUP, Cause.SYNC_GROUP);
  }

  /**
   * Another believes to be active and is wrong: it is told at once, and so is who learned its MAC
   * address; the latter at most once an interval, so that nobody can make it shout.
   */
  private void reassert(long now) {
    advertise(now);
    if (now - reassertedAt < settings.intervalNanos()) return;
    reassertedAt = now;
    announce(now);
  }

  private void repeat(long now) {
    if (now >= advertiseAt) {
      long next = advertiseAt + settings.intervalNanos();
      actions.advertise(priority);
      advertiseAt = next > now ? next : now + settings.intervalNanos();
    }
    if (now >= secondAt) {
      secondAt = NEVER;
      actions.announce();
    }
    if (now >= refreshAt) {
      refreshAt = now + settings.refreshNanos();
      actions.announce();
    }
  }

  private void advertise(long now) {
    actions.advertise(priority);
    advertiseAt = now + settings.intervalNanos();
  }

  private void announce(long now) {
    actions.announce();
    secondAt =
        settings.secondAnnouncementNanos() == 0 ? NEVER : now + settings.secondAnnouncementNanos();
  }

  private void surrender() {
    actions.advertise(0);
    actions.release();
  }

  private void enter(State next, Cause cause) {
    State before = state;
    state = next;
    if (before != next) actions.changed(before, next, cause);
  }
}
