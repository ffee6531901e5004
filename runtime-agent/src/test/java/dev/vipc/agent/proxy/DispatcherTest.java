package dev.vipc.agent.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.agent.plan.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  private long now = 1_000_000;
  private final List<String> told = new ArrayList<>();

  /** A connection of a client with this address. */
  private final class Client implements Dispatcher.Applicant {
    private final String name;
    private final int source;

    Client(String name, int source) {
      this.name = name;
      this.source = source;
    }

    @Override
    public int source() {
      return source;
    }

    @Override
    public Optional<Server> avoided() {
      return Optional.empty();
    }

    @Override
    public void given(Server server) {
      told.add(name + ":" + server.plan().name());
    }

    @Override
    public void askAgain() {
      told.add(name + ":again");
    }
  }

  /** The steps that HAProxy 2.6 shows for {@code weight 100 slowstart 10s}. */
  @Test
  void aServerThatCameBackGetsItsShareInSteps() {
    Server server = server("a", 100, OptionalInt.empty(), 10_000);
    server.mark(false, now);
    server.mark(true, now);
    List<Integer> shown = new ArrayList<>();
    for (int second = 0; second <= 10; second++)
      shown.add((server.share(now + second * 1_000L) + 15) / Server.WEIGHT_SCALE);
    assertEquals(List.of(7, 13, 25, 32, 44, 57, 63, 75, 82, 94, 100), shown);
  }

  @Test
  void andItsConnectionsInStepsToo() {
    Server server = server("a", 1, OptionalInt.of(10), 10_000);
    server.mark(false, now);
    server.mark(true, now);
    assertTrue(server.hasRoom(now));
    server.take();
    assertEquals(
        List.of(false, true), List.of(server.hasRoom(now + 1_000), server.hasRoom(now + 2_000)));
  }

  @Test
  void aServerThatGetsRoomTakesWhoHasWaitedLongest() {
    Server a = server("a", 1, OptionalInt.of(1), 0);
    Server b = server("b", 1, OptionalInt.of(1), 0);
    Dispatcher dispatcher = dispatcher(Proxy.Balance.ROUND_ROBIN, a, b);
    assertInstanceOf(Dispatcher.Given.class, dispatcher.ask(new Client("1", 0)));
    assertInstanceOf(Dispatcher.Given.class, dispatcher.ask(new Client("2", 0)));
    var third = dispatcher.ask(new Client("3", 0));
    dispatcher.ask(new Client("4", 0));
    dispatcher.ask(new Client("5", 0));
    assertEquals(3, dispatcher.waiting());
    assertTrue(dispatcher.cancel(assertInstanceOf(WaitingLine.Waiter.class, third)));
    dispatcher.giveBack(b);
    dispatcher.giveBack(a);
    assertEquals(List.of("4:b", "5:a"), told);
    assertEquals(0, dispatcher.waiting());
  }

  @Test
  void whoWaitsForAServerThatGoesDownAsksAgain() {
    Server a = server("a", 1, OptionalInt.of(1), 0);
    Server b = server("b", 1, OptionalInt.empty(), 0);
    Dispatcher dispatcher = dispatcher(Proxy.Balance.SOURCE, a, b);
    dispatcher.ask(new Client("1", 0));
    assertInstanceOf(WaitingLine.Waiter.class, dispatcher.ask(new Client("2", 0)));
    dispatcher.mark(a, false);
    assertEquals(List.of("2:again"), told);
    assertEquals(b.given(), dispatcher.ask(new Client("2", 0)));
  }

  @Test
  void nobodyServesWhereNoServerIsUp() {
    Server a = server("a", 1, OptionalInt.empty(), 0);
    Dispatcher dispatcher = dispatcher(Proxy.Balance.LEAST_CONNECTIONS, a);
    dispatcher.mark(a, false);
    assertInstanceOf(Dispatcher.Nobody.class, dispatcher.ask(new Client("1", 0)));
    dispatcher.mark(a, true);
    assertEquals(a.given(), dispatcher.ask(new Client("1", 0)));
  }

  @Test
  void aServerThatIsGoneFromThePlanServesNobodyWhoWaits() {
    Server a = server("a", 1, OptionalInt.of(1), 0);
    Server b = server("b", 1, OptionalInt.of(1), 0);
    Dispatcher dispatcher = dispatcher(Proxy.Balance.FIRST, a);
    dispatcher.ask(new Client("1", 0));
    dispatcher.ask(new Client("2", 0));
    dispatcher.replan(Proxy.Balance.FIRST, List.of(b));
    assertEquals(List.of("2:b"), told);
    dispatcher.giveBack(a);
    assertEquals(List.of("2:b"), told);
  }

  private Dispatcher dispatcher(Proxy.Balance balance, Server... servers) {
    return new Dispatcher(balance, List.of(servers), () -> now);
  }

  static Server server(String name, int weight, OptionalInt most, long slowStartMillis) {
    return new Server(
        new Proxy.Server(name, "127.0.0.1", 1, weight, false, most, Proxy.Preface.NONE),
        slowStartMillis);
  }
}
