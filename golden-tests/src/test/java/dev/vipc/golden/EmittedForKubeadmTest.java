package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vipc.check.CheckRequest;
import dev.vipc.check.CheckResult.FileVerdict;
import dev.vipc.check.Verdict;
import dev.vipc.compile.Compiler;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What {@code vipc check} says of every emitted kubeadm file at the release that it is for: kubeadm
 * itself is no package of Debian, so that it could not be run.
 */
final class EmittedForKubeadmTest {
  @TestFactory
  Stream<DynamicTest> everyKubeadmFileIsAcceptedByItsRelease() {
    List<EmitCase> cases = EmitCase.all();
    assertTrue(cases.stream().anyMatch(each -> each.name().startsWith("kubeadm-v1beta2")));
    return cases.stream().flatMap(EmittedForKubeadmTest::files);
  }

  private static Stream<DynamicTest> files(EmitCase from) {
    EmitCase.Built built = from.build();
    Optional<Version> release =
        built.spec().flatMap(spec -> spec.kubernetes()).map(cluster -> cluster.version().value());
    if (release.isEmpty()) return Stream.empty();
    return built.artifacts().orElse(ArtifactSet.EMPTY).artifacts().stream()
        .filter(artifact -> artifact.text().contains("apiVersion: kubeadm.k8s.io/"))
        .map(
            artifact ->
                dynamicTest(
                    from.name() + " " + artifact.name(),
                    () -> assertAccepted(artifact, release.get())));
  }

  private static void assertAccepted(Artifact artifact, Version release) {
    var request =
        new CheckRequest(
            "kubeadm",
            Optional.of(release),
            List.of(),
            List.of(new SourceFile(artifact.name(), artifact.text())));
    FileVerdict verdict = Compiler.check(request).files().getFirst();
    assertEquals(Verdict.ACCEPTED, verdict.verdict(), () -> "" + verdict.diagnostics());
  }
}
