package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vipc.diagnostic.Severity;
import dev.vipc.lower.spec.SpecLowering;
import dev.vipc.migrate.Cutover;
import dev.vipc.migrate.Retarget;
import dev.vipc.migrate.Step;
import dev.vipc.migrate.Target;
import dev.vipc.model.Deployment;
import dev.vipc.model.Node;
import dev.vipc.model.Part;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.proof.Rollout.Held;
import dev.vipc.source.SourceFile;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.SpecLoader;
import dev.vipc.spec.VirtualAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runbooks: a folder a migration ({@code from/} or {@code from.yaml}, and {@code to}). */
final class MigrateTest {
  @TempDir Path work;

  @TestFactory
  Stream<DynamicTest> theRunbookIsAsApproved() {
    return Cases.under("migrate").stream()
        .map(folder -> dynamicTest(folder.getFileName().toString(), () -> verify(folder)));
  }

  private void verify(Path folder) throws IOException {
    Path spec = folder.resolve("from.yaml");
    Path from = Files.exists(spec) ? spec : folder.resolve("from");
    Path output = work.resolve(folder.getFileName());
    String to = Files.readString(folder.resolve("to")).strip();
    Vipc.Run run = Vipc.run("migrate", from.toString(), "--to", to, "-o", output.toString());
    Path runbook = output.resolve("runbook.md");
    String text = Files.exists(runbook) ? Files.readString(runbook) : run.out();
    Approved.verify(
        folder,
        "runbook",
        text.replace(folder + "/", "").replaceAll("made by vipc \\S+", "made by vipc VERSION")
            + "exit "
            + run.status());
  }

  /** Between programs that speak VRRP nobody ever waits for more than a skew. */
  @TestFactory
  Stream<DynamicTest> speakersOfVrrpAreExchangedMachineByMachine() {
    return EmitCase.buildable()
        .filter(each -> speaksVrrp(each.build().spec().orElseThrow()))
        .flatMap(
            each ->
                Stream.of(Target.VIPD, Target.KEEPALIVED_HAPROXY)
                    .map(to -> dynamicTest(each.name() + " to " + to, () -> exchanged(each, to))));
  }

  private static boolean speaksVrrp(HaSpec spec) {
    return !spec.virtualAddresses().isEmpty()
        && spec.virtualAddresses().stream().allMatch(a -> a.engine().value().speaksVrrp());
  }

  private static void exchanged(EmitCase each, Target to) {
    HaSpec old = each.build().spec().orElseThrow();
    String yaml = Retarget.of(old, to, OptionalInt.empty()).yaml();
    // what the other program cannot do is refused where it stands
    if (to == Target.KEEPALIVED_HAPROXY && yaml.contains("virtualMac: true")) return;
    HaSpec next = load(yaml);
    if (!changes(old, next)) return;
    Cutover.Planned plan = assertInstanceOf(Cutover.Planned.class, plan(old, next));
    for (Step step : plan.steps())
      for (Held held : Stream.concat(step.after().stream(), step.back().stream()).toList()) {
        assertTrue(held.holders().size() <= 1, held::toString);
        if (plan.order() == Cutover.Order.ONE_BY_ONE)
          assertTrue(held.away().orElseThrow().worst() < 1, held::toString);
      }
    Step last = plan.steps().getLast();
    last.after().forEach(held -> assertEquals(1, held.holders().size()));
  }

  private static boolean changes(HaSpec old, HaSpec next) {
    VirtualAddress.Engine was = old.virtualAddresses().getFirst().engine().value();
    return was != next.virtualAddresses().getFirst().engine().value();
  }

