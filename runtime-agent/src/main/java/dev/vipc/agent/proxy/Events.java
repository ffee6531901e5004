package dev.vipc.agent.proxy;

import dev.vipc.agent.net.Ring;
import dev.vipc.agent.net.SystemCallException;
import java.util.Optional;

/**
 * How a loop waits and hears what happens: by io_uring where the kernel lets it, else by epoll. An
 * interest, and what is told of it, are bits of {@link dev.vipc.agent.net.Epoll}.
 */
interface Events {
  /** The ring that moves small messages; where there is none, they are moved when told of. */
  Optional<Ring> ring();

  /** Whether that receives each time that bytes come, if it is asked to. */
  boolean isMultishot();

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

  /** Whether what was asked for with its word, if it is told of each time, is told no more. */
  boolean isLast(int n);

  /** Tells that something waits to be read or accepted, and after {@link #heard} again. */
  void listen(int descriptor, long word);

  void heard(int descriptor, long word);

  /** After it was told of and not heard: no more until {@link #resume}. */
  void pause(int descriptor, long word);

  void resume(int descriptor, long word);

  /** Tells of each change of a client's socket; whether the kernel has room for that. */
  boolean watch(int client, long word);

  /**
   * Tells how a connection that was begun turned out, and where there is no ring of each change
   * after it; whether the kernel has room for that.
   */
  boolean connecting(int server, long word);

  /**
   * Bytes are relayed from now on: a ring is asked for them, and nothing else is told any more.
   *
   * @param watched whether the client was watched until now
   * @return whether the kernel has room for that
   */
  boolean relaying(int client, boolean watched, long word);

  /** Tells of a slow client's room too, where no ring is asked for it. */
  boolean slow(int client, long word);

  /** Ends what was asked for with a word, where that outlives its socket's close. */
  void forget(long word);

  /** Closes at the end of the turn at the latest. */
  void close(int descriptor);

  /** Has closed what should be; whether there was something. */
  boolean settle();

  /** Ends, when everything is closed. */
  void end();
}
