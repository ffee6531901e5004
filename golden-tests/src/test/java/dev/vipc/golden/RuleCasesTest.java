package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vipc.check.CheckRequest;
import dev.vipc.check.CheckResult;
import dev.vipc.compile.Catalogue;
import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.compile.LintRequest.Circumstances;
import dev.vipc.compile.LintResult;
import dev.vipc.compile.Progress;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Targets;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * One folder a rule, {@code cases/rules/CODE-name}: {@code reports/} must report (its text is
 * approved in {@code report.approved.txt}), {@code silent/} must not. A file {@code targets} beside
 * them holds what {@code --target} would, {@code variables.yaml} what {@code --vars} would; a file
 * {@code check} holds a program and a version, and makes it a case of {@code vipc check}.
 */
final class RuleCasesTest {
  /** Areas whose findings are about one line or one key, and have cases of their own kind. */
  private static final Set<String> NOT_RULES =
      Set.of("SYN", "KW", "SCH", "EMT", "SPC", "IMP", "FMT");

  /** What `vipc prove --rto` alone reports: of an objective in the settings lint has XS009. */
  private static final Set<String> NOT_LINTED = Set.of("PRF005");

  private static final Catalogue CATALOGUE = new Catalogue();

  @TestFactory
  Stream<DynamicTest> everyReportingCaseReportsWhatWasApproved() {
    return Cases.under("rules").stream()
        .map(folder -> dynamicTest(folder.getFileName().toString(), () -> verifyReport(folder)));
  }

  @TestFactory
  Stream<DynamicTest> everySilentCaseIsSilent() {
    return Cases.under("rules").stream()
        .map(folder -> dynamicTest(folder.getFileName().toString(), () -> verifySilence(folder)));
  }

  @Test
  void everyRuleHasACaseOfItsCodeAndName() {
    Set<String> wanted =
        CATALOGUE.all().stream()
            .filter(rule -> !NOT_RULES.contains(area(rule)) && !NOT_LINTED.contains(rule.code()))
            .map(rule -> rule.code() + "-" + rule.name())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> present =
        Cases.under("rules").stream()
            .map(folder -> folder.getFileName().toString())
            .filter(name -> !NOT_RULES.contains(name.replaceAll("\\d.*", "")))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(String.join("\n", wanted), String.join("\n", present));
  }

  private static void verifyReport(Path folder) throws IOException {
    RuleMeta rule = ruleOf(folder);
    LintResult result = lint(folder, "reports", rule);
    assertTrue(!result.diagnostics().isEmpty(), () -> "no " + rule.code() + " for reports/");
    boolean fixes = result.diagnostics().stream().anyMatch(d -> d.fix().isPresent());
    assertTrue(
        !fixes || rule.fixable(), () -> rule.code() + " carries fixes but is not declared fixable");
    Approved.verify(folder, "report", Reports.text(result).replace(folder + "/", ""));
  }

  private static void verifySilence(Path folder) throws IOException {
    LintResult result = lint(folder, "silent", ruleOf(folder));
    assertTrue(!result.files().isEmpty(), "nothing recognised in silent/");
    assertEquals(List.of(), result.diagnostics(), () -> Reports.text(result));
  }

  private static LintResult lint(Path folder, String side, RuleMeta rule) throws IOException {
    if (Files.exists(folder.resolve("check"))) return check(folder, side, rule);
    var request =
        new LintRequest(
            List.of(folder.resolve(side)),
            List.of(),
            Optional.empty(),
            targets(folder),
            Optional.empty(),
            circumstances(folder, side));
    LintResult result = new Compiler().lint(request);
    assertEquals(List.of(), result.failures());
    return result.onlyCodes(List.of(rule.code()));
  }

  /** A {@code baseline.json} in the linted folder is the baseline. */
  private static Circumstances circumstances(Path folder, String side) throws IOException {
    Optional<Path> baseline =
        Optional.of(folder.resolve(side).resolve("baseline.json")).filter(Files::exists);
    return new Circumstances(Map.of(), baseline, Map.of(), variables(folder), Progress.NOBODY);
  }

  private static List<SourceFile> variables(Path folder) throws IOException {
    Path file = folder.resolve("variables.yaml");
    return Files.exists(file)
        ? List.of(new SourceFile(file.toString(), Files.readString(file)))
        : List.of();
  }

  private static LintResult check(Path folder, String side, RuleMeta rule) throws IOException {
    String[] asked = Files.readString(folder.resolve("check")).strip().split(" ");
    var request =
        new CheckRequest(
            asked[0], Version.parse(asked[1]), List.of(folder.resolve(side)), List.of());
    CheckResult result = Compiler.check(request);
    assertEquals(List.of(), result.failures());
    List<LintResult.ReadFile> files =
        result.files().stream()
            .map(
                file ->
                    new LintResult.ReadFile(
                        file.path(), file.program(), Optional.empty(), Optional.empty()))
            .toList();
    List<Diagnostic> found =
        result.files().stream().flatMap(file -> file.diagnostics().stream()).toList();
    return new LintResult(files, found, List.of(), 0, Targets.NONE).onlyCodes(List.of(rule.code()));
  }

  private static Targets targets(Path folder) throws IOException {
    Path file = folder.resolve("targets");
    if (!Files.exists(file)) return Targets.NONE;
    Map<String, Version> versions = new TreeMap<>();
    for (String stated : Files.readString(file).strip().split(",")) {
      String[] parts = stated.split("=");
      versions.put(parts[0], Version.parse(parts[1]).orElseThrow());
    }
    return new Targets(versions);
  }

  private static RuleMeta ruleOf(Path folder) {
    String name = folder.getFileName().toString();
    return CATALOGUE
        .find(name.substring(0, name.indexOf('-')))
        .orElseThrow(() -> new AssertionError("no rule has the code of " + name));
  }

  private static String area(RuleMeta rule) {
    return rule.code().replaceAll("\\d", "");
  }
}
