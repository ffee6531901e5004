package dev.vipc.lower.script;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.firewall.FirewallScript;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;

/**
 * A shell script that sets one machine's firewall up and nothing else; a script that sets whole
 * clusters up is a {@link SetupScriptFormat}'s.
 */
@AutoService(Format.class)
public final class FirewallScriptFormat implements Format {
  @Override
  public String kind() {
    return "firewall-script";
  }

  @Override
  public boolean belongsToNode() {
    return true;
  }

  @Override
  public boolean mayBe(String fileName) {
    return fileName.endsWith(".sh") || fileName.endsWith(".bash");
  }

  @Override
  public int recognises(SourceFile file) {
    boolean only =
        mayBe(file.path())
            && FirewallScript.isIn(file.text())
            && !SetupScriptFormat.setsClusterUp(file.text());
    return only ? 2 : 0;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return SetupScriptFormat.parts(file);
  }
}
