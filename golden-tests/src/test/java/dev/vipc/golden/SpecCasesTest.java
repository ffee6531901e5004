package dev.vipc.golden;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintResult;
import dev.vipc.diagnostic.Findings;
import dev.vipc.lower.spec.SpecLowering;
import dev.vipc.source.SourceFile;
import dev.vipc.spec.SpecLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the spec's reader and the rules say of the specs in {@code cases/spec}. */
final class SpecCasesTest {
  @TestFactory
  Stream<DynamicTest> theFindingsAreAsApproved() {
    return Cases.under("spec").stream()
        .map(folder -> dynamicTest(folder.getFileName().toString(), () -> verify(folder)));
  }

  private static void verify(Path folder) throws IOException {
    SourceFile file = new SourceFile("ha.yaml", Files.readString(folder.resolve("ha.yaml")));
    Findings findings = new Findings();
    SpecLoader.load(file, findings)
        .ifPresent(spec -> new Compiler().check(SpecLowering.lower(spec), findings));
    Approved.verify(
        folder, "report", Reports.text(LintResult.ofOne(file, "ha-spec", findings.sorted())));
  }
}
