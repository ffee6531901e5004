package dev.vipc.lower.pod;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.YamlFiles;
import dev.vipc.lower.component.ManifestReader;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.regex.Pattern;

/** Pod manifests, such as a kubelet starts from {@code /etc/kubernetes/manifests}. */
@AutoService(Format.class)
public final class StaticPodFormat implements Format {
  private static final Pattern POD =
      Pattern.compile("^[\"']?kind[\"']?\\s*:\\s*[\"']?Pod[\"']?\\s*$", Pattern.MULTILINE);
  private static final Pattern CORE =
      Pattern.compile("^[\"']?apiVersion[\"']?\\s*:\\s*[\"']?v1[\"']?\\s*$", Pattern.MULTILINE);

  @Override
  public String kind() {
    return "static-pod";
  }

  @Override
  public boolean belongsToNode() {
    return true;
  }

  @Override
  public boolean mayBe(String fileName) {
    return fileName.endsWith(".yaml")
        || fileName.endsWith(".yml")
        || fileName.endsWith(".manifest");
  }

  @Override
  public int recognises(SourceFile file) {
    String text = file.text();
    if (!text.contains("Pod") || !YamlFiles.canBe(file)) return 0;
    return POD.matcher(text).find() && CORE.matcher(text).find() ? 1 : 0;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return YamlFiles.read(
        file,
        out,
        document ->
            document.scalar("kind").map(Located::value).filter("Pod"::equals).isPresent()
                ? Parts.of(
                        List.of(
                            PodReader.read(file, document), PrivilegeReader.read(file, document)))
                    .and(ManifestReader.read(document))
                : Parts.NONE);
  }
}
