package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What {@code vipc diff} says of two sets of files: a folder a pair, and what holds for any. */
final class DiffTest {
  @TempDir Path work;

  @TestFactory
  Stream<DynamicTest> theDifferencesAreAsApproved() {
    return Cases.under("diff").stream()
        .map(folder -> dynamicTest(folder.getFileName().toString(), () -> verify(folder)));
  }

  private static void verify(Path folder) {
    Vipc.Run result = Vipc.run("diff", side(folder, "old"), side(folder, "new"));
    assertEquals("", result.err());
    Approved.verify(
        folder, "diff", (result.out() + "exit " + result.status()).replace(folder + "/", ""));
  }

  /** A folder, or one spec. */
  private static String side(Path folder, String name) {
    Path spec = folder.resolve(name + ".yaml");
    return (Files.exists(spec) ? spec : folder.resolve(name)).toString();
  }

  @TestFactory
  Stream<DynamicTest> nothingDiffersFromItself() {
    return Stream.of(
            examples(),
            corpus("corpus/haproxy"),
            corpus("corpus/keepalived"),
            corpus("corpus/kubernetes"))
        .flatMap(files -> files)
        .map(file -> dynamicTest(file.toString(), () -> assertSame(file, file)));
  }

  private static void assertSame(Path one, Path other) {
    Vipc.Run run = Vipc.run("diff", one.toString(), other.toString());
    if (run.status() == 2) return; // what cannot be read is said by every command
    assertEquals("no difference", run.out().strip().lines().reduce("", (_, last) -> last));
    assertEquals(0, run.status());
  }

  private static Stream<Path> examples() {
    return files(Path.of("..", "examples"));
  }

  private static Stream<Path> corpus(String name) {
    Path folder = Path.of("../../shared").resolve(name);
    return Files.isDirectory(folder) ? files(folder) : Stream.empty();
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> whatIsBuiltOfASpecMeansWhatTheSpecMeans() {
    return EmitCase.buildable()
        .filter(each -> !each.runsVipd())
        .map(
            each ->
                dynamicTest(
                    each.name(),
                    () -> {
                      Path built = work.resolve(each.name());
                      each.writeTo(built);
                      Vipc.Run run = Vipc.run("diff", each.spec().toString(), built.toString());
                      assertTrue(run.out().endsWith("no difference\n"), run::out);
                    }));
  }

  /**
   * Every line of a built pair and of the example with mistakes is left out once. Approved is what
   * then says nothing: lines that state what holds without them.
   */
  @Test
  void noLineGoesUnnoticed() throws IOException {
    List<String> unnoticed = new ArrayList<>();
    Path broken = Path.of("..", "examples", "broken");
    mutate(broken, unnoticed);
    Path built = work.resolve("lb-trio");
    EmitCase.buildable()
        .filter(each -> each.name().equals("example-lb-trio"))
        .findFirst()
        .orElseThrow()
        .writeTo(built);
    mutate(built, unnoticed);
    Approved.verify(
        Path.of("cases", "diff"),
        "unnoticed",
        String.join("\n", unnoticed.stream().distinct().toList()));
  }

  private void mutate(Path folder, List<String> unnoticed) throws IOException {
    Path lb1 = folder.resolve("lb1");
    for (Path file : files(lb1).toList()) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i).strip();
        if (line.isEmpty()
            || line.matches("[#!{}].*") && !line.startsWith("#!/")
            || line.contains("{")) continue;
        List<String> without = new ArrayList<>(lines);
        without.remove(i);
        Path mutant = work.resolve("mutant").resolve(folder.relativize(file));
        Files.createDirectories(mutant.getParent());
        Files.writeString(mutant, String.join("\n", without) + "\n");
        Vipc.Run run = Vipc.run("diff", file.toString(), mutant.toString());
        if (run.status() == 0) unnoticed.add(file.getFileName() + ": " + line);
      }
    }
  }

  @Test
  void theJsonSaysWhatFollowsAndWhere() {
    String folder = "cases/diff/routers/";
    Vipc.Run run = Vipc.run("diff", "--format", "json", folder + "old", folder + "new");
    assertEquals(1, run.status());
    JSONObject json = new JSONObject(run.out());
    assertEquals(1, json.getInt("version"));
    JSONArray differences =
        json.getJSONArray("deployments").getJSONObject(0).getJSONArray("differences");
    JSONObject vrid = differences.getJSONObject(1);
    assertEquals("51", vrid.getJSONObject("before").getString("value"));
    assertEquals("52", vrid.getJSONObject("after").getString("value"));
    assertEquals(15, vrid.getJSONObject("after").getJSONObject("start").getInt("line"));
    assertTrue(vrid.getJSONArray("impacts").toList().contains("all-nodes-together"));
    assertTrue(vrid.getString("consequence").contains("6.65 s"), vrid::toString);
  }

  @TestFactory
  Stream<DynamicTest> noSecretIsShown() {
    return Stream.of("routers", "kubeadm", "kube-vip")
        .flatMap(name -> Stream.of("text", "json").map(format -> List.of(name, format)))
        .map(
            each ->
                dynamicTest(
                    each.toString(),
                    () -> {
                      String folder = "cases/diff/" + each.getFirst() + "/";
                      Vipc.Run run =
                          Vipc.run(
                              "diff", "--format", each.getLast(), folder + "old", folder + "new");
                      for (String secret :
                          List.of("s3cret", "0ther", "abcdef.", "fedcba.", "hunter"))
                        assertFalse(run.out().contains(secret), run::out);
                    }));
  }

  @Test
  void whatCannotBeReadIsTwo() {
    assertEquals(2, Vipc.run("diff", "cases/diff/routers/old", "no/such/folder").status());
    assertEquals(2, Vipc.run("diff", "cases/diff/routers/old").status());
  }
}