  @Test
  void anotherVridIsNotExchangedMachineByMachine() throws IOException {
    String text = Files.readString(Path.of("..", "examples", "lb-trio", "ha.yaml"));
    HaSpec old = load(text);
    HaSpec next =
        load(
            Retarget.of(old, Target.VIPD, OptionalInt.empty())
                .yaml()
                .replace("routerId: 51", "routerId: 52"));
    Cutover.Planned plan = assertInstanceOf(Cutover.Planned.class, plan(old, next));
    assertEquals(Cutover.Order.OLD_OUT_FIRST, plan.order());
    assertTrue(plan.tried().orElseThrow().contains("is held by"), plan.tried()::toString);
    List<Step> steps = plan.steps();
    assertEquals(
        List.of("lb3", "lb2", "lb1", "lb1", "lb2", "lb3"), steps.stream().map(Step::node).toList());
    // the third step leaves nobody, the fourth waits three intervals and the skew of 120
    assertTrue(steps.get(2).after().getFirst().away().isEmpty());
    double away = steps.get(3).after().getFirst().away().orElseThrow().worst();
    assertTrue(away > 3 && away < 4, () -> "away for " + away);
  }

  @Test
  void whatHasTwoHoldersInTheEndIsRefused() throws IOException {
    String text = Files.readString(Path.of("..", "examples", "vipd-pair", "ha.yaml"));
    HaSpec old =
        load(
            text.replace("engine: vipd", "engine: keepalived")
                .replace(
                    "proxies:\n  - name: api\n    engine: keepalived", "proxies:\n  - name: api"));
    HaSpec next = load(text);
    var parted =
        new Deployment(
            SpecLowering.lower(next).nodes().stream().map(MigrateTest::deaf).toList(),
            SpecLowering.lower(next).shared(),
            SpecLowering.lower(next).facts(),
            SpecLowering.lower(next).targets());
    Cutover.Outcome outcome = Cutover.plan(SpecLowering.lower(old), old, parted, next);
    Cutover.Refused refused = assertInstanceOf(Cutover.Refused.class, outcome);
    assertEquals(Arrays.asList(Cutover.Order.values()).size(), refused.why().size());
    assertTrue(refused.why().getLast().contains("held by"), refused.why()::toString);
  }

  /** Of lb2 another VRID, as nobody would write it in one spec. */
  private static Node deaf(Node node) {
    if (!node.label().equals("lb2")) return node;
    return new Node(
        node.name(),
        Parts.of(
            node.parts().all(Part.class).stream()
                .map(part -> part instanceof VrrpDaemon daemon ? deaf(daemon) : part)
                .toList()));
  }

  private static VrrpDaemon deaf(VrrpDaemon daemon) {
    return new VrrpDaemon(
        daemon.file(),
        daemon.routerId(),
        daemon.multicastGroup4(),
        daemon.strict(),
        daemon.scriptSecurity(),
        daemon.scriptUser(),
        daemon.version(),
        daemon.scripts(),
        daemon.processes(),
        daemon.routers().stream().map(MigrateTest::deaf).toList(),
        daemon.syncGroups(),
        daemon.virtualServers(),
        daemon.includes(),
        daemon.unread());
  }

  private static VirtualRouter deaf(VirtualRouter router) {
    return new VirtualRouter(
        router.name(),
        router.state(),
        router.iface(),
        Setting.of(99, router.span()),
        router.priority(),
        router.advertisementInterval(),
        router.version(),
        router.authenticationType(),
        router.password(),
        router.noPreempt(),
        router.preemptDelay(),
        router.sourceAddress(),
        router.unicastPeers(),
        router.multicastGroup(),
        router.addresses(),
        router.excludedAddresses(),
        router.tracks(),
        router.span());
  }

  private static Cutover.Outcome plan(HaSpec old, HaSpec next) {
    return Cutover.plan(SpecLowering.lower(old), old, SpecLowering.lower(next), next);
  }

  private static HaSpec load(String text) {
    return SpecLoader.load(
            new SourceFile("ha.yaml", text),
            finding -> assertTrue(finding.severity() != Severity.ERROR, finding::toString))
        .orElseThrow();
  }

  @Test
  void aTargetThatThereIsNotIsAMistakeOfTheCommandLine() {
    Vipc.Run run =
        Vipc.run("migrate", "../examples/lb-trio/ha.yaml", "--to", "cloud", "-o", work.toString());
    assertEquals(2, run.status());
    assertTrue(run.err().contains("kube-vip, vipd") || run.err().contains("vipd"), run::err);
  }
}
