package dev.vipc.lower.kubevip;

import dev.vipc.lower.YamlFields;
import dev.vipc.lower.pod.PodReader;
import dev.vipc.model.KubeVipPod;
import dev.vipc.model.KubeVipPod.HostAlias;
import dev.vipc.model.Setting;
import dev.vipc.model.StaticPod;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the pod around kube-vip's container gives it. */
final class KubeVipPodReader {
  private static final Set<String> SUBCOMMANDS =
      Set.of("manager", "service", "start", "kubeadm", "manifest", "sample", "version");

  private KubeVipPodReader() {}

  /**
   * @param document what carries the {@code metadata} of the pod or the workload
   * @param owner what carries the pod's {@code spec}
   */
  static KubeVipPod read(
      SourceFile file, YamlFields document, YamlFields owner, YamlFields container, boolean open) {
    YamlFields spec = owner.at("spec");
    StaticPod pod = PodReader.read(file, owner);
    List<StaticPod.Mount> mounts =
        container.mappings("volumeMounts").stream()
            .map(mount -> new StaticPod.Mount(mount.text("mountPath"), mount.text("name")))
            .toList();
    YamlFields security = container.at("securityContext");
    return new KubeVipPod(
        subcommand(container),
        document.at("metadata").text("namespace"),
        spec.text("serviceAccountName"),
        spec.mappings("hostAliases").stream().map(KubeVipPodReader::alias).toList(),
        pod.hostPaths(),
        mounts,
        open ? Setting.unknown(container.span()) : security.text("privileged"),
        container.at("resources").at("limits").text("memory"),
        open ? Optional.empty() : keys(spec));
  }

  private static Optional<Located<String>> subcommand(YamlFields container) {
    return KubeVipManifest.command(container).stream()
        .filter(word -> SUBCOMMANDS.contains(word.value()))
        .findFirst();
  }

  private static HostAlias alias(YamlFields alias) {
    return new HostAlias(alias.host("ip"), alias.list("hostnames", alias.values()::host));
  }

  /** Where another key can be put before the first, in block style. */
  private static Optional<Span> keys(YamlFields spec) {
    if (spec.mapping().entries().isEmpty() || spec.span().text().startsWith("{"))
      return Optional.empty();
    Span first = spec.mapping().entries().getFirst().key().span();
    return Optional.of(first.part(0, 0));
  }
}
