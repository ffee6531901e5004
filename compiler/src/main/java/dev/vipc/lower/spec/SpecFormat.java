package dev.vipc.lower.spec;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.YamlFiles;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import dev.vipc.spec.SpecLoader;
import java.util.List;

/** The HA spec itself. */
@AutoService(Format.class)
public final class SpecFormat implements Format {
  /** What reports call it. */
  public static final String KIND = "ha-spec";

  @Override
  public String kind() {
    return KIND;
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
    return SpecLoader.isSpec(file) ? 2 : 0;
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return SpecLoader.load(file, out).map(SpecDocument::new).map(Parts::of).orElse(Parts.NONE);
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }
}
