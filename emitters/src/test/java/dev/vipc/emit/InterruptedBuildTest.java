package dev.vipc.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.source.Utf8;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A build that is killed at any moment leaves the old tree or the new one. */
@EnabledOnOs(OS.LINUX)
class InterruptedBuildTest {
  private static final int KILLS = Integer.getInteger("vipc.kills", 6);

  @TempDir Path parent;

  @Test
  void aBuildThatIsKilledLeavesTheOldTreeOrTheNewOne() throws Exception {
    Path folder = parent.resolve("out");
    Files.createDirectories(folder.resolve("lb1/etc/haproxy"));
    Files.createDirectory(folder.resolve("nothing in it"));
    Files.writeString(folder.resolve("lb1/etc/haproxy/notes.txt"), "mine\n");
    Files.createSymbolicLink(folder.resolve("elsewhere"), Path.of("/nowhere"));
    Map<String, String> none = snapshot(folder);
    Map<String, String> old = built(folder, "old");
    Map<String, String> young = built(folder, "new");
    assertTrue(
        old.keySet().containsAll(none.keySet()) && young.keySet().containsAll(none.keySet()));
    Random random = new Random(Long.getLong("vipc.seed", 1));
    Set<Map<String, String>> seen = new HashSet<>();
    for (int i = 0; i < KILLS; i++) {
      kill(folder, random);
      Map<String, String> left = snapshot(folder);
      seen.add(left);
      assertTrue(left.equals(old) || left.equals(young), () -> difference(old, left));
    }
    assertEquals(Set.of(old, young), seen, "the kills fell on one side of the change only");
    assertEquals(old, built(folder, "old"));
    assertEquals(Set.of("out"), names(parent), "what was left beside the folder is cleared away");
  }

  @Test
  void aFirstBuildThatIsKilledLeavesNothingOrTheWholeTree() throws Exception {
    Path other = parent.resolve("other");
    Map<String, String> whole = built(other, "old");
    for (int i = 0; i < 3; i++) {
      Path folder = parent.resolve("first" + i);
      Process build = start(folder);
      while (!Files.exists(folder) && build.isAlive()) Thread.onSpinWait();
      build.destroyForcibly().waitFor();
      Map<String, String> left = snapshot(folder);
      assertTrue(left.equals(whole) || left.equals(built(other, "new")), left::toString);
      built(other, "old");
    }
  }

  private static Map<String, String> built(Path folder, String name) throws IOException {
    new ArtifactWriter(folder).write(KilledBuild.tree(name), true);
    return snapshot(folder);
  }

  /** Lets a process build for a while, and ends it without a word. */
  private static void kill(Path folder, Random random) throws Exception {
    Process build = start(folder);
    try (BufferedReader turns = build.inputReader()) {
      for (int i = random.nextInt(3); i >= 0; i--)
        assertNotNull(turns.readLine(), "the build ended by itself");
      Thread.sleep(0, random.nextInt(1_000_000));
      Thread.sleep(random.nextInt(25));
    }
    build.destroyForcibly().waitFor();
  }

  private static Process start(Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            Stream.of(KilledBuild.class, ArtifactWriter.class, Utf8.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .collect(Collectors.joining(File.pathSeparator)),
            KilledBuild.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Every file's permissions and bytes, every link's goal, every folder. */
  private static Map<String, String> snapshot(Path folder) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) all.put(folder.relativize(path).toString(), describe(path));
    }
    return all;
  }

  private static String describe(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) return "link to " + Files.readSymbolicLink(path);
    String mode = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS) + " ";
    return Files.isDirectory(path) ? mode : mode + Files.readString(path);
  }

  private static String difference(Map<String, String> old, Map<String, String> left) {
    return "neither the one nor the other: "
        + left.entrySet().stream()
            .filter(entry -> !entry.getValue().equals(old.get(entry.getKey())))
            .map(Map.Entry::getKey)
            .toList();
  }

  private static Set<String> names(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return Set.copyOf(entries.map(path -> path.getFileName().toString()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
