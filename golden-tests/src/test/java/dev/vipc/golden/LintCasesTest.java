package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.compile.LintResult;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * All findings on the {@code files} of each folder of {@code cases/lint}: where one fault has
 * several symptoms, the cause is reported alone.
 */
final class LintCasesTest {
  @TestFactory
  Stream<DynamicTest> theWholeReportIsAsApproved() {
    return Cases.under("lint").stream()
        .map(folder -> dynamicTest(folder.getFileName().toString(), () -> verify(folder)));
  }

  private static void verify(Path folder) {
    LintResult result = new Compiler().lint(LintRequest.of(List.of(folder.resolve("files"))));
    assertEquals(List.of(), result.failures());
    Approved.verify(folder, "report", Reports.text(result).replace(folder + "/", ""));
  }
}
