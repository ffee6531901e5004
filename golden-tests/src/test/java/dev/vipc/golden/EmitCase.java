package dev.vipc.golden;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.ArtifactWriter;
import dev.vipc.emit.Build;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.Secrets;
import dev.vipc.emit.TemplateEngine;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.SpecLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A spec whose artifacts are looked at: a folder of {@code cases/emit} with a {@code ha.yaml}, or
 * an example, whose approved artifacts lie in {@code cases/emit/example-NAME}.
 *
 * @param folder where the approved file lies
 */
record EmitCase(String name, Path spec, Path folder) {
  private static final TemplateEngine TEMPLATES = new TemplateEngine();
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "VRRP_PASSWORD",
          "s3cr{t#!",
          "BGP_PASSWORD",
          "Br1gp#w",
          "KUBEADM_TOKEN",
          "0vipc0.0123456789abcdef",
          "KUBEADM_CERTIFICATE_KEY",
          "00112233445566778899aabbccddeeff".repeat(2));

  /**
   * What building gave.
   *
   * @param spec absent where the spec itself is refused
   * @param artifacts absent where it is refused
   */
  record Built(Optional<HaSpec> spec, Optional<ArtifactSet> artifacts, List<Diagnostic> findings) {}

  static List<EmitCase> all() {
    return Stream.concat(
            folders(EXAMPLES)
                .filter(example -> Files.exists(example.resolve("ha.yaml")))
                .map(
                    example ->
                        new EmitCase(
                            "example-" + example.getFileName(),
                            example.resolve("ha.yaml"),
                            Path.of("cases", "emit", "example-" + example.getFileName()))),
            folders(Path.of("cases", "emit"))
                .filter(folder -> Files.exists(folder.resolve("ha.yaml")))
                .map(
                    folder ->
                        new EmitCase(
                            folder.getFileName().toString(), folder.resolve("ha.yaml"), folder)))
        .toList();
  }

  /** The specs that the labs install: they have what no other case has. */
  static Stream<EmitCase> installed() {
    return folders(Path.of("cases", "install"))
        .filter(folder -> Files.exists(folder.resolve("ha.yaml")))
        .map(folder -> new EmitCase(folder.getFileName() + "", folder.resolve("ha.yaml"), folder));
  }

  /** The cases whose specs build. */
  static Stream<EmitCase> buildable() {
    return all().stream().filter(each -> each.build().artifacts().isPresent());
  }

  /** A plan of vipd is what vipc compiled, not what people have: nothing imports it. */
  boolean runsVipd() {
    return build().artifacts().orElseThrow().artifacts().stream()
        .anyMatch(artifact -> artifact.name().endsWith("/vipd/plan.json"));
  }

  /** A token is good for a day, so nothing imports one: the import says how to make the next. */
  boolean holdsJoinSecrets() {
    return build().artifacts().orElseThrow().artifacts().stream()
        .anyMatch(artifact -> artifact.mode() == FileMode.PRIVATE);
  }

  /** The codes of the findings that its spec lives with. */
  Set<String> accepted() {
    return build().spec().orElseThrow().accepted().stream()
        .map(one -> one.code().value())
        .collect(Collectors.toSet());
  }

  private static Stream<Path> folders(Path parent) {
    try (Stream<Path> folders = Files.list(parent)) {
      return folders.filter(Files::isDirectory).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Built build() {
    try {
      return build(
          new SourceFile("ha.yaml", Utf8.decode(Files.readAllBytes(spec))),
          Objects.requireNonNull(spec.getParent()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Built build(SourceFile file) {
    return build(file, Path.of("."));
  }

  private static Built build(SourceFile file, Path folder) {
    List<Diagnostic> findings = new ArrayList<>();
    Optional<HaSpec> spec = SpecLoader.load(file, findings::add);
    Secrets secrets = new Secrets(ENVIRONMENT, folder);
    Optional<ArtifactSet> artifacts =
        spec.flatMap(read -> Build.run(read, "VERSION", secrets, TEMPLATES, findings::add));
    return new Built(spec, artifacts, findings);
  }

  /** Writes the artifacts below a folder, with their permissions. */
  ArtifactSet writeTo(Path target) throws IOException {
    ArtifactSet artifacts = build().artifacts().orElseThrow();
    new ArtifactWriter(target).write(artifacts, true);
    return artifacts;
  }

  @Override
  public String toString() {
    return name;
  }
}
