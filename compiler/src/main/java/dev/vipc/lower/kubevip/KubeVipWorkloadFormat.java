package dev.vipc.lower.kubevip;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** DaemonSets and Deployments that run kube-vip; they belong to no one machine. */
@AutoService(Format.class)
public final class KubeVipWorkloadFormat implements Format {
  private static final Pattern KIND = KubeVipManifest.kindLine("(?:DaemonSet|Deployment)");

  @Override
  public String kind() {
    return "kube-vip-workload";
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
    return fileName.endsWith(".yaml")
        || fileName.endsWith(".yml")
        || fileName.endsWith(".manifest");
  }

  @Override
  public int recognises(SourceFile file) {
    return KubeVipManifest.runsKubeVip(file, KIND) ? 2 : 0;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return KubeVipManifest.workloads(file, out);
  }
}
