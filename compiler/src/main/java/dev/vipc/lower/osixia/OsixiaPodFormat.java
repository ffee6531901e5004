package dev.vipc.lower.osixia;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.YamlFields;
import dev.vipc.lower.YamlFiles;
import dev.vipc.lower.component.ManifestReader;
import dev.vipc.lower.pod.PodReader;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.regex.Pattern;

/** Static pods that run keepalived by its environment, as kubeadm-ha writes them. */
@AutoService(Format.class)
public final class OsixiaPodFormat implements Format {
  private static final Pattern POD =
      Pattern.compile("^[\"']?kind[\"']?\\s*:\\s*[\"']?Pod[\"']?\\s*$", Pattern.MULTILINE);
  private static final Pattern VARIABLE =
      Pattern.compile("name[\"']?\\s*:\\s*[\"']?KEEPALIVED_[A-Z]");

  @Override
  public String kind() {
    return "keepalived-pod";
  }

  @Override
  public boolean belongsToNode() {
    return true;
  }

  @Override
  public boolean mayBe(String fileName) {
    return YamlFiles.mayBe(fileName) || fileName.endsWith(".manifest");
  }

  @Override
  public int recognises(SourceFile file) {
    String text = file.text();
    if (!text.contains("KEEPALIVED_") || !YamlFiles.canBe(file)) return 0;
    return POD.matcher(text).find() && VARIABLE.matcher(text).find() ? 2 : 0;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return YamlFiles.read(file, out, document -> pod(file, document));
  }

  private static Parts pod(SourceFile file, YamlFields document) {
    if (document.scalar("kind").map(Located::value).filter("Pod"::equals).isEmpty())
      return Parts.NONE;
    Parts parts = Parts.of(PodReader.read(file, document)).and(ManifestReader.read(document));
    for (YamlFields container : document.at("spec").mappings("containers"))
      parts = parts.and(OsixiaContainer.read(file, container));
    return parts;
  }
}
