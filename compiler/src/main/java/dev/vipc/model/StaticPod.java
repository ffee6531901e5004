package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/** A pod that a kubelet starts from a manifest file. */
public record StaticPod(
    SourceFile file,
    Located<String> name,
    boolean hostNetwork,
    List<Container> containers,
    List<HostPath> hostPaths)
    implements Part {
  public record Container(
      Setting<String> name,
      Setting<String> image,
      Optional<HttpProbe> livenessProbe,
      List<Mount> mounts) {}

  public record HttpProbe(
      Setting<String> host,
      Setting<Integer> port,
      Setting<String> path,
      Setting<String> scheme,
      Span span) {}

  public record Mount(Setting<String> mountPath, Setting<String> volume) {}

  /** A volume from the host; {@code type} as in {@code File}, {@code FileOrCreate}. */
  public record HostPath(
      Setting<String> volume, Setting<String> path, Setting<String> type, Span span) {}
}
