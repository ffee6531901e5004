package dev.vipc.lower.kubeadm;

import com.google.auto.service.AutoService;
import dev.vipc.check.kubeadm.KubeadmLint;
import dev.vipc.check.kubeadm.SeparatedDocuments;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.Holes;
import dev.vipc.lower.Values;
import dev.vipc.lower.YamlFields;
import dev.vipc.lower.YamlFiles;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    if (!mentioned || !YamlFiles.canBe(file) || !DOCUMENT.matcher(text).find()) return 0;
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
    for (Mapping root : YamlFiles.documents(file, out))
      documents.addAll(SeparatedDocuments.of(root, out));
    lint.check(documents, targets, out);
    for (Mapping document : documents) {
      reader.add(new YamlFields(document, new Values(holes)));
      holes.scan(document);
    }
    return reader.parts().and(Parts.of(holes.found()));
  }
}
