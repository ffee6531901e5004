package dev.vipc.lower.kubeadm;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.Holes;
import dev.vipc.lower.Values;
import dev.vipc.lower.YamlFields;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.List;
import java.util.regex.Pattern;

/** What {@code kubeadm init --config} and {@code kubeadm join --config} read. */
@AutoService(Format.class)
public final class KubeadmFormat implements Format {
  /** At the margin: a cluster file of another tool may carry such a document as a text within. */
  private static final Pattern DOCUMENT =
      Pattern.compile(
          "^(?:\\{\\s*)?[\"']?apiVersion[\"']?\\s*:\\s*[\"']?kubeadm\\.k8s\\.io/",
          Pattern.MULTILINE);

  @Override
  public String kind() {
    return "kubeadm";
  }

  @Override
  public boolean belongsToNode() {
    return true;
  }

  @Override
  public boolean mayBe(String fileName) {
    return fileName.endsWith(".yaml")
        || fileName.endsWith(".yml")
        || fileName.startsWith("kubeadm");
  }

  @Override
  public int recognises(SourceFile file) {
    String text = file.text();
    if (!text.contains("kubeadm.k8s.io/") || isScriptOrProse(file)) return 0;
    if (!DOCUMENT.matcher(text).find()) return 0;
    return file.path().endsWith(".yaml") || file.path().endsWith(".yml") ? 2 : 1;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of(SeparatedDocuments.MISSING_SEPARATOR);
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    Holes holes = new Holes();
    KubeadmReader reader = new KubeadmReader(file);
    for (YamlNode root : YamlSyntax.parse(file, out))
      if (root instanceof Mapping mapping)
        for (Mapping document : SeparatedDocuments.of(mapping, out))
          reader.add(new YamlFields(document, new Values(holes)));
    return Parts.of(reader.file()).and(Parts.ofHoles(holes.found()));
  }

  /** A shell script or a page may hold such a document without being one. */
  private static boolean isScriptOrProse(SourceFile file) {
    return file.path().endsWith(".sh")
        || file.path().endsWith(".md")
        || file.text().startsWith("#!");
  }
}
