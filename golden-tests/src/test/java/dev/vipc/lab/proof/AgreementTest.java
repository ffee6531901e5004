package dev.vipc.lab.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.cli.Main;
import dev.vipc.golden.RealProgram;
import dev.vipc.lab.Client;
import dev.vipc.proof.Bounds;
import dev.vipc.proof.Case;
import dev.vipc.proof.Fault;
import dev.vipc.proof.Host;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The proof beside reality: each single fault, and its repair, on real hosts with real keepalived
 * and HAProxy. By default a few faults of two setups; {@code -Dvipc.prove.setups=all} takes every
 * setup and every fault, or the names of some with commas between them, and writes their rows of
 * {@code docs/proof-agreement.md}.
 */
final class AgreementTest {
  private static final String WANTED = System.getProperty("vipc.prove.setups", "");
  private static final int SIDE_BY_SIDE = Integer.getInteger("vipc.prove.parallel", 2);

  /** Longer than any election, in seconds. */
  private static final double SETTLING = 5;

  private static final double STARTING = 45;

  /** Specs whose machines run keepalived and HAProxy, as {@code vipc build} makes them. */
  private static final List<String> BUILT =
      List.of("lb-trio", "kubeadm-ha", "kubesphere", "minimal", "etcd-trio", "dual-stack");

  @TempDir private Path built;

  private List<Setup> setups() throws IOException {
    List<Setup> all = new ArrayList<>();
    try (Stream<Path> folders = Files.list(Path.of("cases/prove"))) {
      for (Path folder : folders.filter(Files::isDirectory).sorted().toList())
        if (isWanted(folder.getFileName().toString()))
          Setup.read(folder.getFileName().toString(), folder.resolve("files")).ifPresent(all::add);
    }
    for (String spec : BUILT) if (isWanted("built-" + spec)) all.add(built(spec));
    for (String seed : List.of("lb-trio", "kubeadm-ha/filled", "kubesphere/filled")) {
      Path folder = Path.of("../../shared/seeds").resolve(seed);
      if (Files.isDirectory(folder) && isWanted(seed.replace("/filled", "")))
        all.add(Setup.of(seed.replace("/filled", ""), undamaged(folder)));
    }
    return all;
  }

