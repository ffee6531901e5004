package dev.vipc.lower.kubevip;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A manifest that runs kube-vip; what kind of manifest tells whether it is one machine's. */
abstract sealed class KubeVipManifestFormat implements Format
    permits KubeVipPodFormat, KubeVipWorkloadFormat {
  private final String kind;
  private final boolean ofNode;
  private final Pattern manifestKind;

  /**
   * @param manifestKinds a regular expression of the manifest's {@code kind}
   */
  KubeVipManifestFormat(String kind, boolean ofNode, String manifestKinds) {
    this.kind = kind;
    this.ofNode = ofNode;
    this.manifestKind = KubeVipManifest.kindLine(manifestKinds);
  }

  @Override
  public final String kind() {
    return kind;
  }

  @Override
  public final Optional<String> program() {
    return Optional.of("kube-vip");
  }

  @Override
  public final boolean belongsToNode() {
    return ofNode;
  }

  @Override
  public final boolean mayBe(String fileName) {
    return KubeVipManifest.mayBe(fileName);
  }

  @Override
  public final int recognises(SourceFile file) {
    return KubeVipManifest.runsKubeVip(file, manifestKind) ? 2 : 0;
  }

  @Override
  public final Parts read(SourceFile file, Targets targets, Reporter out) {
    return KubeVipManifest.read(file, out);
  }

  @Override
  public final List<RuleMeta> metas() {
    return List.of();
  }
}
