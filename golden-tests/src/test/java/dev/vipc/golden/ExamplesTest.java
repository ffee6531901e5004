package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The specs that people copy: each holds, fits on a screen, and is told of. */
final class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  /** Lines of a screen. */
  private static final int SCREEN = 40;

  @TestFactory
  Stream<DynamicTest> everyExampleHoldsUnderItsProof() {
    return specs().map(spec -> dynamicTest(name(spec), () -> assertHolds(spec)));
  }

  private static void assertHolds(Path spec) {
    Vipc.Run proof = Vipc.run("prove", spec.toString());
    assertEquals(0, proof.status(), proof::out);
    assertTrue(proof.out().contains(" survives every single fault"), proof::out);
  }

  @TestFactory
  Stream<DynamicTest> everyExampleFitsOnAScreen() {
    return specs()
        .map(
            spec ->
                dynamicTest(
                    name(spec),
                    () -> assertTrue(Files.readString(spec).lines().count() <= SCREEN)));
  }

  @Test
  void thePageTellsOfEveryExample() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "examples.md"));
    for (Path spec : specs().toList())
      assertTrue(page.contains("(../examples/" + name(spec) + "/ha.yaml)"), () -> name(spec));
  }

  /** What people ask for first. */
  @Test
  void eachWayToHoldAnAddressHasItsExample() {
    List<String> names = specs().map(ExamplesTest::name).toList();
    for (String wanted :
        List.of(
            "lb-trio",
            "kubeadm-ha",
            "kube-vip-arp",
            "kube-vip-bgp",
            "local-haproxy",
            "vipd-pair",
            "dual-stack")) assertTrue(names.contains(wanted), wanted);
  }

  private static Stream<Path> specs() {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      return folders
          .map(folder -> folder.resolve("ha.yaml"))
          .filter(Files::exists)
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path spec) {
    return EXAMPLES.relativize(spec).getName(0).toString();
  }
}
