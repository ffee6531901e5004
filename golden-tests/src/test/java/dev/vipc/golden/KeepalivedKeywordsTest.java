package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.check.CheckRequest;
import dev.vipc.check.CheckResult.FileVerdict;
import dev.vipc.check.ProgramChecks;
import dev.vipc.check.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    for (int i = 0; i < uses.size(); i++) {
      KeepalivedUses.Use use = uses.get(i);
      RealKeepalived.Verdict verdict = Objects.requireNonNull(real.get(files.get(i)));
      boolean ours = ours(files.get(i)) != Verdict.REFUSED;
      boolean same = use.accepted() == ours && (!verdict.isGiven() || ours != verdict.refuses());
      if (!same)
        wrong.add(
            "%s: the table says %b, we %b, keepalived %s\n%s"
                .formatted(use.name(), use.accepted(), ours, verdict, use.text()));
    }
    assertTrue(uses.size() > 1200, () -> uses.size() + " uses");
    assertEquals("", String.join("\n", wrong));
  }

  private Verdict ours(Path file) {
    var request = new CheckRequest("keepalived", Optional.empty(), List.of(file), List.of());
    FileVerdict verdict = ProgramChecks.check(request).files().getFirst();
    return verdict.verdict();
  }
}
