package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of {@code vipc completion}, asked as the shells ask them. */
final class CompletionTest {
  @TempDir private Path temporary;

  @Test
  void bashCompletesCommandsOptionsAndTheirValues() throws IOException {
    assertEquals("lint", bash("vipc", "li"));
    assertEquals("--format", bash("vipc", "lint", "--forma"));
    assertEquals("sarif", bash("vipc", "lint", "--format", "sar"));
    assertEquals("KA001", bash("vipc", "explain", "KA001"));
  }

  @Test
  @RealProgram("zsh")
  void zshReadsTheSameScript() throws IOException {
    Command run =
        Command.run("zsh", "-f", "-c", "source " + script("zsh") + " && whence -w _complete_vipc");
    assertEquals(0, run.status(), run.output());
    assertTrue(run.output().contains("_complete_vipc: function"), run.output());
  }

  @Test
  @RealProgram("fish")
  void fishCompletesCommandsOptionsAndTheirValues() throws IOException {
    assertTrue(fish("vipc li").startsWith("lint\t"), fish("vipc li"));
    assertTrue(fish("vipc lint --forma").startsWith("--format\t"), fish("vipc lint --forma"));
    assertTrue(fish("vipc lint --format sar").startsWith("sarif"), fish("vipc lint --format sar"));
    assertTrue(fish("vipc completion fi").startsWith("fish\t"), fish("vipc completion fi"));
  }

  private Path script(String shell) throws IOException {
    Vipc.Run run = Vipc.run("completion", shell);
    assertEquals(0, run.status(), run.err());
    return Files.writeString(temporary.resolve(shell), run.out());
  }

  private String bash(String... words) throws IOException {
    String asked =
        """
        source %s
        compopt() { :; } # bash has it only while it completes
        COMP_WORDS=(%s)
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _complete_vipc
        echo "${COMPREPLY[*]}"
        """
            .formatted(script("bash"), String.join(" ", words));
    Command run = Command.run("bash", "--norc", "-c", asked);
    assertEquals(0, run.status(), run.output());
    return run.output().strip();
  }

  private String fish(String line) throws IOException {
    Command run =
        Command.run(
            List.of(
                "env",
                "HOME=" + temporary,
                "fish",
                "--no-config",
                "-c",
                "source %s; complete -C '%s'".formatted(script("fish"), line)));
    assertEquals(0, run.status(), run.output());
    return run.output();
  }
}