  /**
   * A guide's files without the no-break spaces that a published page put into one of them, for
   * which HAProxy does not start; every other byte is theirs.
   */
  private Path undamaged(Path seed) throws IOException {
    Path copy = built.resolve("guides").resolve(seed.toString().replaceAll("[./]+", "-"));
    try (Stream<Path> files = Files.walk(seed)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(seed.relativize(file));
        Files.createDirectories(to.getParent());
        Files.write(to, Files.readAllBytes(file));
      }
    }
    PrintWriter sink = new PrintWriter(Writer.nullWriter());
    Main.run(sink, sink, "lint", "--fix", "--only", "XS008", copy.toString());
    return copy;
  }

  private Setup built(String spec) {
    Path folder = built.resolve(spec);
    PrintWriter sink = new PrintWriter(Writer.nullWriter());
    String from = "../examples/%s/ha.yaml".formatted(spec);
    assertEquals(0, Main.run(sink, sink, "build", "-o", folder.toString(), from));
    return Setup.of("built-" + spec, folder);
  }

  private static boolean isWanted(String name) {
    if (WANTED.isEmpty()) return Set.of("sound-pair", "weights-too-small").contains(name);
    return WANTED.equals("all") || Set.of(WANTED.split(",")).contains(name);
  }

  private static boolean isWanted(Case one) {
    if (!WANTED.isEmpty()) return true;
    return Set.of("haproxy down on lb1", "link down on lb1")
        .contains(one.faults().getFirst().toString());
  }

  @Test
  @RealProgram(
      value = {"ip", "nsenter", "unshare", "keepalived", "haproxy", "openssl", "curl", "killall"},
      root = true)
  void everySingleFaultComesOutAsProved() throws Exception {
    List<Comparison> all = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    try {
      List<Future<List<Comparison>>> runs =
          setups().stream().map(setup -> threads.submit(() -> compare(setup))).toList();
      for (Future<List<Comparison>> run : runs) all.addAll(run.get());
    } finally {
      threads.shutdownNow();
    }
    AgreementTable seen = AgreementTable.of(all);
    System.out.println(seen.figure());
    if (!WANTED.isEmpty()) AgreementTable.ofPage().with(seen).write();
    assertEquals(List.of(), all.stream().filter(one -> !one.agrees()).toList());
  }

  private static List<Comparison> compare(Setup setup) throws InterruptedException {
    List<Comparison> seen = new ArrayList<>();
    try (Replica replica = new Replica(setup)) {
      settle(setup, replica);
      seen.add(compared(setup, setup.atFirst(), replica, Client.now()));
      for (Case one : setup.singleFaults()) {
        if (!isWanted(one)) continue;
        List<Comparison> once = brokenAndMended(setup, one, replica);
        boolean agree = once.stream().allMatch(Comparison::agrees);
        seen.addAll(agree ? once : again(brokenAndMended(setup, one, replica)));
      }
    }
    return seen;
  }

  /**
   * A machine that is busy for a second lets a check time out, of which the model knows nothing.
   */
  private static List<Comparison> again(List<Comparison> all) {
    return all.stream().map(Comparison::repeated).toList();
  }

  private static List<Comparison> brokenAndMended(Setup setup, Case one, Replica replica)
      throws InterruptedException {
    if (!replica.holders().equals(names(setup.atFirst())) || !isAsTold(setup, replica)) {
      replica.restartSpeakersBut(Set.of());
      settle(setup, replica);
    }
    List<Comparison> seen = new ArrayList<>();
    Fault fault = one.faults().getFirst();
    double at = Client.now();
    replica.inject(fault);
    sleep(patience(setup, one));
    seen.add(compared(setup, one, replica, at));
    replica.mend(fault);
    sleep(patience(setup, one));
    seen.add(compared(setup, setup.mended(one), replica, at));
    return seen;
  }

  /**
   * Checks have to succeed first, and at a start they fail: nobody promises how long that takes. Of
   * equal priorities the first to start keeps the address, so the others start again.
   */
  private static void settle(Setup setup, Replica replica) throws InterruptedException {
    Set<String> wanted = names(setup.atFirst());
    double end = Client.now() + STARTING;
    do {
      sleep(SETTLING);
      Set<String> holders = replica.holders();
      if (!holders.isEmpty() && !holders.equals(wanted)) {
        sleep(SETTLING);
        replica.restartSpeakersBut(wanted);
      }
    } while (Client.now() < end && !(replica.holders().equals(wanted) && isAsTold(setup, replica)));
  }

  /** A client may still know the address of a machine that an earlier case left. */
  private static boolean isAsTold(Setup setup, Replica replica) {
    return setup.atFirst().outcome().serves() == replica.client().isServed(1);
  }

  private static Set<String> names(Case one) {
    return one.holders().stream().map(Host::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Until the last thing that the model expects has happened, and a little longer. */
  private static double patience(Setup setup, Case one) {
    double longest =
        setup.singleFaults().stream()
            .filter(
                other ->
                    other.faults().getFirst().component() == one.faults().getFirst().component())
            .flatMap(other -> other.restore().stream())
            .mapToDouble(Bounds::worst)
            .max()
            .orElse(0);
    return Math.max(longest, SETTLING) + 4;
  }

  private static Comparison compared(Setup setup, Case told, Replica replica, double since) {
    Comparison comparison =
        new Comparison(
            setup.name(),
            setup.atFirst(),
            told,
            replica.holders(),
            replica.client().isServed(2),
            replica.client().restored(since),
            false);
    // a whole run takes an hour: who waits for it sees how far it is
    if (!WANTED.isEmpty()) System.out.println(comparison);
    if (!comparison.agrees()) keep(comparison, replica.logs());
    return comparison;
  }

  /** What the machines said is all there is to look into afterwards. */
  private static void keep(Comparison comparison, String logs) {
    try {
      Path folder = Files.createDirectories(Path.of("target/agreement"));
      Files.writeString(
          Files.createTempFile(folder, comparison.setup() + "-", ".log"), comparison + "\n" + logs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sleep(double seconds) throws InterruptedException {
    Thread.sleep((long) (seconds * 1000));
  }
}
