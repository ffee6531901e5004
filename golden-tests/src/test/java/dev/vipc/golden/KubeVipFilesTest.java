package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vipc.emit.Artifact;
import dev.vipc.model.Version;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What vipc itself says of the kube-vip manifests that it writes, and of the specs behind them. */
final class KubeVipFilesTest {
  @TempDir Path output;

  @TestFactory
  Stream<DynamicTest> itsReleaseStartsAsEachManifestSays() throws IOException {
    Stream.Builder<DynamicTest> tests = Stream.builder();
    for (EmitCase each : EmitCase.buildable().toList()) {
      if (each.build().spec().orElseThrow().virtualAddresses().stream()
          .noneMatch(address -> address.kubeVip().isPresent())) continue;
      Path root = output.resolve(each.name());
      String release = release(each.build().spec().orElseThrow());
      for (Artifact artifact : each.writeTo(root))
        if (artifact.name().endsWith("/kube-vip.yaml"))
          tests.add(
              dynamicTest(
                  each.name() + " " + artifact.name(),
                  () -> accepted(release, root.resolve(artifact.path()))));
    }
    return tests.build();
  }

  private static void accepted(String release, Path manifest) {
    Vipc.Run check =
        Vipc.run("check", "--program", "kube-vip", "--target", release, manifest.toString());
    assertEquals(0, check.status(), check::out);
    assertTrue(check.out().contains("0 errors, 0 warnings"), check::out);
  }

  private static String release(HaSpec spec) {
    Version version = Objects.requireNonNull(spec.versions().get(Program.KUBE_VIP)).value();
    return "%d.%d.%d".formatted(version.major(), version.minor(), version.patch());
  }

  @ParameterizedTest
  @ValueSource(strings = {"kube-vip-arp", "kube-vip-bgp"})
  void anExampleSurvivesEverySingleFault(String example) {
    Vipc.Run proof = Vipc.run("prove", "../examples/" + example + "/ha.yaml");
    assertEquals(0, proof.status(), proof::out);
    assertTrue(proof.out().contains("survives every single fault"), proof::out);
  }
}
