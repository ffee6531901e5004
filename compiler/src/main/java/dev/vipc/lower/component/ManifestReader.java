package dev.vipc.lower.component;

import dev.vipc.lower.Pieces;
import dev.vipc.lower.YamlFields;
import dev.vipc.model.Component;
import dev.vipc.model.ComponentFlags.Origin;
import dev.vipc.model.Parts;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the control plane's components in a pod's containers, and reads their flags. */
public final class ManifestReader {
  private ManifestReader() {}

  /**
   * @param pod what carries {@code spec}
   */
  public static Parts read(YamlFields pod) {
    Parts parts = Parts.NONE;
    for (YamlFields container : pod.at("spec").mappings("containers"))
      parts = parts.and(container(container));
    return parts;
  }

  private static Parts container(YamlFields container) {
    List<YamlNode> words = new ArrayList<>(container.mapping().items("command"));
    words.addAll(container.mapping().items("args"));
    Optional<Component> component = component(container, words);
    if (component.isEmpty()) return Parts.NONE;
    Flags flags = Flags.ofWords(words, container.values());
    Span place =
        words.isEmpty()
            ? container.mapping().entries().getFirst().key().span()
            : words.getFirst().span();
    Parts parts = Parts.of(flags.part(component.get(), Origin.MANIFEST, place));
    if (component.get() == Component.ETCD)
      parts = parts.and(Parts.of(EtcdReader.read(flags, place)));
    Optional<Parts> gates = GateReader.ofFlags(component.get(), flags).map(Parts::of);
    return parts.and(gates.orElse(Parts.NONE));
  }

  /** By the program of the command; where there is none, by the image's name. */
  private static Optional<Component> component(YamlFields container, List<YamlNode> words) {
    if (container.mapping().items("command").isEmpty())
      return container.scalar("image").flatMap(image -> ofImage(image.value()));
    return words.stream()
        .limit(2)
        .flatMap(word -> word instanceof Scalar s ? ofProgram(Pieces.content(s).value()) : none())
        .findFirst();
  }

  private static Stream<Component> ofProgram(String word) {
    return Component.ofProgram(word.substring(word.lastIndexOf('/') + 1)).stream();
  }

  private static Stream<Component> none() {
    return Stream.empty();
  }

  private static Optional<Component> ofImage(String image) {
    String name = image.substring(image.lastIndexOf('/') + 1);
    int tag = name.indexOf(':');
    return Component.ofProgram(tag < 0 ? name : name.substring(0, tag));
  }
}
