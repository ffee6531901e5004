package dev.vipc.agent.proxy;

import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one loop: a hierarchical timing wheel (Varghese and Lauck, 1987), in which to
 * set, to move and to cancel a deadline costs the same however many there are. A tick is a
 * millisecond; each of six wheels has 64 slots, and one slot of a wheel spans the whole wheel
 * below.
 */
final class Timers {
  private static final int BITS = 6;
  private static final int SLOTS = 1 << BITS;
  private static final int WHEELS = 6;

  /** Later deadlines are set for this and looked at again. */
  private static final long FURTHEST = (1L << (BITS * WHEELS)) - 1;

  private final @Nullable Entry[][] slots = new @Nullable Entry[WHEELS][SLOTS];

  /** A bit for each slot that holds something. */
  private final long[] occupied = new long[WHEELS];

  private long now;

  Timers(long now) {
    this.now = now;
  }

  /** What has a deadline; in one list of one slot at a time. */
  abstract static class Entry {
    private @Nullable Entry before;
    private @Nullable Entry after;
    private long deadline;

    /** The wheel and slot that it is in; -1 in none. */
    private int place = -1;

    /**
     * The deadline has come; the entry is in no wheel any more.
     *
     * @param nowMillis not before the deadline
     */
    abstract void expired(long nowMillis);

    final boolean isSet() {
      return place >= 0;
    }
  }

  /** Sets or moves a deadline. */
  void set(Entry entry, long deadlineMillis) {
    cancel(entry);
    entry.deadline = Math.max(deadlineMillis, now + 1);
    insert(entry);
  }

  void cancel(Entry entry) {
    if (entry.place < 0) return;
    Entry before = entry.before;
    Entry after = entry.after;
    if (after != null) after.before = before;
    if (before != null) before.after = after;
    else head(entry.place, after);
    entry.before = null;
    entry.after = null;
    entry.place = -1;
  }

  private void insert(Entry entry) {
    long distance = Math.min(entry.deadline - now, FURTHEST);
    int wheel = Math.max(0, (63 - Long.numberOfLeadingZeros(distance | 1)) / BITS);
    int slot = (int) ((now + distance) >>> (BITS * wheel)) & (SLOTS - 1);
    int place = wheel << BITS | slot;
    Entry first = slots[wheel][slot];
    entry.after = first;
    if (first != null) first.before = entry;
    entry.place = place;
    head(place, entry);
  }

  private void head(int place, @Nullable Entry entry) {
    int wheel = place >> BITS;
    int slot = place & (SLOTS - 1);
    slots[wheel][slot] = entry;
    if (entry == null) occupied[wheel] &= ~(1L << slot);
    else occupied[wheel] |= 1L << slot;
  }

  /**
   * How long nothing can come due.
   *
   * @return milliseconds from the last {@link #advance}; -1 where no deadline is set
   */
  int untilNext() {
    long next = next();
    return next == Long.MAX_VALUE ? -1 : (int) Math.min(next - now, Integer.MAX_VALUE);
  }

  /** When the next slot that holds something begins. */
  private long next() {
    long nearest = Long.MAX_VALUE;
    for (int wheel = 0; wheel < WHEELS; wheel++) {
      if (occupied[wheel] == 0) continue;
      long current = now >>> (BITS * wheel);
      // the slot that the wheel stands on was emptied when it was reached: what is in it now is a
      // whole turn away
      int shift = (int) ((current + 1) & (SLOTS - 1));
      int ahead = 1 + Long.numberOfTrailingZeros(Long.rotateRight(occupied[wheel], shift));
      nearest = Math.min(nearest, (current + ahead) << (BITS * wheel));
    }
    return nearest;
  }

  /** Moves time on, and tells every entry whose deadline has come. */
  void advance(long nowMillis) {
    while (true) {
      long next = next();
      if (next > nowMillis) break;
      now = next;
      turn();
    }
    now = Math.max(now, nowMillis);
  }

  /** Empties the slots that begin now, the widest first. */
  private void turn() {
    for (int wheel = WHEELS - 1; wheel >= 0; wheel--) {
      if ((now & ((1L << (BITS * wheel)) - 1)) != 0) continue;
      int place = wheel << BITS | ((int) (now >>> (BITS * wheel)) & (SLOTS - 1));
      for (Entry entry = first(place); entry != null; entry = first(place)) {
        cancel(entry);
        if (entry.deadline <= now) entry.expired(now);
        else insert(entry);
      }
    }
  }

  private @Nullable Entry first(int place) {
    return slots[place >> BITS][place & (SLOTS - 1)];
  }
}
