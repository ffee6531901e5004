package dev.vipc.agent.vrrp;

import static dev.vipc.agent.vrrp.Settings.MILLI;
import static dev.vipc.agent.vrrp.Settings.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterTest {
  /** Three intervals and the skew time of priority 100: 156/256 of a second. */
  private static final long DOWN = 3 * SECOND + 156 * SECOND / 256;

  private static final long SKEW = 156 * SECOND / 256;

  private final Journal journal = new Journal();

  private Router started(RouterSettings settings) {
    var router = new Router(settings, journal);
    router.start(0);
    return router;
  }

  private Router active(RouterSettings settings) {
    Router router = started(settings);
    router.tick(DOWN);
    assertEquals(State.ACTIVE, router.state());
    journal.take();
    return router;
  }

  private static Advertisement heard(int priority, long interval, String source) {
    var envelope = new Envelope();
    ByteBuffer addresses = ByteBuffer.allocate(32);
    Settings.address(source).write(addresses, 12);
    envelope.open(addresses, 0, 16, 255, 12);
    var heard = new Advertisement();
    heard.set(priority, interval, envelope, true);
    return heard;
  }

  private static Advertisement heard(int priority) {
    return heard(priority, SECOND, "10.0.0.2");
  }

  @Test
  void aBackupWaitsForTheActiveDownIntervalAndThenActsInOrder() {
    Router router = started(Settings.version3());
    assertEquals(List.of("stopped to backup: started"), journal.take());
    assertEquals(DOWN, router.deadline());
    router.tick(DOWN - 1);
    assertEquals(List.of(), journal.take());
    router.tick(DOWN);
    assertEquals(
        List.of("advertise 100", "hold", "announce", "backup to active: no advertisement heard"),
        journal.take());
  }

  @Test
  void versionTwoCountsSkewInSeconds() {
    RouterSettings tenSeconds = Settings.of(2, 100, 10 * SECOND, "10.0.0.1");
    assertEquals(30 * SECOND + SKEW, started(tenSeconds).deadline());
  }

  @Test
  void versionThreeCountsSkewByTheMastersInterval() {
    Router router = started(Settings.version3());
    router.received(heard(150, 2 * SECOND, "10.0.0.2"), 0);
    assertEquals(6 * SECOND + 2 * SKEW, router.deadline());
  }

  @Test
  void theOwnerNeedsNoElection() {
    started(Settings.of(3, 255, SECOND, "10.0.0.1"));
    assertEquals(
        List.of(
            "stopped to backup: started",
            "advertise 255",
            "hold",
            "announce",
            "backup to active: address owner"),
        journal.take());
  }

  @Test
  void anActiveRouterAdvertisesWithoutDrift() {
    Router router = active(Settings.version3());
    assertEquals(DOWN + SECOND, router.deadline());
    router.tick(DOWN + SECOND + MILLI);
    assertEquals(DOWN + 2 * SECOND, router.deadline());
    assertEquals(List.of("advertise 100"), journal.take());
  }

  @Test
  void theSecondBurstComesOnce() {
    Router router = active(Settings.version3());
    for (long t = DOWN; t < DOWN + 20 * SECOND; t += MILLI) router.tick(t);
    assertEquals(1, journal.take().stream().filter("announce"::equals).count());
  }

  @Test
  void priorityZeroLeavesTheSkewTime() {
    Router router = started(Settings.version3());
    router.received(heard(150), 0);
    router.received(heard(0), SECOND);
    assertEquals(SECOND + SKEW, router.deadline());
    journal.take();
    router.tick(SECOND + SKEW);
    assertEquals("backup to active: released by the active router", journal.take().getLast());
  }

  @Test
  void anActiveRouterAnswersPriorityZeroAtOnce() {
    Router router = active(Settings.version3());
    router.received(heard(0), DOWN + 300 * MILLI);
    assertEquals(List.of("advertise 100"), journal.take());
    assertEquals(DOWN + 1_300 * MILLI, router.deadline());
  }

  @Test
  void aLowerPriorityIsToldAtOnceAndTheNeighboursToo() {
    Router router = active(Settings.version3());
    router.received(heard(90), DOWN + 300 * MILLI);
    assertEquals(List.of("advertise 100", "announce"), journal.take());
    router.received(heard(90), DOWN + 400 * MILLI);
    assertEquals(List.of("advertise 100"), journal.take());
  }

  @Test
  void aHigherPriorityIsObeyedSilently() {
    Router router = active(Settings.version3());
    router.received(heard(110), DOWN);
    assertEquals(List.of("release", "active to backup: higher priority heard"), journal.take());
    assertEquals(2 * DOWN, router.deadline());
    assertEquals(110, router.masterPriority());
  }

  @Test
  void ofEqualPrioritiesTheGreaterAddressWins() {
    Router router = active(Settings.version3());
    router.received(heard(100, SECOND, "10.0.0.0"), DOWN);
    assertEquals(State.ACTIVE, router.state());
    router.received(heard(100, SECOND, "200.0.0.2"), DOWN);
    assertEquals(State.BACKUP, router.state());
  }

  @Test
  void aLowerPriorityIsPreemptedWithinTheRunningTimer() {
    Router router = started(Settings.version3());
    router.received(heard(90), SECOND);
    assertEquals(DOWN, router.deadline());
  }

  @Test
  void withoutPreemptionALowerPriorityIsObeyed() {
    Router router = started(Settings.withPreemption(Settings.version3(), false, 0));
    router.received(heard(90), SECOND);
    assertEquals(SECOND + DOWN, router.deadline());
  }

  @Test
  void preemptionWaitsForItsDelay() {
    Router router = started(Settings.withPreemption(Settings.version3(), true, 10 * SECOND));
    router.received(heard(90), SECOND);
    assertEquals(SECOND + DOWN, router.deadline());
    router.received(heard(90), 10 * SECOND);
    assertEquals(10 * SECOND + DOWN, router.deadline());
    router.received(heard(90), 11 * SECOND);
    assertEquals(10 * SECOND + DOWN, router.deadline());
  }

  @Test
  void aHigherPriorityClearsThePreemptDelay() {
    Router router = started(Settings.withPreemption(Settings.version3(), true, 10 * SECOND));
    router.received(heard(90), SECOND);
    router.received(heard(110), 9 * SECOND);
    router.received(heard(90), 12 * SECOND);
    assertEquals(12 * SECOND + DOWN, router.deadline());
  }

  @Test
  void duringTheStartDelayNothingIsHeard() {
    Router router = started(Settings.withStartDelay(Settings.version3(), 5 * SECOND));
    assertEquals(Reception.NOT_LISTENING, router.received(heard(150), SECOND));
    assertEquals(5 * SECOND, router.deadline());
    router.tick(5 * SECOND);
    assertEquals(5 * SECOND + DOWN, router.deadline());
  }

  @Test
  void aFaultGivesTheAddressAwayAndRecoveryStartsAgain() {
    Router router = active(Settings.version3());
    router.setFault(true, DOWN);
    assertEquals(List.of("advertise 0", "release", "active to fault: fault"), journal.take());
    assertEquals(Router.NEVER, router.deadline());
    assertEquals(Reception.NOT_LISTENING, router.received(heard(1), DOWN));
    router.setFault(false, 10 * SECOND);
    assertEquals(10 * SECOND + DOWN, router.deadline());
  }

  @Test
  void aChangeOfPriorityMovesABackupsTimer() {
    Router router = started(Settings.version3());
    router.setPriority(120);
    assertEquals(DOWN - 20 * SECOND / 256, router.deadline());
  }

  @Test
  void stoppingSaysSo() {
    Router router = active(Settings.version3());
    router.stop(DOWN);
    assertEquals(List.of("advertise 0", "release", "active to stopped: stopped"), journal.take());
  }

  @Test
  void noPacketMovesTheTimerOfAnActiveRouterButOneThatItAnswers() {
    Router router = active(Settings.version3());
    for (int i = 1; i < 9; i++) {
      router.received(heard(100, SECOND, "10.0.0.1"), DOWN + i * 100 * MILLI);
      journal.take();
    }
    var reader = new AdvertisementReader(Settings.version3());
    assertEquals(Reception.TOO_SHORT, readShort(reader));
    assertEquals(DOWN + 1_800 * MILLI, router.deadline());
  }

  private static Reception readShort(AdvertisementReader reader) {
    var envelope = new Envelope();
    ByteBuffer addresses = ByteBuffer.allocate(32);
    Settings.address("10.0.0.2").write(addresses, 12);
    Settings.address("224.0.0.18").write(addresses, 28);
    envelope.open(addresses, 0, 16, 255, 3);
    return reader.read(ByteBuffer.allocate(64), envelope, new Advertisement());
  }

  @Test
  void aGroupIsActiveTogether() {
    var other = new Journal();
    var first = new Router(Settings.version3(), journal);
    var second = new Router(Settings.of(3, 90, SECOND, "10.1.0.1"), other);
    new SyncGroup(List.of(first, second));
    first.start(0);
    second.start(0);
    first.tick(DOWN);
    assertEquals(State.BACKUP, first.state());
    assertEquals(Router.NEVER, first.deadline());
    second.tick(second.deadline());
    assertEquals(State.ACTIVE, first.state());
    assertEquals(State.ACTIVE, second.state());
    assertEquals("backup to active: sync group", journal.take().getLast());
  }

  @Test
  void aGroupYieldsAndFailsTogether() {
    var first = new Router(Settings.version3(), journal);
    var second = new Router(Settings.version3(), new Journal());
    new SyncGroup(List.of(first, second));
    first.start(0);
    second.start(0);
    first.tick(DOWN);
    second.tick(DOWN);
    first.received(heard(200), DOWN);
    assertEquals(State.BACKUP, second.state());
    second.setFault(true, DOWN);
    assertEquals(State.FAULT, first.state());
    second.setFault(false, DOWN);
    assertEquals(State.BACKUP, first.state());
  }

  private Router resumed(Router before, RouterSettings settings) {
    var router = new Router(settings, journal);
    router.resume(before);
    return router;
  }

  @Test
  void aReloadMayEndTheRefreshing() {
    Router before = active(Settings.withRefresh(Settings.version3(), 60 * SECOND));
    Router router = resumed(before, Settings.version3());
    router.proclaim(DOWN);
    for (long t = DOWN; t < DOWN + 100 * SECOND; t += 100 * MILLI) router.tick(t);
    assertEquals(2, journal.take().stream().filter("announce"::equals).count());
  }

  @Test
  void aReloadMayBeginTheRefreshing() {
    Router router =
        resumed(
            active(Settings.version3()), Settings.withRefresh(Settings.version3(), 60 * SECOND));
    router.proclaim(DOWN);
    for (long t = DOWN; t < DOWN + 100 * SECOND; t += 100 * MILLI) router.tick(t);
    assertEquals(3, journal.take().stream().filter("announce"::equals).count());
  }

  @Test
  void aReloadWithAnotherIntervalOfVersionTwoMovesABackupsTimer() {
    Router before = started(Settings.of(2, 100, SECOND, "10.0.0.1"));
    before.received(heard(150), SECOND);
    Router router = resumed(before, Settings.of(2, 100, 5 * SECOND, "10.0.0.1"));
    assertEquals(SECOND + 15 * SECOND + SKEW, router.deadline());
    router.received(heard(150, 5 * SECOND, "10.0.0.2"), 2 * SECOND);
    assertEquals(2 * SECOND + 15 * SECOND + SKEW, router.deadline());
  }

  @Test
  void aReloadKeepsTheIntervalThatAMasterOfVersionThreeTold() {
    Router before = started(Settings.version3());
    before.received(heard(150, 2 * SECOND, "10.0.0.2"), 0);
    Router router = resumed(before, Settings.of(3, 100, 5 * SECOND, "10.0.0.1"));
    assertEquals(6 * SECOND + 2 * SKEW, router.deadline());
  }

  @Test
  void whoWaitedForAGroupGoesOnWithoutItAfterAReload() {
    var waiting = new Router(Settings.version3(), journal);
    var other = new Router(Settings.version3(), new Journal());
    new SyncGroup(List.of(waiting, other));
    waiting.start(0);
    other.start(0);
    other.received(heard(150), DOWN);
    waiting.tick(DOWN);
    assertEquals(State.BACKUP, waiting.state());
    Router router = resumed(waiting, Settings.version3());
    router.tick(2 * DOWN);
    assertEquals(State.ACTIVE, router.state());
  }

  @Test
  void theFaultOfAGroupEndsWithIt() {
    var well = new Router(Settings.version3(), journal);
    var ill = new Router(Settings.version3(), new Journal());
    new SyncGroup(List.of(well, ill));
    well.start(0);
    ill.start(0);
    ill.setFault(true, 0);
    assertEquals(State.FAULT, well.state());
    Router router = resumed(well, Settings.version3());
    router.setFault(false, 0);
    router.settle(0);
    assertEquals(State.BACKUP, router.state());
  }

  @Test
  void aGroupThatAReloadMakesObeysItsFaults() {
    Router well = resumed(active(Settings.version3()), Settings.version3());
    Router before = started(Settings.version3());
    before.setFault(true, 0);
    Router ill = resumed(before, Settings.version3());
    new SyncGroup(List.of(well, ill));
    ill.setFault(true, 0);
    well.settle(0);
    assertEquals(State.FAULT, well.state());
  }

  @Test
  void aGroupThatAReloadMakesYieldsWithTheOneThatHearsAMaster() {
    Router first = resumed(active(Settings.version3()), Settings.version3());
    Router second = resumed(started(Settings.version3()), Settings.version3());
    new SyncGroup(List.of(first, second));
    first.settle(DOWN);
    assertEquals(State.ACTIVE, first.state());
    second.received(heard(150), DOWN);
    assertEquals(State.BACKUP, first.state());
  }
}
