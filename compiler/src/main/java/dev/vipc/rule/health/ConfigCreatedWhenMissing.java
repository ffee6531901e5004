package dev.vipc.rule.health;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.StaticPod;
import dev.vipc.model.StaticPod.HostPath;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;

/** HX023. */
@AutoService(Rule.class)
public final class ConfigCreatedWhenMissing implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "HX023",
              "config-created-when-missing",
              WARNING,
              """
              A proxy's configuration file is mounted with `type: FileOrCreate`.

              Where the file is missing, the kubelet makes an empty one. The pod starts with a configuration that says \
              nothing, stops or does nothing, and the empty file hides that the real one was never put there. With \
              `type: File` the pod waits and its event names the path. Source: Kubernetes' documentation of hostPath types.

              Write `type: File`.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(StaticPod.class)
        .filter(pod -> pod.containers().stream().anyMatch(ProxyImage::isProxyOrKeepalived))
        .forEach(pod -> check(pod, out));
  }

  private static void check(StaticPod pod, Reporter out) {
    for (HostPath volume : pod.hostPaths())
      for (Located<String> type : volume.type().located().stream().toList())
        if (type.value().equals("FileOrCreate") && isConfig(pod, volume))
          out.report(
              Diagnostic.of(
                      META,
                      type.span(),
                      "a missing `%s` would become an empty file".formatted(path(volume)))
                  .help("write `File`")
                  .fix(Fix.replace(type.span(), "File", "let the pod wait for the file")));
  }

  /** Some container of the pod has it for its configuration. */
  private static boolean isConfig(StaticPod pod, HostPath volume) {
    List<String> endings = List.of(".cfg", ".conf", ".yaml", ".yml", ".json", ".sh");
    return endings.stream().anyMatch(path(volume)::endsWith)
        || pod.containers().stream()
            .flatMap(container -> container.mounts().stream())
            .filter(mount -> volume.volume().value().filter(mount.volume()::is).isPresent())
            .flatMap(mount -> mount.mountPath().value().stream())
            .anyMatch(path -> endings.stream().anyMatch(path::endsWith));
  }

  private static String path(HostPath volume) {
    return volume.path().value().orElse("file");
  }
}
