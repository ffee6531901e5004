package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.NOT_CARRIED;
import static dev.vipc.imports.ImportNotes.WRITTEN_ANEW;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Node;
import dev.vipc.model.StaticPod;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.spec.Program;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Static pods as the way in which a program gets onto the nodes, and its image. */
final class PodImport {
  private static final List<Program> PROGRAMS =
      List.of(Program.KEEPALIVED, Program.HAPROXY, Program.NGINX, Program.ENVOY);

  /** Of kube-vip's pod, whose environment {@link KubeVipImport} has decided on. */
  private static final Map<String, Optional<RuleMeta>> OF_KUBE_VIP =
      Map.of(
          "apiVersion", Optional.empty(),
          "kind", Optional.empty(),
          "metadata", Optional.empty(),
          "spec.hostNetwork", Optional.empty(),
          "spec.containers.name", Optional.empty(),
          "spec.containers.image", Optional.empty(),
          "spec.containers.args", Optional.empty(),
          "spec.containers.env", Optional.empty());

  private final Predicate<SourceFile> carried;
  private final Notes notes;
  private final Map<Program, String> images = new EnumMap<>(Program.class);

  /**
   * @param carried whether a pod's settings are fields of the spec already
   */
  PodImport(Predicate<SourceFile> carried, Notes notes) {
    this.carried = carried;
    this.notes = notes;
  }

  /** The images of the programs that some static pod runs. */
  Map<Program, String> images() {
    return images;
  }

  static boolean isPod(Node node, Program program) {
    return node.parts().all(StaticPod.class).stream().anyMatch(pod -> isOf(pod, program));
  }

  void add(Node node) {
    for (StaticPod pod : node.parts().all(StaticPod.class)) {
      if (carried.test(pod.file())) {
        YamlKeys keys = new YamlKeys("kube-vip's pod", OF_KUBE_VIP, WRITTEN_ANEW, notes);
        YamlSyntax.parse(pod.file(), _ -> {}).forEach(keys::decide);
        continue;
      }
      Optional<Program> program = PROGRAMS.stream().filter(p -> isOf(pod, p)).findFirst();
      if (program.isEmpty()) {
        notes.add(
            NOT_CARRIED,
            pod.name().span(),
            "the pod `%s` is not carried over".formatted(pod.name().value()));
        continue;
      }
      image(pod, program.get());
      YamlKeys keys =
          new YamlKeys(
              "the pod `%s`".formatted(pod.name().value()),
              Map.of(
                  "apiVersion", Optional.empty(),
                  "kind", Optional.empty(),
                  "metadata.name", Optional.empty(),
                  "metadata.namespace", Optional.empty(),
                  "spec.hostNetwork", Optional.empty(),
                  "spec.containers.name", Optional.empty(),
                  "spec.containers.image", Optional.empty()),
              WRITTEN_ANEW,
              notes);
      YamlSyntax.parse(pod.file(), _ -> {}).forEach(keys::decide);
    }
  }

  private void image(StaticPod pod, Program program) {
    Located<String> image =
        pod.containers().stream()
            .flatMap(container -> container.image().located().stream())
            .filter(written -> written.value().contains(program.word()))
            .findFirst()
            .orElse(pod.name());
    String first = images.putIfAbsent(program, image.value());
    if (first != null && !first.equals(image.value()))
      notes.add(
          ImportNotes.GUESSED,
          image.span(),
          "`%s` differs from another node's image; the spec has `%s`"
              .formatted(image.value(), first));
  }

  private static boolean isOf(StaticPod pod, Program program) {
    return pod.containers().stream()
        .flatMap(container -> container.image().value().stream())
        .anyMatch(image -> image.contains(program.word()));
  }
}
