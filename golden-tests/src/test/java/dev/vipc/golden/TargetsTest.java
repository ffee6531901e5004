package dev.vipc.golden;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What {@code --target} adds and takes away: a folder of {@code cases/targets} holds files, and in
 * {@code targets} a line for each run.
 */
final class TargetsTest {
  @TestFactory
  Stream<DynamicTest> theFindingsFollowTheTarget() {
    return Cases.under("targets").stream()
        .map(folder -> dynamicTest(folder.getFileName().toString(), () -> verify(folder)));
  }

  private static void verify(Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String target : Files.readAllLines(folder.resolve("targets"))) {
      text.append("==== ").append(target).append('\n');
      Vipc.run("lint", "--target", target, folder + "/files")
          .out()
          .lines()
          .filter(line -> line.matches("(error|warning|info)\\[.*"))
          .forEach(line -> text.append(line).append('\n'));
    }
    Approved.verify(folder, "lint", text.toString());
  }
}
