package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.compile.Model;
import dev.vipc.diagnostic.Findings;
import dev.vipc.emit.Artifact;
import dev.vipc.golden.YamlLedger.Fate;
import dev.vipc.golden.YamlValues.Value;
import dev.vipc.imports.ImportResult;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of kube-vip, KubeKey and kubeadm that others wrote, imported and built again: every value
 * is accounted for.
 */
final class ImportedYamlTest {
  private static final Pattern HOLE = Pattern.compile("\\{\\{|\\{%|\\$\\{?[A-Za-z_]");
  private static final Pattern LISTS_HOSTS = Pattern.compile("(?m)^  hosts:(?! *\\{})");
  private static final Pattern POD = Pattern.compile("(?m)^kind: *Pod\\b");

  /** What a cluster's own objects are imported beside: somebody has to be the control plane. */
  private static final String HOSTS = "192.0.2.1 master1\n192.0.2.2 master2\n192.0.2.3 master3\n";

  @TempDir Path folder;

  /** The sums over the files of one program. */
  private static final class Figures {
    private final Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
    private int files = 0;
    private int unread = 0;

    void add(Map<Fate, List<Value>> of) {
      files++;
      of.forEach((fate, values) -> fates.merge(fate, values.size(), Integer::sum));
    }

    String line(String program) {
      return "%s: %d files, %d values: %d carried, %d unasked, %d noted, %d noted as a whole, %d lost; %d files of another kind"
          .formatted(
              program,
              files,
              fates.values().stream().mapToInt(count -> count).sum(),
              fates.getOrDefault(Fate.CARRIED, 0),
              fates.getOrDefault(Fate.UNASKED, 0),
              fates.getOrDefault(Fate.NOTED, 0),
              fates.getOrDefault(Fate.NOTED_AS_WHOLE, 0),
              fates.getOrDefault(Fate.LOST, 0),
              unread);
    }
  }

  @Test
  void everyValueIsAccountedFor() throws IOException {
    StringBuilder summary = new StringBuilder();
    List<String> lost = new ArrayList<>();
    for (String program : List.of("kube-vip", "kubekey", "kubeadm")) {
      Figures figures = new Figures();
      for (Path file : found(program)) {
        Path files = laidOut(program, file);
        add(file.getFileName().toString(), files, figures, lost);
      }
      summary.append(figures.line(program)).append('\n');
    }
    Figures guides = new Figures();
    for (String guide : List.of("kube-vip-arp", "kubeadm-ha/filled-kube-vip", "etcd-trio/filled"))
      add(guide, Seeds.shared("seeds/" + guide), guides, lost);
    Path kubeKey = Seeds.shared("seeds/kubesphere/template/config-sample.yaml");
    add("kubesphere", laidOut("kubekey", kubeKey), guides, lost);
    summary.append(guides.line("guides")).append('\n');
    System.out.print(summary);
    assertEquals("", String.join("\n", lost));
    Approved.verify(Path.of("cases", "import"), "corpus-yaml", summary.toString());
  }

  private static void add(String name, Path files, Figures figures, List<String> lost) {
    Compiler compiler = new Compiler();
    Findings findings = new Findings();
    Model model =
        compiler.read(
            new LintRequest(List.of(files), List.of(), Optional.empty(), Targets.NONE), findings);
    List<SourceFile> read =
        model.files().stream()
            .map(file -> file.path())
            .filter(path -> path.endsWith(".yaml"))
            .map(path -> new SourceFile(path, text(Path.of(path))))
            .toList();
    if (read.isEmpty() || model.deployments().size() != 1) {
      figures.unread++;
      return;
    }
    compiler.check(model.deployments().getFirst(), findings);
    ImportResult result =
        compiler.importModel(model.deployments().getFirst(), "corpus", findings.sorted());
    EmitCase.Built built = EmitCase.build(new SourceFile("ha.yaml", buildable(result)));
    List<SourceFile> again =
        built.artifacts().stream()
            .flatMap(set -> set.artifacts().stream())
            .filter(artifact -> artifact.name().endsWith(".yaml"))
            .map(ImportedYamlTest::source)
            .toList();
    if (built.artifacts().isEmpty()) lost.add(name + " is not built: " + built.findings());
    Map<Fate, List<Value>> fates = new YamlLedger(read, again, result.notes()).fates();
    figures.add(fates);
    for (Value value : Objects.requireNonNull(fates.get(Fate.LOST)))
      lost.add(name + ":" + value.place().startPosition().line() + " " + value.name());
  }

  /** With the oldest release that build writes for, where a note asks for a later one. */
  private static String buildable(ImportResult result) {
    boolean old =
        result.notes().stream()
            .anyMatch(note -> note.message().startsWith("build refuses Kubernetes"));
    return old
        ? result.yaml().replaceFirst("version: \"?1\\.[\\d.]+\"?", "version: 1.15.12")
        : result.yaml();
  }

  private static SourceFile source(Artifact artifact) {
    return new SourceFile(artifact.name(), artifact.text());
  }

  /** As the files of one machine, or of the cluster. */
  private Path laidOut(String program, Path file) throws IOException {
    Path files = folder.resolve(program).resolve(file.getFileName().toString());
    String text = text(file);
    boolean ofNode = program.equals("kubeadm") || POD.matcher(text).find();
    Path place = Files.createDirectories(ofNode ? files.resolve("master1") : files);
    Files.write(place.resolve(program + ".yaml"), Utf8.encode(text));
    if (!LISTS_HOSTS.matcher(text).find()) Files.write(files.resolve("hosts"), Utf8.encode(HOSTS));
    return files;
  }

  /** Without templates, and without what shell scripts fill in. */
  private static List<Path> found(String program) throws IOException {
    try (Stream<Path> all = Files.list(Seeds.shared("corpus/kubernetes").resolve(program))) {
      return all.sorted().filter(file -> !HOLE.matcher(text(file)).find()).toList();
    }
  }

  private static String text(Path file) {
    try {
      return Utf8.decode(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
