package dev.vipc.lower.kubevip;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.lower.Format;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;

/** DaemonSets and Deployments that run kube-vip; they belong to no one machine. */
@AutoService(Format.class)
public final class KubeVipWorkloadFormat extends KubeVipManifestFormat {
  public KubeVipWorkloadFormat() {
    super("kube-vip-workload", false, "(?:DaemonSet|Deployment)");
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return KubeVipManifest.workloads(file, out);
  }
}
