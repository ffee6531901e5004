package dev.vipc.lower.kubevip;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.Holes;
import dev.vipc.lower.Values;
import dev.vipc.lower.script.SetupScripts;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVipScript;
import dev.vipc.model.KubeVipSettings;
import dev.vipc.model.KubeVipSettings.Written;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.model.Targets;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Shell scripts that let kube-vip generate its manifest: {@code kube-vip manifest pod …}. */
@AutoService(Format.class)
public final class KubeVipCommandFormat implements Format {
  private static final Pattern COMMAND = Pattern.compile("\\smanifest\\s+(?:pod|daemonset)\\b");

  @Override
  public String kind() {
    return "kube-vip-command";
  }

  @Override
  public Optional<String> program() {
    return Optional.of("kube-vip");
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
    String text = file.text();
    boolean script = mayBe(file.path()) || text.startsWith("#!");
    return script && text.contains("kube-vip") && COMMAND.matcher(text).find() ? 2 : 0;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    Holes holes = new Holes();
    ShellCommands commands = new ShellCommands(file, holes);
    List<List<Located<String>>> all = commands.read();
    Parts parts = Parts.of(new KubeVipScript(file, all));
    for (List<Located<String>> words : all)
      if (generates(words)) parts = parts.and(kubeVip(file, words, new Values(holes)));
    return parts.and(Parts.of(SetupScripts.read(file))).and(Parts.of(holes.found()));
  }

  private static boolean generates(List<Located<String>> words) {
    return words.stream().anyMatch(word -> word.value().equals("manifest"))
        && words.stream().anyMatch(word -> word.value().contains("kube-vip"));
  }

  private static Parts kubeVip(SourceFile file, List<Located<String>> words, Values values) {
    List<Written> flags =
        new KubeVipSettingsReader(values, _ -> false).flags(behindManifest(words)).toList();
    Setting<String> image =
        words.stream()
            .filter(word -> word.value().matches("\\S+/kube-vip(?:-iptables)?:\\S+"))
            .findFirst()
            .map(values::text)
            .orElseGet(Setting::unset);
    return Parts.of(
        KubeVipReading.kubeVip(
            file,
            KubeVip.Form.COMMAND,
            image,
            new KubeVipSettings(flags, Optional.empty()),
            Optional.empty(),
            words.getFirst().span().to(words.getLast().span())));
  }

  /** The words of kube-vip's own command: what stands before is the container runtime's. */
  private static List<Located<String>> behindManifest(List<Located<String>> words) {
    for (int at = 0; at < words.size(); at++)
      if (words.get(at).value().equals("manifest")) return words.subList(at, words.size());
    return words;
  }
}
