package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vipc.convert.kubeadm.KubeadmConversion;
import dev.vipc.convert.kubeadm.KubeadmConversion.Converted;
import dev.vipc.diagnostic.Findings;
import dev.vipc.model.KubeadmVersion;
import dev.vipc.schema.KubeadmSchemas;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code vipc fmt --to kubeadm=VERSION} writes: the folders of {@code cases/fmt} hold a text,
 * its version's successor in {@code to}, and what comes out.
 */
final class KubeadmConversionTest {
  private static final List<KubeadmVersion> TARGETS =
      List.of(
          KubeadmVersion.V1BETA1,
          KubeadmVersion.V1BETA2,
          KubeadmVersion.V1BETA3,
          KubeadmVersion.V1BETA4);

  private final KubeadmSchemas schemas = new KubeadmSchemas();
  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> theTextAndTheNotesAreAsApproved() {
    return Cases.under("fmt").stream()
        .map(cases -> dynamicTest(cases.getFileName().toString(), () -> verify(cases)));
  }

  private static void verify(Path cases) throws IOException {
    String to = Files.readString(cases.resolve("to")).strip();
    Vipc.Run run =
        Vipc.run("fmt", "--to", "kubeadm=" + to, cases.resolve("kubeadm.yaml").toString());
    String notes = run.err().replace(cases + "/", "");
    Approved.verify(
        cases, "kubeadm", run.out() + "=====\n" + notes + "status " + run.status() + "\n");
  }

  @TestFactory
  Stream<DynamicTest> eachCaseIsTheSameInOneHopAndInSeveral() {
    return Cases.under("fmt").stream()
        .map(cases -> cases.resolve("kubeadm.yaml"))
        .map(file -> dynamicTest(file.toString(), () -> assertSame(file)));
  }

  @TestFactory
  Stream<DynamicTest> eachRealFileIsTheSameInOneHopAndInSeveral() throws IOException {
    try (Stream<Path> files = Files.list(Seeds.shared("corpus/kubernetes/kubeadm"))) {
      return files.sorted().toList().stream()
          .map(file -> dynamicTest(file.getFileName().toString(), () -> assertSame(file)));
    }
  }

  /** The faults of form are those that the file had, and other documents keep their bytes. */
  private void assertSame(Path path) throws IOException {
    SourceFile file = new SourceFile(path.toString(), Utf8.read(path));
    Converted direct = KubeadmConversion.convert(file, KubeadmVersion.V1BETA4);
    SourceFile last = file;
    for (KubeadmVersion version : TARGETS) {
      Converted step = KubeadmConversion.convert(file, version);
      last = with(last, KubeadmConversion.convert(last, version).text());
      assertEquals(step.text(), last.text(), "to " + version + " in one hop and in several");
      assertTrue(
          faults(last).size() <= faults(file).size(),
          () -> version + " has more faults of form: " + faults(with(file, step.text())));
    }
    assertEquals(direct.text(), last.text());
    for (String other : others(file)) assertTrue(last.text().contains(other), other);
    if (!direct.isIncomplete()) assertEquals(List.of(), versionsLeft(last));
  }

  private static SourceFile with(SourceFile file, String text) {
    return new SourceFile(file.path(), text);
  }

  private static List<Mapping> roots(SourceFile file) {
    return YamlSyntax.parse(file, _ -> {}).stream()
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast)
        .toList();
  }

  private static String apiVersion(Mapping root) {
    return root.scalar("apiVersion").map(YamlNode.Scalar::value).orElse("");
  }

  private List<String> faults(SourceFile file) {
    Findings found = new Findings();
    for (Mapping root : roots(file))
      if (apiVersion(root).startsWith("kubeadm.k8s.io/"))
        schemas.check(root, apiVersion(root), found);
    return found.sorted().stream().map(f -> f.span() + " " + f.message()).toList();
  }

  private static List<String> others(SourceFile file) {
    return roots(file).stream()
        .filter(root -> !apiVersion(root).startsWith("kubeadm.k8s.io/"))
        .map(root -> root.span().text())
        .toList();
  }

  private static List<String> versionsLeft(SourceFile file) {
    List<String> left = new ArrayList<>();
    for (Mapping root : roots(file)) {
      String version = apiVersion(root);
      if (version.startsWith("kubeadm.k8s.io/") && !version.endsWith("/v1beta4")) left.add(version);
    }
    return left;
  }

  @Test
  void aFileIsEditedInPlaceAndASecondTimeChangesNothing() throws IOException {
    Path file = folder.resolve("kubeadm.yaml");
    Files.writeString(
        file,
        "apiVersion: kubeadm.k8s.io/v1beta3\r\nkind: ClusterConfiguration\r\nscheduler:\r\n  extraArgs:\r\n    v: \"4\" # much\r\n");
    assertEquals(0, fmt("--write", file.toString()).status());
    String converted = Files.readString(file);
    assertEquals(
        "apiVersion: kubeadm.k8s.io/v1beta4\r\nkind: ClusterConfiguration\r\nscheduler:\r\n  extraArgs:\r\n    - name: v\r\n      value: \"4\" # much\r\n",
        converted);
    assertEquals(0, fmt("--write", file.toString()).status());
    assertEquals(converted, Files.readString(file));
  }

  @Test
  void severalFilesArePrintedAsDocumentsOfOneStream() throws IOException {
    Path one = folder.resolve("one.yaml");
    Files.writeString(one, "apiVersion: kubeadm.k8s.io/v1beta1\nkind: ClusterConfiguration");
    Vipc.Run run = fmt(one.toString(), one.toString());
    assertEquals(
        "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n---\napiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration",
        run.out());
  }

  @Test
  void whatCannotBeDoneIsSaidByTheStatus() throws IOException {
    Path old = folder.resolve("old.yaml");
    Files.writeString(old, "apiVersion: kubeadm.k8s.io/v1alpha1\nkind: MasterConfiguration\n");
    assertEquals(1, fmt(old.toString()).status());
    assertEquals(2, fmt(folder.resolve("absent.yaml").toString()).status());
    assertEquals(2, Vipc.run("fmt", "--to", "haproxy=2.8", old.toString()).status());
    assertEquals(2, Vipc.run("fmt", old.toString()).status());
    assertEquals(2, fmt("--write", "-").status());
  }

  private static Vipc.Run fmt(String... arguments) {
    List<String> words = new ArrayList<>(List.of("fmt", "--to", "kubeadm=v1beta4"));
    words.addAll(List.of(arguments));
    return Vipc.run(words.toArray(String[]::new));
  }
}
