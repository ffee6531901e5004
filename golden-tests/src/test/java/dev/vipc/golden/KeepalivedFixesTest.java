package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.vipc.compile.Compiler;
import dev.vipc.compile.Fixing;
import dev.vipc.compile.LintRequest;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the rules' fixes write into the reporting cases is what keepalived takes, also where it took
 * nothing before.
 */
final class KeepalivedFixesTest {
  /** Those whose only fault is the one that the fix cures. */
  private static final List<String> CODES =
      List.of("KA023", "KA025", "KA026", "KA029", "KA030", "KA031", "KA034", "KA035", "KA036");

  @TempDir Path folder;

  @Test
  void eachFixSettlesItsFinding() throws IOException {
    for (String code : CODES) {
      Fixing.Outcome outcome = fix(code);
      assertFalse(outcome.files().isEmpty(), code);
      assertEquals(
          0,
          outcome.remaining().onlyCodes(List.of(code)).diagnostics().stream()
              .filter(finding -> finding.fix().isPresent())
              .count(),
          code);
    }
  }

  @Test
  @RealProgram(
      value = {"keepalived", "unshare", "ip"},
      root = true)
  void keepalivedTakesWhatIsFixed() throws IOException {
    for (String code : CODES)
      for (Fixing.Changed file : fix(code).files())
        Files.write(file.real(), Utf8.encode(file.after()));
    List<Path> fixed;
    try (Stream<Path> all = Files.walk(folder)) {
      fixed = all.filter(file -> file.endsWith("keepalived.conf")).sorted().toList();
    }
    Map<Path, RealKeepalived.Verdict> verdicts =
        RealKeepalived.judge(fixed, List.of("eth0", "eth1"), List.of());
    assertEquals(
        "",
        verdicts.entrySet().stream()
            .filter(verdict -> verdict.getValue().refuses())
            .map(verdict -> folder.relativize(verdict.getKey()) + ": " + verdict.getValue())
            .collect(Collectors.joining("\n")));
  }

  private Fixing.Outcome fix(String code) throws IOException {
    Path original =
        Cases.under("rules").stream()
            .filter(path -> path.getFileName().toString().startsWith(code))
            .findFirst()
            .orElseThrow()
            .resolve("reports");
    Path copy = folder.resolve(code);
    try (Stream<Path> all = Files.walk(original)) {
      for (Path from : all.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(original.relativize(from).toString());
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
      }
    }
    LintRequest request = LintRequest.of(List.of(copy));
    return new Fixing(new Compiler(), request, finding -> finding.rule().code().equals(code), true)
        .run();
  }
}
