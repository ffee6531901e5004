package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.model.Targets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines that XS002 adds to a firewall open what was shut, and nft takes the file. */
final class FirewallFixesTest {
  private static final Path CASE =
      Path.of("cases", "rules", "XS002-firewall-shuts-flow", "reports");

  @TempDir Path folder;

  @Test
  void theAddedLinesOpenWhatWasShut() throws IOException {
    copy();
    List<Fix> fixes = fixes();
    assertFalse(fixes.isEmpty());
    apply(fixes);
    assertEquals(List.of(), fixes());
  }

  @Test
  @RealProgram(value = "nft", root = true)
  void nftTakesTheFileWithTheAddedLines() throws IOException, InterruptedException {
    copy();
    apply(fixes());
    Process nft =
        new ProcessBuilder("nft", "-c", "-f", folder.resolve("cp1/nftables.conf").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, nft.waitFor(), said);
  }

  private List<Fix> fixes() {
    var request = new LintRequest(List.of(folder), List.of(), Optional.empty(), Targets.NONE);
    return new Compiler()
        .lint(request).onlyCodes(List.of("XS002")).diagnostics().stream()
            .map(Diagnostic::fix)
            .flatMap(Optional::stream)
            .toList();
  }

  private static void apply(List<Fix> fixes) throws IOException {
    Map<String, List<Fix.Edit>> edits = new TreeMap<>();
    for (Fix fix : fixes)
      for (Fix.Edit edit : fix.edits())
        edits
            .computeIfAbsent(edit.span().file().path(), _ -> new java.util.ArrayList<>())
            .add(edit);
    for (var file : edits.entrySet()) {
      StringBuilder text = new StringBuilder(Files.readString(Path.of(file.getKey())));
      file.getValue().sort(Comparator.comparing(Fix.Edit::span).reversed());
      for (Fix.Edit edit : file.getValue())
        text.replace(edit.span().start(), edit.span().end(), edit.text());
      Files.writeString(Path.of(file.getKey()), text);
    }
  }

  private void copy() throws IOException {
    try (Stream<Path> all = Files.walk(CASE)) {
      for (Path from : all.toList()) {
        Path to = folder.resolve(CASE.relativize(from).toString());
        if (Files.isDirectory(from)) Files.createDirectories(to);
        else Files.copy(from, to);
      }
    }
  }
}
