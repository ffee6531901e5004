package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.golden.ImportLedger.Entry;
import dev.vipc.golden.ImportLedger.Fate;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Configurations of balancers that others wrote, each imported as the only file of a machine and
 * built again: every directive is accounted for, and the real program takes what is built where it
 * took what was there.
 */
final class ImportedCorpusTest {
  private static final Pattern TEMPLATE = Pattern.compile("\\{\\{|\\{%");

  @TempDir Path folder;

  /** A file of others. */
  private record Found(Path file, String program, String name) {}

  /** What importing one and building again gave; {@code built} is empty where nothing was. */
  private record Done(Found found, Path before, Path after, ImportLedger ledger) {}

  /** The sums over the files of one program. */
  private static final class Figures {
    private final Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
    private int files = 0;

    void add(Map<Fate, List<Entry>> of) {
      files++;
      of.forEach((fate, entries) -> fates.merge(fate, entries.size(), Integer::sum));
    }

    String line(String program) {
      int all = fates.values().stream().mapToInt(count -> count).sum();
      return "%s: %d files, %d directives: %d carried, %d verbatim, %d noted, %d lost"
          .formatted(
              program,
              files,
              all,
              fates.getOrDefault(Fate.CARRIED, 0),
              fates.getOrDefault(Fate.VERBATIM, 0),
              fates.getOrDefault(Fate.NOTED, 0),
              fates.getOrDefault(Fate.LOST, 0));
    }
  }

  @Test
  void everyDirectiveIsAccountedFor() throws IOException {
    StringBuilder summary = new StringBuilder();
    List<String> lost = new ArrayList<>();
    for (String program : List.of("haproxy.cfg", "keepalived.conf", "nginx.conf")) {
      Figures figures = new Figures();
      for (Done done : imported(program)) {
        Map<Fate, List<Entry>> fates = done.ledger().fates();
        figures.add(fates);
        for (Entry entry : Objects.requireNonNull(fates.get(Fate.LOST)))
          lost.add(
              done.found().name() + ":" + entry.line().span().startPosition() + " " + entry.text());
      }
      summary.append(figures.line(program)).append('\n');
    }
    System.out.print(summary);
    assertEquals("", String.join("\n", lost));
    Approved.verify(Path.of("cases", "import"), "corpus", summary.toString());
  }

  @Test
  @RealProgram("haproxy")
  void haproxyTakesWhatIsBuiltWhereItTookTheFile() throws IOException {
    List<String> refused = new ArrayList<>();
    int taken = 0;
    for (Done done : imported("haproxy.cfg")) {
      if (RealHaproxy.of(done.before()).status() != 0) continue;
      taken++;
      RealHaproxy after = RealHaproxy.of(done.after());
      if (after.status() != 0) refused.add(done.found().name() + ": " + after);
    }
    System.out.printf(
        "haproxy takes %d files, and of those %d when built again%n",
        taken, taken - refused.size());
    assertEquals("", String.join("\n", refused));
    assertTrue(taken > 10, "" + taken);
  }

  @Test
  @RealProgram(
      value = {"keepalived", "unshare", "ip"},
      root = true)
  void keepalivedTakesWhatIsBuiltWhereItTookTheFile() throws IOException {
    List<Done> all = imported("keepalived.conf");
    List<Path> files =
        all.stream().flatMap(done -> Stream.of(done.before(), done.after())).toList();
    Map<Path, RealKeepalived.Verdict> real =
        RealKeepalived.judge(
            files, KeepalivedCorpusTest.interfaces(files), KeepalivedCorpusTest.scripts(files));
    List<String> refused = new ArrayList<>();
    int taken = 0;
    for (Done done : all) {
      if (Objects.requireNonNull(real.get(done.before().toAbsolutePath())).refuses()) continue;
      taken++;
      RealKeepalived.Verdict after =
          Objects.requireNonNull(real.get(done.after().toAbsolutePath()));
      if (after.refuses()) refused.add(done.found().name() + ": " + after);
    }
    System.out.printf(
        "keepalived takes %d files, and of those %d when built again%n",
        taken, taken - refused.size());
    assertEquals("", String.join("\n", refused));
    assertTrue(taken > 0, "no file was taken");
  }

  private List<Done> imported(String program) throws IOException {
    List<Done> all = new ArrayList<>();
    for (Found found : found(program)) all.add(imported(found));
    return all;
  }

  private Done imported(Found found) throws IOException {
    Path files = folder.resolve(found.name() + "-files");
    Path before = Files.createDirectories(files.resolve("lb1")).resolve(found.program());
    Files.write(before, Files.readAllBytes(found.file()));
    ImportCase.Imported imported = new ImportCase("corpus", files, Optional.of(files)).run();
    imported.writeTo(folder.resolve(found.name() + "-built"));
    String name = "lb1/etc/" + found.program().replaceFirst("\\..*", "") + "/" + found.program();
    Path after = folder.resolve(found.name() + "-built").resolve(name);
    return new Done(
        found,
        before,
        after,
        new ImportLedger(
            imported.files().getFirst(),
            new SourceFile(found.program(), text(after)),
            imported.result().notes()));
  }

  private static List<Found> found(String program) throws IOException {
    Path corpus = Seeds.shared("corpus");
    Path files =
        switch (program) {
          case "haproxy.cfg" -> corpus.resolve("haproxy/github");
          case "keepalived.conf" -> corpus.resolve("keepalived");
          default -> corpus.resolve("kubernetes/lb");
        };
    try (Stream<Path> all = Files.list(files)) {
      return all.sorted()
          .filter(file -> !file.endsWith("INDEX.tsv"))
          .filter(file -> !files.endsWith("lb") || file.toString().contains("nginx.conf"))
          .filter(file -> !TEMPLATE.matcher(text(file)).find())
          .map(file -> new Found(file, program, file.getFileName().toString()))
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Utf8.decode(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
