package dev.vipc.agent.board;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * The part of the board that tells of one virtual router: {@link #begin}, any of the setters,
 * {@link #end}. A reader never sees the half of it (a sequence lock: odd while it is written). No
 * call allocates.
 */
public final class RouterRecord {
  private final ByteBuffer bytes;
  private final int start;
  private final int reasons;

  RouterRecord(ByteBuffer bytes, int start, int reasons) {
    this.bytes = bytes;
    this.start = start;
    this.reasons = reasons;
  }

  /** One that nobody reads. */
  public static RouterRecord unseen() {
    return new RouterRecord(ByteBuffer.allocate(RouterLayout.TRACKS), 0, RouterLayout.MOST_REASONS);
  }

  public void begin() {
    bytes.putInt(start, bytes.getInt(start) | 1);
    VarHandle.storeStoreFence();
  }

  public void end() {
    VarHandle.releaseFence();
    bytes.putInt(start, (bytes.getInt(start) | 1) + 1);
  }

  /**
   * @param sinceMillis when it became that, milliseconds since 1970
   */
  public void state(RouterState state, long sinceMillis) {
    bytes.putInt(start + RouterLayout.STATE, state.ordinal());
    bytes.putLong(start + RouterLayout.SINCE, sinceMillis);
  }

  public void fault(RouterFault fault) {
    bytes.putInt(start + RouterLayout.FAULT, fault.ordinal());
  }

  /** 0..255, after everything that is tracked had its say. */
  public void effectivePriority(int priority) {
    bytes.putInt(start + RouterLayout.PRIORITY, priority);
  }

  /**
   * Who holds the addresses, this router or another.
   *
   * @param from where the address begins
   * @param length 4 or 16, or 0 where nobody is known
   * @param sinceMillis since when, as far as is known here, milliseconds since 1970
   */
  public void master(byte[] address, int from, int length, int priority, long sinceMillis) {
    bytes.putLong(start + RouterLayout.MASTER_SINCE, sinceMillis);
    bytes.putInt(start + RouterLayout.MASTER_LENGTH, length);
    bytes.put(start + RouterLayout.MASTER, address, from, length);
    bytes.putInt(start + RouterLayout.MASTER_PRIORITY, priority);
  }

  /** How often its state changed since the start. */
  public void transitions(long count) {
    bytes.putLong(start + RouterLayout.TRANSITIONS, count);
  }

  /** Advertisements since the start. */
  public void adverts(long sent, long received) {
    bytes.putLong(start + RouterLayout.SENT, sent);
    bytes.putLong(start + RouterLayout.RECEIVED, received);
  }

  /**
   * How often a packet for this router was dropped.
   *
   * @param reason the place of the reason's name in the list given to {@link RouterBoard#open}
   */
  public void dropped(int reason, long count) {
    if (reason < reasons) bytes.putLong(start + RouterLayout.DROPS + reason * Long.BYTES, count);
  }

  /**
   * Notes an advertisement of another member. Of more than 32 the one that was silent longest is
   * forgotten.
   *
   * @param from where the address begins
   * @param length 4 or 16
   * @param heardNanos {@link System#nanoTime} of the advertisement
   */
  public void member(byte[] address, int from, int length, int priority, long heardNanos) {
    int at = memberOf(address, from, length);
    bytes.putInt(at + RouterLayout.MEMBER_LENGTH, length);
    bytes.putInt(at + RouterLayout.MEMBER_PRIORITY, priority);
    bytes.put(at + RouterLayout.MEMBER_ADDRESS, address, from, length);
    bytes.putLong(at + RouterLayout.MEMBER_HEARD, heardNanos);
  }

  private int memberOf(byte[] address, int from, int length) {
    int first = start + RouterLayout.MEMBERS;
    int end = first + RouterLayout.MOST_MEMBERS * RouterLayout.MEMBER_BYTES;
    int silent = first;
    for (int at = first; at < end; at += RouterLayout.MEMBER_BYTES) {
      int there = bytes.getInt(at + RouterLayout.MEMBER_LENGTH);
      if (there == 0 || there == length && isAt(at, address, from, length)) return at;
      if (heard(at) - heard(silent) < 0) silent = at;
    }
    return silent;
  }

  private long heard(int member) {
    return bytes.getLong(member + RouterLayout.MEMBER_HEARD);
  }

  private boolean isAt(int member, byte[] address, int from, int length) {
    for (int i = 0; i < length; i++)
      if (bytes.get(member + RouterLayout.MEMBER_ADDRESS + i) != address[from + i]) return false;
    return true;
  }

  /**
   * @param track its place among the tracks of the router in the plan
   */
  public void track(int track, TrackState state) {
    bytes.putInt(start + RouterLayout.TRACKS + track * Integer.BYTES, state.ordinal());
  }
}
