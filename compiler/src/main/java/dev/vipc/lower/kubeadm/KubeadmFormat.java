package dev.vipc.lower.kubeadm;

import com.google.auto.service.AutoService;
import dev.vipc.check.kubeadm.KubeadmLint;
import dev.vipc.check.kubeadm.SeparatedDocuments;
import dev.vipc.convert.kubeadm.ConversionFix;
import dev.vipc.convert.kubeadm.ConversionFix.Mended;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.lower.Format;
import dev.vipc.lower.Holes;
import dev.vipc.lower.Values;
import dev.vipc.lower.YamlFields;
import dev.vipc.lower.YamlFiles;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What {@code kubeadm init --config} and {@code kubeadm join --config} read. */
@AutoService(Format.class)
public final class KubeadmFormat implements Format {
  private final KubeadmLint lint = new KubeadmLint();

  /** At the margin: a cluster file of another tool may carry such a document as a text within. */
  private static final Pattern DOCUMENT =
      Pattern.compile(
          "^(?:\\{\\s*)?[\"']?apiVersion[\"']?\\s*:\\s*[\"']?kubeadm\\.k8s\\.io/",
          Pattern.MULTILINE);

  private static final Pattern LIST =
      Pattern.compile("(?m)^kind[ \\t]*:[ \\t]*[\"']?List[\"']?[ \\t]*\\r?$");

  private static final Pattern ITEM =
      Pattern.compile(
          "(?m)^[ \\t]*(?:-[ \\t]+)?apiVersion[ \\t]*:[ \\t]*[\"']?kubeadm\\.k8s\\.io/");

  /** The findings of a document's form, by their codes. */
  private static final Set<String> FORM = Set.of("KD003", "KD004");

  /**
   * In a Clusterfile of sealos, which merges such documents into its own and takes older versions.
   */
  private static final String SEALOS = "apps.sealos.io/";

  @Override
  public String kind() {
    return "kubeadm";
  }

  @Override
  public Optional<String> program() {
    return Optional.of("kubernetes");
  }

  @Override
  public boolean belongsToNode() {
    return true;
  }

  @Override
  public boolean mayBe(String fileName) {
    return YamlFiles.mayBe(fileName) || fileName.equals("kubeadm.conf");
  }

  @Override
  public int recognises(SourceFile file) {
    String text = file.text();
    boolean mentioned = text.contains("kubeadm.k8s.io/") && !text.contains(SEALOS);
    if (!mentioned || !YamlFiles.canBe(file)) return 0;
    boolean listed = LIST.matcher(text).find() && ITEM.matcher(text).find();
    if (!listed && !DOCUMENT.matcher(text).find()) return 0;
    return YamlFiles.mayBe(file.path()) ? 2 : 1;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    Holes holes = new Holes();
    KubeadmReader reader = new KubeadmReader(file);
    List<Mapping> documents = new ArrayList<>();
    for (Mapping root : YamlFiles.documents(file, out)) {
      documents.addAll(SeparatedDocuments.of(root, out));
      if (isList(root)) documents.addAll(items(root));
    }
    lint(file, documents, targets, out);
    for (Mapping document : documents) {
      reader.add(new YamlFields(document, new Values(holes)));
      holes.scan(document);
    }
    return reader.parts().and(Parts.of(holes.found()));
  }

  /** Fields of an older version can be carried over, all of the file at once. */
  private void lint(SourceFile file, List<Mapping> documents, Targets targets, Reporter out) {
    Findings found = new Findings();
    lint.check(documents, targets, found);
    List<Diagnostic> findings = found.sorted();
    Optional<Mended> mended =
        findings.stream().anyMatch(KubeadmFormat::isOfForm)
            ? ConversionFix.ofOlderFields(file)
            : Optional.empty();
    for (Diagnostic finding : findings)
      out.report(
          mended
              .filter(_ -> isOfForm(finding))
              .filter(all -> !all.left().contains(finding.message()))
              .map(all -> finding.fix(all.fix()))
              .orElse(finding));
  }

  private static boolean isOfForm(Diagnostic finding) {
    return finding.severity() == Severity.ERROR && FORM.contains(finding.rule().code());
  }

  private static boolean isList(Mapping root) {
    return root.scalar("kind").filter(kind -> kind.value().equals("List")).isPresent();
  }

  /** What somebody put into a list, which kubeadm does not read, is a document all the same. */
  private static List<Mapping> items(Mapping list) {
    List<Mapping> items = new ArrayList<>();
    for (YamlNode item : list.items("items"))
      if (item instanceof Mapping document && isOfKubeadm(document)) items.add(document);
    return items;
  }

  private static boolean isOfKubeadm(Mapping document) {
    return document
        .scalar("apiVersion")
        .filter(version -> version.value().startsWith("kubeadm.k8s.io/"))
        .isPresent();
  }
}
