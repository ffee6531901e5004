package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * The pod that a manifest runs kube-vip in.
 *
 * @param subcommand {@code manager}, {@code start} … among the words of kube-vip's command
 * @param namespace as written; {@code kube-system} where unset counts for static pods
 * @param serviceAccount unset in static pods, which have none
 * @param hostAliases host names that the kubelet writes into the pod's hosts file
 * @param mounts of kube-vip's own container
 * @param privileged of kube-vip's own container
 * @param memoryLimit of kube-vip's own container
 * @param keys where the keys of the pod's {@code spec} begin, for a key to be put before them;
 *     absent where they stand in one line or a template decides
 */
public record KubeVipPod(
    Optional<Located<String>> subcommand,
    Setting<String> namespace,
    Setting<String> serviceAccount,
    List<HostAlias> hostAliases,
    List<StaticPod.HostPath> hostPaths,
    List<StaticPod.Mount> mounts,
    Setting<String> privileged,
    Setting<String> memoryLimit,
    Optional<Span> keys) {
  /** An address and its names. */
  public record HostAlias(Setting<String> address, List<Setting<String>> names) {}

  /** The file or folder of the host that is mounted there. */
  public Optional<StaticPod.HostPath> mountedAt(String path) {
    return mounts.stream()
        .filter(mount -> mount.mountPath().is(path))
        .flatMap(mount -> mount.volume().value().stream())
        .flatMap(volume -> hostPaths.stream().filter(host -> host.volume().is(volume)))
        .findFirst();
  }

  /** Whether something that no literal tells of may be an alias or a mount. */
  public boolean isOpen() {
    return mounts.stream().anyMatch(mount -> mount.mountPath().isUnknown())
        || hostAliases.stream()
            .anyMatch(alias -> alias.names().stream().anyMatch(Setting::isUnknown));
  }

  /** The name's entry in the pod's hosts file. */
  public Optional<Located<String>> alias(String name) {
    return hostAliases.stream()
        .flatMap(alias -> alias.names().stream())
        .filter(alias -> alias.is(name))
        .flatMap(alias -> alias.located().stream())
        .findFirst();
  }
}
