package dev.vipc.lab.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.cli.Main;
import dev.vipc.golden.RealProgram;
import dev.vipc.lab.Client;
import dev.vipc.lab.Ended;
import dev.vipc.lab.migrate.Runbook.Look;
import dev.vipc.lab.migrate.Runbook.Part;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runbooks of {@code vipc migrate}, done line by line on real hosts while a client asks through the
 * address: after each step all is as the runbook says, two never hold the address, and it is away
 * for no longer than the runbook allows. By default one; {@code -Dvipc.migrate.labs=all} does all.
 */
@RealProgram(
    value = {"ip", "nsenter", "unshare", "keepalived", "haproxy", "openssl", "curl", "tar"},
    root = true)
final class CutoverTest {
  /** Of a machine that is busy, in seconds: processes start late, and so does a request. */
  private static final double TOLERANCE = 2;

  /** Until what starts has settled: checks have to succeed first. */
  private static final double PATIENCE = 30;

  /** How long the new state has to last before the next step. */
  private static final double DWELL = 1.5;

  private static final Path FILES = Path.of("cases/migrate/files-to-vipd/from");
  private static final Map<String, String> BALANCERS =
      new TreeMap<>(Map.of("lb1", "192.168.88.11", "lb2", "192.168.88.12"));
  private static final List<String> MASTERS =
      List.of("192.168.88.97", "192.168.88.98", "192.168.88.99");
  private static final String VIRTUAL = "192.168.88.201";

  @TempDir private Path folder;

  @Test
  void keepalivedAndHaproxyBecomeVipd() throws Exception {
    cutOver(FILES, "vipd");
  }

  @Test
  @EnabledIfSystemProperty(named = "vipc.migrate.labs", matches = "all")
  void vipdBecomesKeepalivedAndHaproxy() throws Exception {
    Path old = folder.resolve("vipd");
    migrate(FILES, "vipd", old);
    Files.delete(old.resolve("runbook.md"));
    cutOver(old.resolve("ha.yaml"), old, "keepalived+haproxy");
  }

  @Test
  @EnabledIfSystemProperty(named = "vipc.migrate.labs", matches = "all")
  void unicastBecomesMulticastWithoutTwoHolders() throws Exception {
    cutOver(FILES, changed("transport: unicast", "transport: multicast"));
  }

  @Test
  @EnabledIfSystemProperty(named = "vipc.migrate.labs", matches = "all")
  void anotherVridIsTakenWithoutTwoHolders() throws Exception {
    cutOver(FILES, changed("routerId: 51", "routerId: 52"));
  }

  /** The spec of the old files with something else in it. */
  private String changed(String was, String is) throws IOException {
    Path spec = folder.resolve("changed.yaml");
    vipc("import", FILES.toString(), "-o", spec.toString());
    String text = Files.readString(spec);
    assertTrue(text.contains(was), text);
    Files.writeString(spec, text.replace(was, is));
    return spec.toString();
  }

  private void cutOver(Path from, String to) throws Exception {
    cutOver(from, from, to);
  }

  /**
   * @param from what is migrated
   * @param files what the machines run before
   */
  private void cutOver(Path from, Path files, String to) throws Exception {
    Path out = folder.resolve("out");
    Runbook runbook = migrate(from, to, out);
    try (Machines machines =
        new Machines(folder, files, "ens160", BALANCERS, MASTERS, VIRTUAL, 6443)) {
      List<String> programs =
          Files.exists(files.resolve("lb1/etc/vipd"))
              ? List.of("vipd")
              : List.of("haproxy", "keepalived");
      for (String node : machines.names())
        for (String program : programs)
          expectWell(machines.run(node, out, List.of("systemctl enable --now " + program)));
      await(
          "the address is served at first",
          machines,
          () -> settled(machines, runbook.firstHolder()));
      for (Part part : runbook.preparations()) {
        doPart(machines, out, part);
        for (Look look : part.looks())
          assertTrue(isSeen(machines, part.node(), look), () -> part.title() + " " + look);
      }
      double began = Client.now();
      for (Part step : runbook.steps()) doStep(machines, out, step);
      if (runbook.steps().stream().noneMatch(Part::leavesNobody)) {
        double allowed = runbook.steps().stream().mapToDouble(Part::away).max().orElse(0);
        assertAway(machines, "all steps", began, allowed);
      }
      double overlap = machines.longestOverlap();
      System.out.printf("%s to %s: two had the address for at most %.3f s%n", from, to, overlap);
      assertTrue(overlap < 1, () -> "two held the address for " + overlap + " s");
    }
  }

