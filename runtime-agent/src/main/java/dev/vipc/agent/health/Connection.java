package dev.vipc.agent.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connection that is closed when its time is up, whatever it is waiting for then.
 *
 * @param server where it leads
 * @param greeting what goes before everything else
 */
record Connection(InetSocketAddress server, Greeting greeting) {
  /** Closes what has taken too long; one thread for all checks. */
  private static final ScheduledThreadPoolExecutor CLOCK = clock();

  /** What is done with an open connection. */
  interface Conversation {
    Outcome with(Socket socket) throws IOException;
  }

  private static ScheduledThreadPoolExecutor clock() {
    var clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("check-timeouts").factory());
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  /** Connects and talks; a failure is an outcome. */
  Outcome talk(Duration timeout, Conversation conversation) {
    AtomicBoolean late = new AtomicBoolean();
    try (Socket socket = new Socket()) {
      var closing =
          CLOCK.schedule(() -> closeLate(socket, late), timeout.toMillis(), TimeUnit.MILLISECONDS);
      try {
        // a check leaves nothing behind in the server's or in our table of connections
        socket.setSoLinger(true, 0);
        socket.connect(server);
        socket.getOutputStream().write(greeting.to(socket));
        return conversation.with(socket);
      } finally {
        closing.cancel(false);
      }
    } catch (SocketTimeoutException _) {
      return timedOut(timeout);
    } catch (IOException e) {
      return late.get() ? timedOut(timeout) : Outcome.failed(reason(e));
    }
  }

  private static void closeLate(Socket socket, AtomicBoolean late) {
    late.set(true);
    try {
      socket.close();
    } catch (IOException _) {
      // it is closed all the same
    }
  }

  private static Outcome timedOut(Duration timeout) {
    return Outcome.failed("no answer within " + timeout.toMillis() + " ms");
  }

  private static String reason(IOException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.toLowerCase(Locale.ROOT);
  }
}
