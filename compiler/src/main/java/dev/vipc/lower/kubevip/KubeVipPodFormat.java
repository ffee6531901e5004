package dev.vipc.lower.kubevip;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.lower.Format;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;

/** Static pod manifests that run kube-vip on one control-plane node. */
@AutoService(Format.class)
public final class KubeVipPodFormat extends KubeVipManifestFormat {
  public KubeVipPodFormat() {
    super("kube-vip", true, "Pod");
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return KubeVipManifest.pods(file, out);
  }
}
