package dev.vipc.lower.kubekey;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.YamlFiles;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** KubeKey's cluster files, known by their apiVersion or by {@code spec.controlPlaneEndpoint}. */
@AutoService(Format.class)
public final class KubeKeyFormat implements Format {
  private static final Pattern GROUP =
      Pattern.compile("^apiVersion\\s*:\\s*[\"']?kubekey\\.kubesphere\\.io/", Pattern.MULTILINE);
  private static final Pattern SPEC = Pattern.compile("^spec\\s*:.*$", Pattern.MULTILINE);
  private static final Pattern ANY_VERSION = Pattern.compile("^apiVersion\\s*:", Pattern.MULTILINE);

  @Override
  public String kind() {
    return "kubekey";
  }

  @Override
  public boolean belongsToNode() {
    return false;
  }

  @Override
  public boolean mayBe(String fileName) {
    return YamlFiles.mayBe(fileName);
  }

  @Override
  public int recognises(SourceFile file) {
    String text = file.text();
    if (!YamlFiles.canBe(file)) return 0;
    if (text.contains("kubekey.kubesphere.io/") && GROUP.matcher(text).find()) return 2;
    boolean bare = text.contains("controlPlaneEndpoint") && !ANY_VERSION.matcher(text).find();
    return bare && specHasEndpoint(text) ? 2 : 0;
  }

  private static boolean specHasEndpoint(String text) {
    Matcher spec = SPEC.matcher(text);
    return spec.find()
        && text.substring(spec.end())
            .lines()
            .skip(1)
            .takeWhile(line -> line.isBlank() || line.startsWith(" ") || line.startsWith("#"))
            .anyMatch(line -> line.strip().startsWith("controlPlaneEndpoint:"));
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return YamlFiles.read(file, out, document -> ClusterReader.read(document.at("spec")));
  }
}
