package dev.vipc.lower.component;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.YamlFiles;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A kubelet's or a kube-proxy's configuration in a file of its own. */
@AutoService(Format.class)
public final class ConfigurationFormat implements Format {
  private static final Pattern DOCUMENT =
      Pattern.compile(
          "^(?:\\{\\s*)?[\"']?apiVersion[\"']?\\s*:\\s*[\"']?kube(?:let|proxy)\\.config\\.k8s\\.io/",
          Pattern.MULTILINE);

  @Override
  public String kind() {
    return "component-config";
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
    return YamlFiles.mayBe(fileName) || fileName.equals("kubelet.conf") || isConfig(fileName);
  }

  /** kube-proxy's ConfigMap has its document under such a key, and people save it so. */
  private static boolean isConfig(String fileName) {
    return fileName.equals("config.conf");
  }

  @Override
  public int recognises(SourceFile file) {
    boolean mentioned = file.text().contains(".config.k8s.io/");
    return mentioned && YamlFiles.canBe(file) && DOCUMENT.matcher(file.text()).find() ? 1 : 0;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return YamlFiles.read(file, out, ConfigurationReader::read);
  }
}
