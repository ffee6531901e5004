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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Small files of one rule each, {@code cases/check/keepalived/AREA/NAME.conf}: what is said of them
 * is approved, and held against keepalived 2.2.7.
 */
final class KeepalivedCasesTest {
  private static final Path FOLDER = Path.of("cases/check/keepalived");

  @Test
  void everyCaseIsJudgedAsWasApproved() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path file : files()) all.append(shown(file)).append('\n');
    Approved.verify(FOLDER, "verdicts", all.toString());
  }

  @Test
  @RealProgram(
      value = {"keepalived", "unshare", "ip"},
      root = true)
  void everyVerdictIsThatOfTheProgram() throws IOException {
    List<Path> files = files();
    Map<Path, RealKeepalived.Verdict> real =
        RealKeepalived.judge(files, List.of("eth0", "eth1"), List.of());
    List<String> wrong = new ArrayList<>();
    int judged = 0;
    for (Path file : files) {
      RealKeepalived.Verdict theirs = Objects.requireNonNull(real.get(file.toAbsolutePath()));
      if (!theirs.isGiven()) continue;
      judged++;
      FileVerdict ours = ours(file);
      boolean same = theirs.refuses() == (ours.verdict() == Verdict.REFUSED);
      boolean line =
          !theirs.refuses()
              || theirs.firstLine().isEmpty()
              || hasErrorAt(ours, theirs.firstLine().getAsInt());
      if (!same || !line) wrong.add(shown(file) + "\n  keepalived: " + theirs);
    }
    assertEquals("", String.join("\n", wrong));
    assertTrue(judged > files.size() * 98 / 100, "too few verdicts: " + judged);
  }

  private static boolean hasErrorAt(FileVerdict verdict, int line) {
    return errors(verdict).stream().anyMatch(d -> d.span().startPosition().line() == line);
  }

  private static List<Diagnostic> errors(FileVerdict verdict) {
    return verdict.diagnostics().stream().filter(d -> d.severity() == Severity.ERROR).toList();
  }

  private String shown(Path file) {
    FileVerdict verdict = ours(file);
    String errors =
        errors(verdict).stream()
            .map(d -> " " + d.rule().code() + ":" + d.span().startPosition().line())
            .collect(Collectors.joining());
    return FOLDER.relativize(file) + ": " + verdict.verdict().word() + errors;
  }

  private FileVerdict ours(Path file) {
    var request = new CheckRequest("keepalived", Optional.empty(), List.of(file), List.of());
    return ProgramChecks.check(request).files().getFirst();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".conf")).sorted().toList();
    }
  }
}
