package dev.vipc.check.kubevip;

import dev.vipc.check.Conditions;
import dev.vipc.check.ProgramCheck;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.keyword.KubeVipTable;
import dev.vipc.keyword.Release;
import dev.vipc.lower.Format;
import dev.vipc.lower.YamlFiles;
import dev.vipc.model.Deployment;
import dev.vipc.model.Facts;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Node;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.model.Version;
import dev.vipc.rule.kubevip.KubeVipStart;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.SyntaxFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What becomes of a kube-vip that is started as a file says. kube-vip has no check of its own:
 * refused is what ends it before it announces an address, whatever its exit status is, which was 0
 * in most releases. What only the cluster or the machine can tell is taken as present.
 */
public final class KubeVipProgramCheck implements ProgramCheck {
  private static final Pattern MARKS = Pattern.compile("\\{\\{|\\{%");
  private static final Version OLDEST = new Version(0, 1, 5);

  private final List<Format> formats =
      ServiceLoader.load(Format.class).stream()
          .map(ServiceLoader.Provider::get)
          .filter(format -> format.program().filter("kube-vip"::equals).isPresent())
          .sorted(Comparator.comparing(Format::kind))
          .toList();

  @Override
  public String program() {
    return "kube-vip";
  }

  /** No release was run: what is known of each comes from the source of its tag. */
  @Override
  public Target target(Version stated) {
    Release newest = KubeVipTable.get().newest();
    Version last = new Version(newest.major(), newest.minor(), newest.patch());
    if (stated.compareTo(OLDEST) < 0) return new Target(OLDEST, false);
    return new Target(stated.compareTo(last) > 0 ? last : stated, false);
  }

  /** Each manifest is a pod, or a set of pods, of its own. */
  @Override
  public boolean takesSeveralFiles() {
    return false;
  }

  /** A folder stands for the YAML files in it that run kube-vip. */
  @Override
  public List<Path> filesOf(Path named) throws IOException {
    if (!Files.isDirectory(named)) return List.of(named);
    try (Stream<Path> files = Files.list(named)) {
      return files.filter(file -> YamlFiles.mayBe(file.toString())).sorted().toList();
    }
  }

  @Override
  public void check(List<SourceFile> files, Conditions conditions, Reporter out) {
    Targets targets = new Targets(Map.of(program(), conditions.version()));
    for (SourceFile file : files) check(file, targets, out);
  }

  private void check(SourceFile file, Targets targets, Reporter out) {
    Optional<Format> format = formatOf(file);
    Findings faults = new Findings();
    Parts parts = format.map(f -> f.read(file, targets, faults)).orElse(Parts.NONE);
    Matcher mark = MARKS.matcher(file.text());
    if (YamlFiles.canBe(file) && mark.find()) {
      out.report(template(file, mark));
      return;
    }
    faults.sorted().forEach(out::report);
    if (parts.all(KubeVip.class).isEmpty() && faults.isEmpty()) {
      out.report(
          Diagnostic.of(
                  KubeVipRefusals.NOTHING_STARTED,
                  file.startOfFile(),
                  "nothing in this file starts a kube-vip")
              .help(
                  "name a manifest whose container runs kube-vip, or a script that generates one"));
      return;
    }
    Node node = new Node(Optional.empty(), parts);
    new KubeVipStart().check(new Deployment(List.of(node), Parts.NONE, Facts.NONE, targets), out);
  }

  /** The format that recognises the text most surely. */
  private Optional<Format> formatOf(SourceFile file) {
    return formats.stream()
        .filter(format -> format.recognises(file) > 0)
        .max(Comparator.comparingInt(format -> format.recognises(file)));
  }

  private static Diagnostic template(SourceFile file, Matcher mark) {
    return Diagnostic.of(
            SyntaxFaults.TEMPLATE,
            file.span(mark.start(), mark.end()),
            "this is a mark of a template, which kubelet and kube-vip do not fill in")
        .help("check the file that the template engine makes of it");
  }
}
