package dev.vipc.lower.kubevip;

import com.google.auto.service.AutoService;
import dev.vipc.lower.Format;

/** Static pod manifests that run kube-vip on one control-plane node. */
@AutoService(Format.class)
public final class KubeVipPodFormat extends KubeVipManifestFormat {
  public KubeVipPodFormat() {
    super("kube-vip", true, "Pod");
  }
}
