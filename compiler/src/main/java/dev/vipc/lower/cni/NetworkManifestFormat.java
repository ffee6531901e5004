package dev.vipc.lower.cni;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.YamlFields;
import dev.vipc.lower.YamlFiles;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Manifests that say how pods reach each other (Calico, Flannel, Cilium), and from which addresses
 * Services of type LoadBalancer are served (MetalLB, Cilium). A file that is still a template is
 * none of them.
 */
@AutoService(Format.class)
public final class NetworkManifestFormat implements Format {
  /** What such files hold, so that most others are told by one look for each. */
  private static final List<String> WORDS =
      List.of(
          "IPPool",
          "calico-node",
          "calicoNetwork",
          "net-conf.json",
          "cilium-config",
          "clusterPoolIPv4PodCIDR",
          "IPAddressPool",
          "metallb-system",
          "LoadBalancerIPPool");

  private static final Pattern KIND =
      Pattern.compile(
          "^\\s*(- )?kind\\s*:\\s*[\"']?(IPPool|Installation|IPAddressPool|CiliumLoadBalancerIPPool|DaemonSet"
              + "|ConfigMap|List)[\"']?\\s*$|^\\s+clusterPoolIPv4PodCIDR(List)?\\s*:",
          Pattern.MULTILINE);

  @Override
  public String kind() {
    return "network-manifest";
  }

  @Override
  public boolean belongsToNode() {
    return false;
  }

  @Override
  public boolean mayBe(String fileName) {
    return YamlFiles.mayBe(fileName);
  }

  @Override
  public int recognises(SourceFile file) {
    String text = file.text();
    if (!YamlFiles.canBe(file) || text.contains("{{")) return 0;
    return WORDS.stream().anyMatch(text::contains) && KIND.matcher(text).find() ? 1 : 0;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return YamlFiles.read(file, out, NetworkManifestFormat::document);
  }

  private static Parts document(YamlFields document) {
    String kind = document.scalar("kind").map(text -> text.value()).orElse("");
    if (kind.equals("List"))
      return document.mappings("items").stream()
          .map(NetworkManifestFormat::document)
          .reduce(Parts.NONE, Parts::and);
    return PodNetworks.read(kind, document).and(ServicePools.read(kind, document));
  }
}
