package dev.vipc.lower.kubevip;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.YamlFields;
import dev.vipc.lower.YamlFiles;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVipSettings;
import dev.vipc.model.KubeVipSettings.Written;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The YAML or JSON file that kube-vip reads with {@code --config-file}, from 1.0.1 on. */
@AutoService(Format.class)
public final class KubeVipConfigFileFormat implements Format {
  private static final Pattern FEATURE =
      Pattern.compile(
          "^\\s*\"?enable(?:ARP|BGP|Wireguard|RoutingTable)\"?\\s*:",
          Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
  private static final Pattern ANOTHER =
      Pattern.compile(
          "^\\s*\"?(?:enable(?:ControlPlane|Services|LeaderElection|LoadBalancer)|vipSubnet|servicesInterface)\"?\\s*:",
          Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
  private static final Pattern OBJECT =
      Pattern.compile("^\\s*\"?apiVersion\"?\\s*:", Pattern.MULTILINE);

  @Override
  public String kind() {
    return "kube-vip-config-file";
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
    return YamlFiles.mayBe(fileName) || fileName.endsWith(".json");
  }

  @Override
  public int recognises(SourceFile file) {
    String text = file.text();
    return mayBe(file.path())
            && FEATURE.matcher(text).find()
            && ANOTHER.matcher(text).find()
            && !OBJECT.matcher(text).find()
        ? 2
        : 0;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return YamlFiles.read(file, out, config -> Parts.of(kubeVip(file, config)));
  }

  private static KubeVip kubeVip(SourceFile file, YamlFields config) {
    List<Written> keys =
        new KubeVipSettingsReader(config.values(), _ -> false).keys(config).toList();
    return KubeVipReading.kubeVip(
        file,
        KubeVip.Form.CONFIG_FILE,
        Setting.unset(),
        new KubeVipSettings(keys, Optional.empty()),
        Optional.empty(),
        config.span());
  }
}
