package dev.vipc.lower.pod;

import dev.vipc.lower.YamlFields;
import dev.vipc.model.StaticPod;
import dev.vipc.model.StaticPod.Container;
import dev.vipc.model.StaticPod.HostPath;
import dev.vipc.model.StaticPod.HttpProbe;
import dev.vipc.model.StaticPod.Mount;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.Optional;

/** Reads the pod of a Pod manifest or of a workload's template. */
public final class PodReader {
  private PodReader() {}

  /**
   * @param owner what carries {@code metadata} and {@code spec}
   */
  public static StaticPod read(SourceFile file, YamlFields owner) {
    YamlFields spec = owner.at("spec");
    Located<String> name =
        owner.at("metadata").scalar("name").orElseGet(() -> new Located<>("", file.startOfFile()));
    return new StaticPod(
        file,
        name,
        spec.isTrue("hostNetwork"),
        spec.mappings("containers").stream().map(PodReader::container).toList(),
        spec.mappings("volumes").stream()
            .filter(volume -> volume.mapping().mapping("hostPath").isPresent())
            .map(PodReader::hostPath)
            .toList());
  }

  private static Container container(YamlFields container) {
    List<Mount> mounts =
        container.mappings("volumeMounts").stream()
            .map(mount -> new Mount(mount.text("mountPath"), mount.text("name")))
            .toList();
    return new Container(
        container.text("name"),
        container.text("image"),
        probe(container.at("livenessProbe")),
        mounts);
  }

  private static Optional<HttpProbe> probe(YamlFields probe) {
    if (probe.mapping().mapping("httpGet").isEmpty()) return Optional.empty();
    YamlFields get = probe.at("httpGet");
    return Optional.of(
        new HttpProbe(
            get.host("host"), get.port("port"), get.text("path"), get.text("scheme"), get.span()));
  }

  private static HostPath hostPath(YamlFields volume) {
    YamlFields hostPath = volume.at("hostPath");
    return new HostPath(
        volume.text("name"), hostPath.text("path"), hostPath.text("type"), volume.span());
  }
}
