package dev.vipc.lower.kubevip;

import com.google.auto.service.AutoService;
import dev.vipc.lower.Format;

/** DaemonSets and Deployments that run kube-vip; they belong to no one machine. */
@AutoService(Format.class)
public final class KubeVipWorkloadFormat extends KubeVipManifestFormat {
  public KubeVipWorkloadFormat() {
    super("kube-vip-workload", false, "(?:DaemonSet|Deployment)");
  }
}
