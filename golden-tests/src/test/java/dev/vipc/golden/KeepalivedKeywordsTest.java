package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.check.CheckRequest;
import dev.vipc.check.CheckResult.FileVerdict;
import dev.vipc.check.ProgramChecks;
import dev.vipc.check.Verdict;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every keyword of the table, used well and used wrongly: what keepalived 2.2.7 says, and we. */
final class KeepalivedKeywordsTest {
  @TempDir Path folder;

  @Test
  @RealProgram(
      value = {"keepalived", "unshare", "ip"},
      root = true)
  void everyKeywordIsJudgedAsByTheProgram() throws IOException {
    List<KeepalivedUses.Use> uses = new KeepalivedUses().all();
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < uses.size(); i++)
      files.add(Files.writeString(folder.resolve("use%04d.conf".formatted(i)), uses.get(i).text()));
    Map<Path, RealKeepalived.Verdict> real =
        RealKeepalived.judge(files, List.of("eth0", "eth1"), List.of());
    List<String> wrong = new ArrayList<>();
    Set<String> silent = new TreeSet<>();
    for (int i = 0; i < uses.size(); i++) {
      KeepalivedUses.Use use = uses.get(i);
      RealKeepalived.Verdict verdict = Objects.requireNonNull(real.get(files.get(i)));
      FileVerdict vipc = ours(files.get(i));
      boolean ours = vipc.verdict() != Verdict.REFUSED;
      for (Diagnostic found : vipc.diagnostics())
        if (found.severity() == Severity.ERROR && found.help().isEmpty())
          silent.add(found.message());
      boolean same = use.accepted() == ours && (!verdict.isGiven() || ours != verdict.refuses());
      if (!same)
        wrong.add(
            "%s: the table says %b, we %b, keepalived %s\n%s"
                .formatted(use.name(), use.accepted(), ours, verdict, use.text()));
    }
    assertTrue(uses.size() > 1200, () -> uses.size() + " uses");
    assertEquals("", String.join("\n", wrong));
    assertEquals(Set.of(), silent, "refusals that do not say what to write instead");
  }

  private FileVerdict ours(Path file) {
    var request = new CheckRequest("keepalived", Optional.empty(), List.of(file), List.of());
    return ProgramChecks.check(request).files().getFirst();
  }
}
