package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.NOT_CARRIED;
import static dev.vipc.imports.ImportNotes.WRITTEN_ANEW;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Node;
import dev.vipc.model.StaticPod;
import dev.vipc.source.Located;
import dev.vipc.spec.Program;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Static pods as the way in which a program gets onto the nodes, and its image. */
final class PodImport {
  private static final List<Program> PROGRAMS =
      List.of(Program.KEEPALIVED, Program.HAPROXY, Program.NGINX, Program.ENVOY);

  /** Of a program's pod, whose configuration is a file beside it. */
  private static final Map<String, Optional<RuleMeta>> OF_PROGRAM =
      Map.of(
          "apiVersion", Optional.empty(),
          "kind", Optional.empty(),
          "metadata.name", Optional.empty(),
          "spec.containers.name", Optional.empty(),
          "spec.containers.image", Optional.empty());

  /** What build writes for every program. */
  private static final Set<String> OURS =
      Set.of("metadata.namespace=kube-system", "spec.hostNetwork=true");

  private final Notes notes;
  private final Map<Program, String> images = new EnumMap<>(Program.class);

  PodImport(Notes notes) {
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
      // kube-vip's own: KubeVipDocuments speaks of it
      if (node.parts().all(KubeVip.class).stream().anyMatch(held -> held.file() == pod.file()))
        continue;
      Optional<Program> program = PROGRAMS.stream().filter(p -> isOf(pod, p)).findFirst();
      if (program.isEmpty()) {
        notes.add(
            NOT_CARRIED,
            pod.name().span(),
            "the pod `%s` is not carried over".formatted(pod.name().value()));
        continue;
      }
      image(pod, program.get());
      String what = "the pod `%s`".formatted(pod.name().value());
      new YamlKeys(what, OF_PROGRAM, OURS, WRITTEN_ANEW, notes).decide(pod.file());
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
