package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vipc.compile.Catalogue;
import dev.vipc.compile.LintResult;
import dev.vipc.diagnostic.RuleMeta;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * One folder a code, {@code cases/rules/CODE-name}: {@code reports/} must report (its text is
 * approved in {@code report.approved.txt}), {@code silent/} must not. {@link RuleCase} says what
 * else may lie there.
 */
final class RuleCasesTest {
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
  void everyCodeHasACaseOfItsCodeAndName() {
    Set<String> wanted =
        CATALOGUE.all().stream()
            .map(rule -> rule.code() + "-" + rule.name())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> present =
        Cases.under("rules").stream()
            .map(folder -> folder.getFileName().toString())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(String.join("\n", wanted), String.join("\n", present));
  }

  private static void verifyReport(Path folder) throws IOException {
    RuleMeta rule = ruleOf(folder);
    LintResult result = RuleCase.run(folder, "reports").onlyCodes(List.of(rule.code()));
    assertTrue(!result.diagnostics().isEmpty(), () -> "no " + rule.code() + " for reports/");
    boolean fixes = result.diagnostics().stream().anyMatch(d -> d.fix().isPresent());
    assertTrue(
        !fixes || rule.fixable(), () -> rule.code() + " carries fixes but is not declared fixable");
    Approved.verify(folder, "report", Reports.text(result).replace(folder + "/", ""));
  }

  private static void verifySilence(Path folder) throws IOException {
    LintResult all = RuleCase.run(folder, "silent");
    assertTrue(!all.files().isEmpty(), "nothing recognised in silent/");
    LintResult result = all.onlyCodes(List.of(ruleOf(folder).code()));
    assertEquals(List.of(), result.diagnostics(), () -> Reports.text(result));
  }

  private static RuleMeta ruleOf(Path folder) {
    String name = folder.getFileName().toString();
    return CATALOGUE
        .find(name.substring(0, name.indexOf('-')))
        .orElseThrow(() -> new AssertionError("no rule has the code of " + name));
  }
}
