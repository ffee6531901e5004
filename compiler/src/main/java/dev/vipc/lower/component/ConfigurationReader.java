package dev.vipc.lower.component;

import dev.vipc.lower.YamlFields;
import dev.vipc.model.Component;
import dev.vipc.model.FeatureGates;
import dev.vipc.model.KubeProxyConfiguration;
import dev.vipc.model.KubeletConfiguration;
import dev.vipc.model.Parts;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.Optional;

/** Reads the documents that kubelet and kube-proxy are configured by. */
public final class ConfigurationReader {
  private static final String KUBELET = "kubelet.config.k8s.io/";
  private static final String KUBE_PROXY = "kubeproxy.config.k8s.io/";

  private ConfigurationReader() {}

  /** Nothing for a document of another kind. */
  public static Parts read(YamlFields document) {
    String version = document.scalar("apiVersion").map(Located::value).orElse("");
    Optional<Located<String>> kind = document.scalar("kind");
    if (kind.isEmpty()) return Parts.NONE;
    Span place = kind.get().span();
    if (version.startsWith(KUBELET) && kind.get().value().equals("KubeletConfiguration"))
      return Parts.of(kubelet(place, document)).and(gates(Component.KUBELET, document));
    if (version.startsWith(KUBE_PROXY) && kind.get().value().equals("KubeProxyConfiguration"))
      return Parts.of(kubeProxy(place, document)).and(gates(Component.KUBE_PROXY, document));
    return Parts.NONE;
  }

  private static KubeletConfiguration kubelet(Span place, YamlFields document) {
    return new KubeletConfiguration(
        place,
        document.text("cgroupDriver"),
        document.flag("protectKernelDefaults"),
        document.flag("failSwapOn"),
        document.read("maxPods", document.values()::integer));
  }

  private static KubeProxyConfiguration kubeProxy(Span place, YamlFields document) {
    YamlFields ipvs = document.at("ipvs");
    return new KubeProxyConfiguration(
        place,
        document.text("mode"),
        document.mapping().mapping("ipvs").map(mapping -> mapping.span()),
        ipvs.flag("strictARP"),
        ipvs.list("excludeCIDRs", document.values()::cidr));
  }

  private static Parts gates(Component component, YamlFields document) {
    Optional<FeatureGates> gates = GateReader.ofMapping(component, document);
    return gates.map(Parts::of).orElse(Parts.NONE);
  }
}
