package dev.vipc.agent.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.PlanFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardTest {
  private static final String PLAN =
      """
      {"version": 1, "node": "lb1", "interfaces": [{"name": "eth0", "subnets": ["10.0.0.0/8"]}],
       "checks": [{"name": "api", "question": {"kind": "https", "address": "127.0.0.1", "port": 6443}}],
       "virtualRouters": [
         {"name": "a", "interface": "eth0", "routerId": 1, "priority": 100, "addresses": ["10.0.0.1/8"],
          "transport": {"kind": "multicast"}, "tracks": [{"check": "api"}, {"interface": "eth0"}, {"check": "api"}]},
         {"name": "b", "interface": "eth0", "routerId": 2, "priority": 100, "addresses": ["10.0.0.2/8"],
          "transport": {"kind": "multicast"}}]}
      """;

  private static final byte[] V4 = {10, 0, 0, 12};

  @TempDir Path folder;

  private PlanFile.Good plan;
  private long now = 7_000_000_000_000L;

  @BeforeEach
  void writePlan() throws IOException {
    plan = load(PLAN);
  }

  private PlanFile.Good load(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("plan.json"), text);
    return (PlanFile.Good) PlanFile.load(file.toString());
  }

  private RouterBoard writer() throws IOException {
    return RouterBoard.open(folder, plan.plan(), plan.hash(), List.of("ttl", "checksum"));
  }

  private RouterBoardReader reader() throws IOException {
    return RouterBoardReader.open(folder, plan.plan(), plan.hash(), () -> now);
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    RouterBoardReader reader = reader();
    RouterBoard board = writer();
    board.beat(now);
    board.dropped(0, 7);
    RouterRecord record = board.router(1);
    record.begin();
    record.state(RouterState.ACTIVE, 1_000);
    record.effectivePriority(90);
    record.fault(RouterFault.TRACK);
    record.master(V4, 0, 4, 110, 900);
    record.transitions(3);
    record.adverts(10, 20);
    record.dropped(1, 5);
    record.member(V4, 0, 4, 110, now - 2_000_000);
    record.end();
    RoutersView view = reader.read();
    assertTrue(view.alive());
    assertEquals(Map.of("ttl", 7L, "checksum", 0L), view.drops());
    InetAddress address = InetAddress.getByAddress(V4);
    assertEquals(
        new RoutersView.Router(
            "b",
            RouterState.ACTIVE,
            RouterFault.TRACK,
            90,
            Optional.of(new RoutersView.Master(address, 110, Instant.ofEpochMilli(900))),
            Instant.ofEpochMilli(1_000),
            3,
            10,
            20,
            Map.of("ttl", 0L, "checksum", 5L),
            List.of(new RoutersView.Member(address, 110, Duration.ofMillis(2))),
            List.of()),
        view.routers().get(1));
    assertEquals(RouterState.UNKNOWN, view.routers().getFirst().state());
  }

  @Test
  void theTracksOfOneRouterLeaveItsNeighbourAlone() throws IOException {
    RouterBoard board = writer();
    for (int track = 0; track < 3; track++) board.router(0).track(track, TrackState.BAD);
    board.router(1).begin();
    board.router(1).end();
    RoutersView view = reader().read();
    assertEquals(
        List.of(TrackState.BAD, TrackState.BAD, TrackState.BAD),
        view.routers().getFirst().tracks());
  }

  @Test
  void aMemberIsNotedOnceAndTheMostSilentIsForgotten() throws IOException {
    RouterRecord record = writer().router(0);
    for (int i = 0; i < 40; i++) {
      byte[] address = {0, 10, 0, 0, (byte) i};
      record.member(address, 1, 4, i, now + i);
      record.member(address, 1, 4, i, now + i);
    }
    List<RoutersView.Member> members = reader().read().routers().getFirst().members();
    assertEquals(32, members.size());
    assertTrue(members.stream().allMatch(member -> member.priority() >= 8));
  }

  @Test
  void aSilentWriterIsNotAlive() throws IOException {
    RouterBoard board = writer();
    board.beat(now);
    now += 2_900_000_000L;
    assertTrue(reader().read().alive());
    now += 200_000_000L;
    assertFalse(reader().read().alive());
    board.beat(now);
    board.close();
    assertFalse(reader().read().alive());
  }

  @Test
  void aSuccessorBeginsAnewInTheSameFile() throws IOException {
    RouterBoardReader reader = reader();
    RouterBoard first = writer();
    first.router(0).begin();
    first.router(0).state(RouterState.ACTIVE, 1);
    assertEquals(RouterState.UNKNOWN, reader.read().routers().getFirst().state());
    RouterBoard second = writer();
    second.router(0).begin();
    second.router(0).state(RouterState.BACKUP, 1);
    second.router(0).end();
    assertEquals(RouterState.BACKUP, reader.read().routers().getFirst().state());
  }

  @Test
  void anotherPlansBoardIsAnother() throws IOException {
    RouterRecord record = writer().router(0);
    record.begin();
    record.state(RouterState.ACTIVE, 1);
    record.end();
    plan = load(PLAN.replace("100", "101"));
    assertEquals(RouterState.UNKNOWN, reader().read().routers().getFirst().state());
  }

  @Test
  void aDamagedFileIsReplaced() throws IOException {
    writer();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path board : files.filter(file -> file.toString().endsWith(".board")).toList()) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(board)));
        Files.writeString(board, "x");
      }
    }
    assertFalse(reader().read().alive());
  }

  @Test
  void aReaderNeverSeesHalfOfARecord() throws Exception {
    RouterBoard board = writer();
    RouterBoardReader reader = reader();
    AtomicBoolean stop = new AtomicBoolean();
    Thread writing =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (long i = 0; !stop.get(); i++) {
                    board.router(0).begin();
                    board.router(0).transitions(i);
                    board.router(0).adverts(i, i);
                    board.router(0).end();
                    Thread.onSpinWait();
                  }
                });
    for (int i = 0; i < 20_000; i++) {
      RoutersView.Router router = reader.read().routers().getFirst();
      assertEquals(router.transitions(), router.advertsSent());
      assertEquals(router.transitions(), router.advertsReceived());
    }
    stop.set(true);
    writing.join();
  }

  @Test
  void writingAllocatesNothing() throws IOException {
    RouterBoard board = writer();
    CheckBoard checks = CheckBoard.open(folder, plan.plan(), plan.hash());
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 1_000; i++) write(board, checks, i);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) write(board, checks, i);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 10_000, () -> allocated + " bytes");
  }

  private static void write(RouterBoard board, CheckBoard checks, int number) {
    RouterRecord record = board.router(0);
    record.begin();
    record.state(RouterState.ACTIVE, number);
    record.fault(RouterFault.NONE);
    record.master(V4, 0, 4, 100, number);
    record.member(V4, 0, 4, 100, number);
    record.track(0, TrackState.GOOD);
    record.end();
    board.beat(number);
    checks.answer(0, number);
  }

  @Test
  void anAnswerIsBelievedForItsTime() throws IOException {
    Plan read = plan.plan();
    CheckBoard vip = CheckBoard.open(folder, read, plan.hash());
    CheckBoard proxy = CheckBoard.open(folder, read, plan.hash());
    assertEquals(CheckAnswer.NONE, vip.answer(0, now));
    proxy.judge(0, true, now);
    assertEquals(CheckAnswer.GOOD, vip.answer(0, now));
    long life = 2 * (2_000_000_000L + 1_000_000_000L) + 2_000_000_000L;
    assertEquals(CheckAnswer.GOOD, vip.answer(0, now + life));
    assertEquals(CheckAnswer.STALE, vip.answer(0, now + life + 1));
    proxy.judge(0, false, now);
    assertEquals(CheckAnswer.BAD, vip.answer(0, now));
  }
}
