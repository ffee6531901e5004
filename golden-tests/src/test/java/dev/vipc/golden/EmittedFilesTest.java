package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vipc.agent.plan.PlanReader;
import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.compile.LintResult;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.model.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What is built from each example and from each case of {@code cases/emit}. */
final class EmittedFilesTest {
  @TempDir Path output;

  @TestFactory
  Stream<DynamicTest> theArtifactsAreAsApproved() {
    return EmitCase.all().stream()
        .map(each -> dynamicTest(each.name(), () -> verifyArtifacts(each)));
  }

  @TestFactory
  Stream<DynamicTest> twiceGivesTheSameBytes() {
    return forEachBuildable(
        each -> assertEquals(each.build().artifacts(), each.build().artifacts()));
  }

  @TestFactory
  Stream<DynamicTest> everyFileSaysWhatMadeItFromWhat() {
    return forEachArtifact(
        artifact -> {
          List<String> start = artifact.text().lines().limit(3).toList();
          assertTrue(
              start.stream().anyMatch(line -> line.contains("made by vipc VERSION from ha.yaml")),
              () -> "" + start);
        });
  }

  @TestFactory
  Stream<DynamicTest> everyYamlParses() {
    return forEachArtifact(
        artifact -> {
          if (artifact.name().endsWith(".yaml"))
            new Load(LoadSettings.builder().build())
                .loadAllFromString(artifact.text())
                .forEach(document -> assertTrue(document instanceof Map));
        });
  }

  @TestFactory
  Stream<DynamicTest> theAgentTakesEveryPlan() {
    return forEachArtifact(
        artifact -> {
          if (artifact.name().endsWith("plan.json"))
            assertEquals(List.of(), PlanReader.read(artifact.text()).problems());
        });
  }

  @TestFactory
  Stream<DynamicTest> theWholeOutputHasNoFinding() {
    return EmitCase.buildable().map(each -> dynamicTest(each.name(), () -> lint(each)));
  }

  private void lint(EmitCase each) throws IOException {
    Path folder = output.resolve(each.name());
    each.writeTo(folder);
    LintResult result =
        new Compiler()
            .lint(new LintRequest(List.of(folder), List.of(), Optional.empty(), Targets.NONE));
    assertEquals(List.of(), result.failures());
    Set<String> accepted = each.accepted();
    boolean found =
        result.diagnostics().stream().anyMatch(one -> !accepted.contains(one.rule().code()));
    assertEquals("", found ? Reports.text(result) : "");
  }

  private static Stream<DynamicTest> forEachBuildable(Consumer<EmitCase> check) {
    return EmitCase.buildable().map(each -> dynamicTest(each.name(), () -> check.accept(each)));
  }

  private static Stream<DynamicTest> forEachArtifact(Consumer<Artifact> check) {
    return EmitCase.buildable()
        .flatMap(
            each ->
                each.build().artifacts().orElseThrow().artifacts().stream()
                    .map(
                        artifact ->
                            dynamicTest(
                                each.name() + " " + artifact.name(),
                                () -> check.accept(artifact))));
  }

  private static void verifyArtifacts(EmitCase each) {
    EmitCase.Built built = each.build();
    StringBuilder text = new StringBuilder();
    for (Diagnostic finding : built.findings()) text.append(line(finding));
    for (Artifact artifact : built.artifacts().orElse(ArtifactSet.EMPTY))
      text.append("==== %s %s\n".formatted(artifact.name(), artifact.mode()))
          .append(shown(each, artifact).replaceAll("sha256 [0-9a-f]{12}", "sha256 DIGEST"));
    Approved.verify(each.folder(), "artifacts", text.toString());
  }

  /**
   * What is the same in every script that verifies an installation is approved in one case alone.
   */
  private static String shown(EmitCase each, Artifact artifact) {
    return artifact.name().equals("cluster/verify.sh") && !each.name().equals("example-minimal")
        ? artifact.text().replaceFirst("(?s)\\nset -u\\n.*\\n# The installation\\n", "\n…\n")
        : artifact.text();
  }

  private static String line(Diagnostic finding) {
    return "%s[%s] %s: %s (%s)\n"
        .formatted(
            finding.severity(),
            finding.rule().code(),
            finding.span(),
            finding.message(),
            finding.help().orElse(""));
  }
}