  private static void doStep(Machines machines, Path out, Part step) throws Exception {
    double began = Client.now();
    doPart(machines, out, step);
    await(step.title(), machines, () -> isSeen(machines, step));
    Thread.sleep((long) (DWELL * 1000));
    assertTrue(isSeen(machines, step), () -> step.title() + ": it did not last");
    if (!step.leavesNobody()) assertAway(machines, step.title(), began, step.away());
  }

  private static void assertAway(Machines machines, String what, double since, double allowed) {
    double away = machines.client().longestGap(since);
    System.out.printf("%s: not answered for %.2f s, allowed %.2f s%n", what, away, allowed);
    assertTrue(
        away <= allowed + TOLERANCE,
        () -> "%s: not answered for %.2f s, allowed %.2f s".formatted(what, away, allowed));
  }

  private static void doPart(Machines machines, Path out, Part part) throws IOException {
    if (!part.commands().isEmpty()) expectWell(machines.run(part.node(), out, stopping(part)));
  }

  /** As a person, who does not go on after a command that failed. */
  private static List<String> stopping(Part part) {
    List<String> commands = new ArrayList<>(List.of("set -e"));
    commands.addAll(part.commands());
    return commands;
  }

  private static void expectWell(Ended ended) {
    assertEquals(0, ended.status(), ended::said);
  }

  private static boolean settled(Machines machines, String holder) {
    return machines.holders().equals(List.of(holder)) && machines.client().isServed(1);
  }

  private static boolean isSeen(Machines machines, Part step) {
    return step.looks().stream().allMatch(look -> isSeen(machines, step.node(), look));
  }

  private static boolean isSeen(Machines machines, String node, Look look) {
    try {
      return switch (look) {
        case Look.Prints(var command, var text) -> {
          String said = machines.run(node, Path.of("."), List.of(command)).said().strip();
          yield text.isEmpty() ? said.isEmpty() : said.lines().anyMatch(text::equals);
        }
        case Look.EndsWell(var command) ->
            machines.run(node, Path.of("."), List.of(command)).status() == 0;
        case Look.Anywhere(var command, var text) ->
            machines.ask(command).said().strip().equals(text);
        case Look.Nobody _ -> machines.holders().isEmpty();
        case Look.Alone(var wanted, var command) -> {
          boolean alone = true;
          for (String each : machines.names()) {
            String said = machines.run(each, Path.of("."), List.of(command)).said();
            alone &= said.lines().count() == (each.equals(wanted) ? 1 : 0);
          }
          yield alone;
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(String what, Machines machines, BooleanSupplier condition)
      throws InterruptedException {
    double end = Client.now() + PATIENCE;
    while (!condition.getAsBoolean()) {
      assertTrue(
          Client.now() < end, () -> what + ": held by " + machines.holders() + machines.logs());
      Thread.sleep(100);
    }
  }

  private static Runbook migrate(Path from, String to, Path out) throws IOException {
    vipc("migrate", from.toString(), "--to", to, "-o", out.toString());
    return Runbook.read(Files.readString(out.resolve("runbook.md")));
  }

  private static void vipc(String... arguments) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    int status = Main.run(out, out, arguments);
    out.flush();
    assertEquals(0, status, said::toString);
  }
}
