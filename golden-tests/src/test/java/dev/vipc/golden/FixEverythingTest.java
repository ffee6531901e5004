package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.compile.Compiler;
import dev.vipc.compile.Fixing;
import dev.vipc.compile.LintRequest;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code lint --fix}, and then with {@code --unsafe}, over the guides and the real files, each
 * cluster or file on its own: twice gives the bytes of once, and what the program took before it
 * takes after.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FixEverythingTest {
  @TempDir private static Path temporary;

  private final Compiler compiler = new Compiler();
  private final List<Fixing.Changed> changed = new ArrayList<>();
  private final List<String> unsettled = new ArrayList<>();
  private int files;

  @BeforeAll
  void fixEverything() throws IOException {
    for (Path cluster : children(Seeds.shared("seeds")))
      for (Path part : hasParts(cluster) ? children(cluster) : List.of(cluster)) fix(part);
    for (String kind : List.of("haproxy", "keepalived", "kubernetes"))
      for (Path file : below(Seeds.shared("corpus/" + kind))) fix(file);
  }

  @Test
  void manyFilesAreFixed() {
    assertTrue(files > 300, () -> files + " files");
    assertTrue(changed.size() > 20, () -> changed.size() + " changed");
  }

  @Test
  void twiceGivesTheBytesOfOnce() {
    assertEquals("", String.join("\n", unsettled));
  }

  @Test
  void onlyLinesThatAreFixedChange() {
    for (Fixing.Changed file : changed) {
      long before = file.before().lines().count();
      long kept = file.before().lines().filter(file.after()::contains).count();
      assertTrue(kept * 2 >= before, () -> file.path() + ": " + kept + " of " + before);
    }
  }

  @Test
  @RealProgram("haproxy")
  void whatHaproxyTookItTakes() {
    List<String> worse = new ArrayList<>();
    for (Fixing.Changed file : changed)
      if (isHaproxy(file)
          && RealHaproxy.ofText(file.before()).status() == 0
          && RealHaproxy.ofText(file.after()).status() != 0)
        worse.add(file.path() + ": " + RealHaproxy.ofText(file.after()).alerts());
    assertEquals("", String.join("\n", worse));
  }

  @Test
  @RealProgram(
      value = {"keepalived", "unshare", "ip"},
      root = true)
  void whatKeepalivedTookItTakes() throws IOException {
    List<Path> judged = new ArrayList<>();
    for (Fixing.Changed file : changed)
      if (isKeepalived(file)) {
        judged.add(write(judged.size(), "before", file.before()));
        judged.add(write(judged.size() - 1, "after", file.after()));
      }
    assertFalse(judged.isEmpty());
    Map<Path, RealKeepalived.Verdict> verdicts =
        RealKeepalived.judge(
            judged, KeepalivedCorpusTest.interfaces(judged), KeepalivedCorpusTest.scripts(judged));
    List<String> worse = new ArrayList<>();
    for (int i = 0; i < judged.size(); i += 2)
      if (!of(verdicts, judged.get(i)).refuses() && of(verdicts, judged.get(i + 1)).refuses())
        worse.add(judged.get(i) + ": " + of(verdicts, judged.get(i + 1)));
    assertEquals("", String.join("\n", worse));
  }

  private static Path write(int number, String when, String text) throws IOException {
    Path file = temporary.resolve("judged-%d-%s.conf".formatted(number, when));
    return Files.write(file, Utf8.encode(text));
  }

  private static boolean isHaproxy(Fixing.Changed file) {
    return file.path().contains("/haproxy/") || file.path().endsWith("haproxy.cfg");
  }

  private static boolean isKeepalived(Fixing.Changed file) {
    return file.path().contains("/keepalived/") || file.path().endsWith("keepalived.conf");
  }

  private void fix(Path original) throws IOException {
    Path copy = temporary.resolve(original.getRoot().relativize(original));
    copy(original, copy);
    LintRequest request = LintRequest.of(List.of(copy));
    fix(request, false);
    files += fix(request, true);
  }

  /** The number of files that were read. */
  private int fix(LintRequest request, boolean unsafe) throws IOException {
    Fixing.Outcome once = new Fixing(compiler, request, _ -> true, unsafe).run();
    for (Fixing.Changed file : once.files()) {
      assertEquals(Utf8.read(file.real()), file.before());
      Files.write(file.real(), Utf8.encode(file.after()));
      changed.add(file);
    }
    if (!once.files().isEmpty())
      for (Fixing.Changed file : new Fixing(compiler, request, _ -> true, unsafe).run().files())
        unsettled.add(file.path());
    return once.remaining().files().size();
  }

  private static void copy(Path original, Path copy) throws IOException {
    for (Path file : below(original)) {
      Path to = copy.resolve(original.relativize(file).toString());
      Files.createDirectories(to.getParent());
      Files.copy(file, to);
    }
  }

  private static boolean hasParts(Path cluster) throws IOException {
    return children(cluster).stream()
        .anyMatch(part -> part.getFileName().toString().matches("filled.*|template|as-printed"));
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static List<Path> below(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static RealKeepalived.Verdict of(Map<Path, RealKeepalived.Verdict> verdicts, Path file) {
    return Objects.requireNonNull(verdicts.get(file));
  }
}
