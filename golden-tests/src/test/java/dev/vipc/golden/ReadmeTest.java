package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says that a command prints, it prints. */
final class ReadmeTest {
  private static final String COMMAND = "./vipc lint examples/broken";

  @Test
  void theFirstCommandPrintsWhatTheReadmeShows() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String[] blocks = readme.substring(readme.indexOf(COMMAND)).split("```\n", 4);
    Vipc.Run run = Vipc.run("lint", "../examples/broken");
    String printed = run.out().replace("../examples/", "examples/");
    int from = 0;
    for (String shown : blocks[2].split("(?m)^\\.\\.\\.\n")) {
      int at = printed.indexOf(shown.strip(), from);
      assertTrue(at >= 0, () -> shown + "is not in\n" + printed);
      from = at + shown.strip().length();
    }
    assertEquals(1, run.status());
  }

  @Test
  void theBuildWritesWhatTheReadmeLists(@TempDir Path out) throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String[] blocks = readme.substring(readme.indexOf("./vipc build")).split("```\n", 4);
    Vipc.Run run = Vipc.run("build", "../examples/lb-trio/ha.yaml", "-o", out.toString());
    assertEquals(blocks[2], run.out());
  }
}
