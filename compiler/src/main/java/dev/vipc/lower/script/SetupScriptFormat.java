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
import java.util.regex.Pattern;

/** A shell script with the commands that set a control plane up. */
@AutoService(Format.class)
public final class SetupScriptFormat implements Format {
  private static final Pattern CLUSTER =
      Pattern.compile(
          "(?m)^[^#\\n]*\\b(kubeadm\\s+(init|join|alpha|token|upgrade|reset)|etcdctl\\s|swapoff\\s|kubectl\\s+(-f\\s+)?(apply|create|exec|-n))");
  private static final Pattern FIREWALL =
      Pattern.compile("(?m)^[^#\\n]*\\b(firewall-cmd\\s|ufw\\s+allow|iptables\\s+-)");
  private static final int LONGEST = 512 * 1024;

  @Override
  public String kind() {
    return "setup-script";
  }

  @Override
  public boolean belongsToNode() {
    return false;
  }

  @Override
  public boolean mayBe(String fileName) {
    return fileName.endsWith(".sh") || fileName.endsWith(".bash");
  }

  @Override
  public int recognises(SourceFile file) {
    String text = file.text();
    if (!mayBe(file.path()) || text.length() > LONGEST) return 0;
    return setsClusterUp(text) || FIREWALL.matcher(text).find() ? 1 : 0;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return parts(file);
  }

  static boolean setsClusterUp(String script) {
    return script.length() <= LONGEST && CLUSTER.matcher(script).find();
  }

  /** The commands of a script, and what they let into a machine. */
  static Parts parts(SourceFile file) {
    Parts commands = Parts.of(SetupScripts.read(file));
    return FirewallScript.read(file).map(Parts::of).map(commands::and).orElse(commands);
  }
}
