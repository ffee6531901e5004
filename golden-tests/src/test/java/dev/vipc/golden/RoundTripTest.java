package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What is built of a spec, imported and built again, is the same but for the spec's digest. */
final class RoundTripTest {
  /**
   * They repeat what the spec says of machines, such as the interface of one that holds nothing,
   * and no other file says it.
   */
  private static final Set<String> OF_THE_SPEC =
      Set.of("cluster/inventory.yaml", "cluster/verify.sh", "cluster/kubeadm.md");

  /**
   * What no reader takes a spec from: the sheet for somebody else's load balancer, and routers that
   * stand in a Secret.
   */
  private static final Set<String> UNREAD =
      Set.of(
          "external-balancer",
          "external-before-proxies",
          "kube-vip-1.2-bgp-daemon-set",
          "kube-vip-bgp-firewall");

  @TempDir Path output;

  @TestFactory
  Stream<DynamicTest> importingWhatWasBuiltGivesTheSameFilesAgain() {
    return EmitCase.buildable()
        .filter(each -> !each.runsVipd() && !each.holdsJoinSecrets())
        .filter(each -> !UNREAD.contains(each.name()))
        .map(each -> dynamicTest(each.name(), () -> assertSameAgain(each)));
  }

  @TestFactory
  Stream<DynamicTest> whatWasImportedComesBackTheSame() {
    return ImportCase.all()
        .map(
            each ->
                dynamicTest(
                    each.name(),
                    () -> {
                      ImportCase.Imported imported = each.run();
                      Path folder = output.resolve(imported.spec().name().value());
                      imported.writeTo(folder);
                      assertSameAgain(folder, imported.artifacts());
                    }));
  }

  private void assertSameAgain(EmitCase each) throws IOException {
    Path folder = output.resolve(each.build().spec().orElseThrow().name().value());
    assertSameAgain(folder, each.writeTo(folder));
  }

  private static void assertSameAgain(Path folder, ArtifactSet first) {
    var imported =
        new ImportCase(folder.getFileName().toString(), folder, Optional.of(folder)).run();
    Map<String, String> expected = texts(first);
    Map<String, String> again = texts(imported.artifacts());
    assertEquals(expected.keySet(), again.keySet(), imported.result()::yaml);
    expected.forEach(
        (name, text) ->
            assertEquals(
                unordered(name, text),
                unordered(name, String.valueOf(again.get(name))),
                () -> name + "\n" + imported.result().yaml()));
  }

  /** The alternative names of a certificate are a set. */
  private static String unordered(String name, String text) {
    if (!name.contains("kubeadm-config")) return text;
    return text.lines().sorted().collect(Collectors.joining("\n"));
  }

  /** Without the digest, and without comments that the spec had between a program's own lines. */
  private static Map<String, String> texts(ArtifactSet artifacts) {
    Map<String, String> texts = new TreeMap<>();
    for (Artifact artifact : artifacts.artifacts())
      if (!OF_THE_SPEC.contains(artifact.name()))
        texts.put(
            artifact.name() + " " + artifact.mode(),
            artifact.text().replaceAll("sha256 [0-9a-f]{12}", "").replaceAll("(?m)^ +#.*\n", ""));
    return texts;
  }
}
