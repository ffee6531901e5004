package dev.vipc.agent.proxy;

import dev.vipc.agent.net.Epoll;
import dev.vipc.agent.net.Ring;
import dev.vipc.agent.net.Sockets;

/**
 * What one direction asks a ring for at its sender: bytes once, or bytes each time that some come,
 * or only to be told that there are some. It asks for one of these at a time.
 */
final class Intake {
  private enum Asked {
    NOTHING,
    ONCE,
    EACH_TIME,
    /** What was asked for each time was taken back, and is told of for the last time. */
    TAKEN_BACK,
    READINESS
  }

  /** After so many small messages in a row the next are not asked for one by one. */
  private static final int SMALL_MESSAGES = 4;

  private final Ring ring;
  private final Sockets sockets;
  private final int from;
  private final long word;
  private final boolean multishot;
  private Asked asked = Asked.NOTHING;
  private int smallMessages;

  /** Whether nothing has come since it was asked for each time. */
  private boolean fresh;

  /**
   * @param word of the session and the direction
   * @param multishot whether bytes may be asked for each time
   */
  Intake(Ring ring, Sockets sockets, int from, long word, boolean multishot) {
    this.ring = ring;
    this.sockets = sockets;
    this.from = from;
    this.word = word;
    this.multishot = multishot;
  }

  boolean isAskedFor() {
    return asked != Asked.NOTHING;
  }

  /** Whether the ring tells that there is something, and does not take it. */
  boolean isReadiness() {
    return asked == Asked.READINESS;
  }

  void askForReadiness() {
    asked = Asked.READINESS;
    ring.poll(from, Epoll.IN | Epoll.READ_HANG_UP, word + Session.BYTES);
  }

  void askForBytes() {
    if (smallMessages == SMALL_MESSAGES && multishot) {
      asked = Asked.EACH_TIME;
      fresh = true;
      ring.receiveEach(from, word + Session.BYTES);
    } else {
      asked = Asked.ONCE;
      ring.receive(from, word + Session.BYTES);
    }
  }

  /** A message of so many bytes came. */
  void took(int count) {
    // of a reset that was there with the first bytes when they were asked for the ring does not
    // tell
    if (fresh) lookForEnd();
    fresh = false;
    smallMessages = count < BufferPool.BYTES ? Math.min(smallMessages + 1, SMALL_MESSAGES) : 0;
  }

  /**
   * Has an end or a reset told of that the kernel may have forgotten. Besides one that was there
   * when bytes were asked for each time, that is one that comes while more than a hundred wake-ups
   * are still to be looked at (io_uring/poll.c counts no more of them).
   */
  void lookForEnd() {
    if (asked == Asked.EACH_TIME && sockets.isHungUp(from)) oneByOne();
  }

  /** What was asked for is told of for the last time. */
  void over() {
    asked = Asked.NOTHING;
  }

  /** No bytes come unasked, but for those that are on their way: the next are asked for. */
  void oneByOne() {
    smallMessages = 0;
    if (asked != Asked.EACH_TIME) return;
    asked = Asked.TAKEN_BACK;
    ring.cancel(word + Session.BYTES);
  }

  void release() {
    if (asked != Asked.NOTHING && asked != Asked.TAKEN_BACK) ring.cancel(word + Session.BYTES);
  }
}
