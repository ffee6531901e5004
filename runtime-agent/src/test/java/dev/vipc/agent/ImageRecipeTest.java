package dev.vipc.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The image that {@code docs/vipd.md} has a recipe for contains what vipd needs. */
class ImageRecipeTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void theRuntimeHasEveryModuleOfTheJdkThatIsRequired() throws IOException {
    String module = Files.readString(Path.of("src", "main", "java", "module-info.java"));
    List<String> runtime =
        List.of(only("jlink --add-modules (\\S+)", recipe()).getFirst().split(","));
    List<String> missing =
        only("requires (?:transitive )?((?:java|jdk)\\.[\\w.]+);", module).stream()
            .filter(name -> !runtime.contains(name))
            .toList();
    assertEquals(List.of(), missing);
  }

  @Test
  void whatIsCopiedIsThereAndIsWhatTheLauncherNames() throws IOException {
    List<String> copied = only("COPY --from=build /opt/vipc/(\\S+) /opt/vipc/\\1\n", recipe());
    assertEquals(List.of("vipd", "launch", "runtime-agent/target"), copied);
    String launcher = Files.readString(ROOT.resolve("vipd"));
    for (String place : copied.subList(1, 3))
      assertTrue(launcher.contains("$root/" + place), place);
  }

  private static String recipe() throws IOException {
    return Files.readString(ROOT.resolve("docs").resolve("vipd.md"))
        .split("```dockerfile\n", 2)[1]
        .split("```")[0];
  }

  private static List<String> only(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }
}
