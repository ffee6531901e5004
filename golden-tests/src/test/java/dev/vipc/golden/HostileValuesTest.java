package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.emit.Artifact;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.haproxy.HaproxySyntax;
import dev.vipc.syntax.keepalived.KeepalivedSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A value of a spec stays in its place: it is quoted there, or the build is refused. */
final class HostileValuesTest {
  private static final String SPEC =
      """
      apiVersion: vipc.dev/v1
      kind: HighAvailability
      metadata: { name: hostile }
      kubernetes: { version: "1.34.2", extraSANs: [@SAN@] }
      nodes:
        - { name: m1, addresses: [10.0.0.1], interface: @INTERFACE@ }
        - { name: m2, addresses: [10.0.0.2], interface: @INTERFACE@ }
        - { name: m3, addresses: [10.0.0.3], interface: @INTERFACE@ }
      virtualAddresses:
        - name: api
          addresses: [10.0.0.9/24]
          vrrp: { routerId: 7, version: 2, password: @PASSWORD@ }
          track:
            - { process: @PROCESS@ }
            - { script: @SCRIPT@ }
      proxies:
        - name: api
          listen: ["*:8443"]
          check: { path: @PATH@ }
          servers:
            - { name: m1, address: @ADDRESS@ }
      extra:
        - { program: keepalived, section: @SECTION@, lines: ["#"] }
      """;

  private static final List<String> VALUES =
      List.of(
          "a b",
          "a\"b",
          "a'b",
          "a\nb",
          "a\rb",
          "a{b",
          "a}b",
          "a#b",
          "a!b",
          "a{{ 1 }}b",
          "a{%b",
          "a$b",
          "a${b}",
          "a\\b",
          "a`b`",
          "a\u0000b",
          "a\u2028b",
          "a: b",
          "- a",
          "@a",
          "*a",
          "/a;b",
          "/a b|c");

  static Stream<Arguments> everyValueInEveryPlace() {
    return Stream.of(
            "SAN", "INTERFACE", "PASSWORD", "PROCESS", "SCRIPT", "PATH", "ADDRESS", "SECTION")
        .flatMap(place -> VALUES.stream().map(value -> Arguments.of(place, value)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SAN", "INTERFACE", "PASSWORD", "PROCESS", "SCRIPT", "PATH", "ADDRESS", "SECTION"})
  void aHarmlessValueIsWritten(String place) {
    EmitCase.Built built = build(place, defaultOf(place));
    assertTrue(built.artifacts().isPresent(), () -> "" + built.findings());
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("everyValueInEveryPlace")
  void aValueStaysInItsPlaceOrIsRefused(String place, String value) {
    EmitCase.Built hostile = build(place, value);
    if (hostile.artifacts().isEmpty()) {
      assertTrue(!hostile.findings().isEmpty(), "refused without a word");
      return;
    }
    List<Artifact> harmless = build(place, defaultOf(place)).artifacts().orElseThrow().artifacts();
    List<Artifact> written = hostile.artifacts().get().artifacts();
    assertEquals(names(harmless), names(written));
    for (int i = 0; i < written.size(); i++)
      assertEquals(
          shape(harmless.get(i), place), shape(written.get(i), place), written.get(i)::text);
  }

  /**
   * The number of words of each statement in its block: a value is never more than a word, but the
   * head of a section may have several.
   */
  private static List<String> shape(Artifact artifact, String place) {
    List<Diagnostic> findings = new ArrayList<>();
    SourceFile file = new SourceFile(artifact.name(), artifact.text());
    List<String> shape =
        switch (artifact.name().substring(artifact.name().lastIndexOf('.'))) {
          case ".conf" -> shape(KeepalivedSyntax.parse(file, findings::add).statements());
          case ".cfg" -> shape(HaproxySyntax.parse(file, findings::add).statements());
          case ".yaml" -> {
            new Load(LoadSettings.builder().build())
                .loadAllFromString(artifact.text())
                .forEach(_ -> {});
            yield List.of("%d lines".formatted(file.lineCount()));
          }
          default -> List.of("%d lines".formatted(file.lineCount()));
        };
    assertEquals(List.of(), findings, artifact::text);
    return place.equals("SECTION")
        ? shape.stream().map(words -> words.replaceAll("\\d+", "")).toList()
        : shape;
  }

  private static List<String> shape(List<Statement> statements) {
    List<String> shape = new ArrayList<>();
    for (Statement statement : statements) {
      shape.add(statement.words().size() + " words");
      if (statement instanceof Statement.Block block) {
        shape.add("{");
        shape.addAll(shape(block.body()));
        shape.add("}");
      }
    }
    return shape;
  }

  private static List<String> names(List<Artifact> artifacts) {
    return artifacts.stream().map(Artifact::name).toList();
  }

  private static EmitCase.Built build(String place, String value) {
    String text = SPEC.replace("@" + place + "@", quoted(value));
    for (String other :
        List.of("SAN", "INTERFACE", "PASSWORD", "PROCESS", "SCRIPT", "PATH", "ADDRESS", "SECTION"))
      text = text.replace("@" + other + "@", defaultOf(other));
    return EmitCase.build(new SourceFile("ha.yaml", text));
  }

  private static String defaultOf(String place) {
    return switch (place) {
      case "SCRIPT", "PATH" -> "/bin/true";
      case "SECTION" -> "section";
      case "ADDRESS" -> "host.example";
      default -> "eth0";
    };
  }

  private static String quoted(String value) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : value.toCharArray())
      out.append(c < ' ' || c == '"' || c == '\\' || c > '~' ? "\\u%04x".formatted((int) c) : c);
    return out.append('"').toString();
  }
}
