package dev.vipc.check.kubeadm;

import dev.vipc.check.Conditions;
import dev.vipc.check.ProgramCheck;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.lower.YamlFiles;
import dev.vipc.model.Targets;
import dev.vipc.model.Version;
import dev.vipc.schema.KubeadmSchemas;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.SyntaxFaults;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code kubeadm config validate} of a Kubernetes release says of a file. Releases before 1.28
 * have no such command: there it is what {@code kubeadm init} or {@code join} says before it looks
 * at the machine.
 */
public final class KubeadmProgramCheck implements ProgramCheck {
  private static final Pattern MARKS = Pattern.compile("\\{\\{|\\{%");
  private static final int OLDEST = 8;
  private static final int NEWEST = 37;
  private static final int ANY_FILE_WILL_DO = 28;

  @Override
  public String program() {
    return "kubeadm";
  }

  /** No release was run: what is known of each comes from its source and its release notes. */
  @Override
  public Target target(Version stated) {
    int minor = stated.major() > 1 ? NEWEST : stated.minor();
    return new Target(new Version(1, Math.clamp(minor, OLDEST, NEWEST), 0), false);
  }

  @Override
  public Version assumed() {
    return Targets.NONE.versionFor("kubernetes");
  }

  /** kubeadm takes one {@code --config}. */
  @Override
  public boolean takesSeveralFiles() {
    return false;
  }

  /** A folder stands for the YAML files in it. */
  @Override
  public List<Path> filesOf(Path named) throws IOException {
    if (!Files.isDirectory(named)) return List.of(named);
    try (Stream<Path> files = Files.list(named)) {
      return files.filter(file -> YamlFiles.mayBe(file.toString())).sorted().toList();
    }
  }

  @Override
  public void check(List<SourceFile> files, Conditions conditions, Reporter out) {
    for (SourceFile file : files) check(file, OptionalInt.of(conditions.version().minor()), out);
  }

  /** Of a template, the cause is said alone: the values in it are no values yet. */
  private static void check(SourceFile file, OptionalInt release, Reporter out) {
    Findings faults = new Findings();
    List<YamlNode> roots = YamlSyntax.parse(file, faults);
    Matcher mark = MARKS.matcher(file.text());
    boolean template = mark.find();
    Judge judge = new Judge(release, false, template, out);
    if (template)
      judge.report(
          SyntaxFaults.TEMPLATE,
          file.span(mark.start(), mark.end()),
          "this is a mark of a template, which kubeadm does not fill in",
          "check the file that the template engine makes of it");
    else faults.sorted().forEach(out::report);
    KubeadmDocuments checked = new KubeadmDocuments(judge, new KubeadmSchemas(template));
    List<Mapping> documents = new ArrayList<>();
    for (YamlNode root : roots) {
      if (root instanceof Mapping mapping)
        documents.addAll(SeparatedDocuments.of(mapping, template ? _ -> {} : out));
      else if (!template) notMapping(root, judge);
    }
    checked.check(documents);
    boolean incomplete = judge.before(ANY_FILE_WILL_DO) && !checked.startsSomething();
    if (incomplete && faults.isEmpty() && !template)
      judge.report(
          KubeadmRefusals.DOCUMENT,
          file.startOfFile(),
          "no InitConfiguration, ClusterConfiguration or JoinConfiguration is in the file",
          "add one of them");
  }

  private static void notMapping(YamlNode root, Judge judge) {
    int end = root.span().text().indexOf('\n');
    judge
        .out()
        .report(
            Diagnostic.of(
                    KubeadmRefusals.DOCUMENT,
                    end < 0 ? root.span() : root.span().part(0, end),
                    "the document is no mapping")
                .help("write `apiVersion:`, `kind:` and the settings of one document"));
  }
}
