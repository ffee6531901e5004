package dev.vipc.agent.proxy;

import dev.vipc.agent.net.Ring;
import dev.vipc.agent.net.SystemCallException;
import org.jspecify.annotations.Nullable;

/**
 * How a loop waits and hears what happens: by io_uring where the kernel lets it, else by epoll. An
 * interest, and what is told of it, are bits of {@link dev.vipc.agent.net.Epoll}.
 */
interface Events {
  /** The ring that moves small messages by itself; without one they are moved when told of. */
  @Nullable Ring ring();

  /** Begins, on the thread of the loop. */
  void begin() throws SystemCallException;

  /**
   * Waits.
   *
   * @param millis the longest; -1 without end
   * @return how many things happened
   */
  int await(int millis) throws SystemCallException;

  /** What the n-th of them was asked for with. */
  long word(int n);

  /** What happened, or what came of what was asked for. */
  int result(int n);

  /** The ring's buffer that came with it, or {@link Ring#NO_BUFFER}. */
  int buffer(int n);

  /** Tells that something waits to be read or accepted, and after {@link #heard} again. */
  void listen(int descriptor, long word) throws SystemCallException;

  void heard(int descriptor, long word);

  /** After it was told of and not heard: no more until {@link #resume}. */
  void pause(int descriptor, long word) throws SystemCallException;

  void resume(int descriptor, long word) throws SystemCallException;

  /** Tells of each change of a client's socket. */
  void watch(int client, int interest, long word) throws SystemCallException;

  /**
   * Tells how a connection that was begun turned out; without a ring of each change after it too.
   */
  void connecting(int server, int interest, long word) throws SystemCallException;

  /**
   * Bytes are relayed from now on: a ring is asked for them, and nothing else is told any more.
   *
   * @param watched whether the client was watched until now
   */
  void relaying(int client, boolean watched, int interest, long word) throws SystemCallException;

  /** Tells of a slow client's room too, where no ring is asked for it. */
  void slow(int client, int interest, long word) throws SystemCallException;

  /** Ends what was asked for with a word, where that outlives its socket's close. */
  void forget(long word);

  /** Closes at the end of the turn at the latest. */
  void close(int descriptor);

  /** Has closed what should be; whether there was something. */
  boolean settle();

  /** Ends, when everything is closed. */
  void end();
}
