package dev.vipc.lower.kubevip;

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

/**
 * What kube-vip needs or serves in a cluster: its roles, the pools of its cloud provider, and
 * Services of type LoadBalancer.
 */
@AutoService(Format.class)
public final class KubeVipObjectsFormat implements Format {
  private static final Pattern ROLE = KubeVipManifest.kindLine("(?:Cluster)?Role");
  private static final Pattern SERVICE = KubeVipManifest.kindLine("Service");
  private static final Pattern BALANCER =
      Pattern.compile(
          "^\\s+[\"']?type[\"']?\\s*:\\s*[\"']?LoadBalancer[\"']?\\s*$", Pattern.MULTILINE);

  private static final Pattern CONFIG_MAP = KubeVipManifest.kindLine("ConfigMap");
  private static final Pattern POOL =
      Pattern.compile("^\\s+[\"']?(?:cidr|range)-[a-z0-9-]+[\"']?\\s*:", Pattern.MULTILINE);

  @Override
  public String kind() {
    return "kube-vip-objects";
  }

  @Override
  public Optional<String> program() {
    return Optional.of("kube-vip");
  }

  @Override
  public boolean belongsToNode() {
    return false;
  }

  @Override
  public boolean mayBe(String fileName) {
    return KubeVipManifest.mayBe(fileName);
  }

  @Override
  public int recognises(SourceFile file) {
    String text = file.text();
    if (!YamlFiles.canBe(file)) return 0;
    boolean roles = text.contains("kube-vip") && ROLE.matcher(text).find();
    boolean services =
        text.contains("LoadBalancer")
            && SERVICE.matcher(text).find()
            && BALANCER.matcher(text).find();
    boolean pools =
        text.contains("kubevip") && CONFIG_MAP.matcher(text).find() && POOL.matcher(text).find();
    return pools || roles || services ? 1 : 0;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return KubeVipManifest.read(file, out);
  }
}
