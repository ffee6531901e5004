package dev.vipc.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vipc.diagnostic.Findings;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KubeadmSchemasTest {
  private final KubeadmSchemas schemas = new KubeadmSchemas();

  @Test
  void aFieldThatMovedIsGivenItsNewPlace() {
    assertEquals(
        List.of(
            "3:1 KD003 v1beta2 does not know `apiServerCertSANs` (since v1beta1 it is"
                + " `apiServer.certSANs`)"),
        findings("v1beta2", "ClusterConfiguration", "apiServerCertSANs: [a]\n"));
  }

  @Test
  void aFieldThatMovedToAnotherDocumentNamesThatDocument() {
    assertEquals(
        List.of(
            "4:3 KD003 v1beta4 does not know `apiServer.timeoutForControlPlane` (since v1beta4 it is"
                + " `timeouts.controlPlaneComponentHealthCheck` of the InitConfiguration)"),
        findings("v1beta4", "ClusterConfiguration", "apiServer:\n  timeoutForControlPlane: 4m\n"));
  }

  @Test
  void aFieldOfALaterVersionIsGivenItsOldPlace() {
    assertEquals(
        List.of(
            "3:1 KD003 v1alpha3 does not know `apiServer` (in this version it is"
                + " `apiServerCertSANs`)"),
        findings("v1alpha3", "ClusterConfiguration", "apiServer: {certSANs: [a]}\n"));
    assertEquals(
        List.of("3:1 KD003 v1beta2 does not know `skipPhases` (kubeadm knows it from v1beta3 on)"),
        findings("v1beta2", "InitConfiguration", "skipPhases: [a]\n"));
  }

  @Test
  void aFieldOfAnotherDocumentNamesThatDocument() {
    assertEquals(
        List.of(
            "3:1 KD003 v1beta3 does not know `networking` (it belongs in the"
                + " ClusterConfiguration)"),
        findings("v1beta3", "InitConfiguration", "networking: {podSubnet: 10.0.0.0/8}\n"));
  }

  @Test
  void argumentsAreAMappingOrAListByVersion() {
    assertEquals(
        List.of(
            "4:3 KD004 `extraArgs` must be a list, not a mapping (write a list: `- name: x` and"
                + " `value: \"y\"`)"),
        findings("v1beta4", "ClusterConfiguration", "apiServer:\n  extraArgs: {a: b}\n"));
    assertEquals(
        List.of(
            "4:3 KD004 `extraArgs` must be a mapping, not a list (write a mapping: `x: \"y\"`; lists"
                + " of name and value begin with v1beta4)"),
        findings("v1beta3", "ClusterConfiguration", "apiServer:\n  extraArgs: [{name: a}]\n"));
  }

  @Test
  void numbersAndBooleansInArgumentsNeedQuotes() {
    assertEquals(
        List.of(
            "5:8 KD004 `a` must be text, not a boolean `true` (put the value in quotes, so that YAML"
                + " reads text)"),
        findings("v1beta3", "ClusterConfiguration", "apiServer:\n  extraArgs:\n    a: true\n"));
  }

  @Test
  void holesAndNullsAreNotSpokenOf() {
    assertEquals(
        List.of(),
        findings(
            "v1beta3",
            "InitConfiguration",
            "localAPIEndpoint:\n  bindPort: ${PORT}\n  advertiseAddress:\n"));
  }

  @Test
  void seedsHaveOnlyTheFindingsThatTheirGuidesDeserve() throws IOException {
    Path seeds = Path.of("../../shared/seeds");
    assumeTrue(Files.isDirectory(seeds), "the published guides are not on this machine");
    try (Stream<Path> files = Files.walk(seeds)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String text = Utf8.decode(Files.readAllBytes(file));
        if (text.contains("kubeadm.k8s.io/"))
          assertEquals(
              List.of(),
              findings(new SourceFile(file.toString(), separated(text))),
              file.toString());
      }
    }
  }

  /** A schema judges one document: one guide's documents lack the line between them (KD002). */
  private static String separated(String text) {
    return text.replaceAll("\n(?=apiVersion:)", "\n---\n");
  }

  private List<String> findings(String version, String kind, String fields) {
    String head = "apiVersion: kubeadm.k8s.io/" + version + "\nkind: " + kind + "\n";
    return findings(new SourceFile("kubeadm.yaml", head + fields));
  }

  private List<String> findings(SourceFile file) {
    var out = new Findings();
    for (var root : YamlSyntax.parse(file, _ -> {}))
      if (root instanceof Mapping mapping)
        schemas.check(
            mapping, mapping.scalar("apiVersion").map(YamlNode.Scalar::value).orElse(""), out);
    return out.sorted().stream()
        .map(
            found ->
                "%d:%d %s %s (%s)"
                    .formatted(
                        found.span().startPosition().line(),
                        found.span().startPosition().column(),
                        found.rule().code(),
                        found.message(),
                        found.help().orElse("")))
        .toList();
  }
}
