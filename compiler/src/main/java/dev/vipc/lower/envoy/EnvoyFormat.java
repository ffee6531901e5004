package dev.vipc.lower.envoy;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.YamlFiles;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.regex.Pattern;

/** Envoy's static bootstrap, v2 and v3, in YAML or JSON. */
@AutoService(Format.class)
public final class EnvoyFormat implements Format {
  private static final Pattern STATIC =
      Pattern.compile("(?m)^[{\\s]*[\"']?static(?:_r|R)esources[\"']?\\s*:");
  private static final Pattern INSIDE =
      Pattern.compile("(?m)^\\s*[\"']?(?:listeners|clusters)[\"']?\\s*:");

  @Override
  public String kind() {
    return "envoy";
  }

  @Override
  public boolean belongsToNode() {
    return true;
  }

  @Override
  public boolean mayBe(String fileName) {
    return YamlFiles.mayBe(fileName)
        || fileName.startsWith("envoy")
            && (fileName.endsWith(".json") || fileName.endsWith(".conf"));
  }

  @Override
  public int recognises(SourceFile file) {
    String text = file.text();
    if (!text.contains("esources") || !YamlFiles.canBe(file)) return 0;
    return STATIC.matcher(text).find() && INSIDE.matcher(text).find() ? 2 : 0;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return YamlFiles.read(file, out, document -> new BootstrapReader(file, document).parts());
  }
}
