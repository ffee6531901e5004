package dev.vipc.check.kubeadm;

import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One mapping of a document as kubeadm takes it: an empty text is unset and gets its default.
 *
 * @param place where to point for the mapping as a whole: its key
 */
record Settings(Mapping mapping, Span place, Judge judge) {
  /** The head of a document stands for the whole. */
  static Settings of(Mapping document, Judge judge) {
    Span head =
        document.scalar("kind").map(Scalar::span).orElseGet(() -> document.span().part(0, 0));
    return new Settings(document, head, judge);
  }

  Optional<Settings> at(String key) {
    return mapping
        .entry(key)
        .filter(entry -> entry.value() instanceof Mapping)
        .map(entry -> new Settings((Mapping) entry.value(), entry.key().span(), judge));
  }

  /** Whether the key stands there with a mapping, also an empty one. */
  boolean has(String key) {
    return at(key).isPresent();
  }

  /** The text of a key; absent where it is empty, null, no text, or a hole. */
  Optional<Scalar> text(String key) {
    return mapping.scalar(key).filter(scalar -> !scalar.value().isEmpty() && !judge.isHole(scalar));
  }

  /** Whether the key has some text, a hole included. */
  boolean isSet(String key) {
    return mapping.scalar(key).filter(scalar -> !scalar.value().isEmpty()).isPresent();
  }

  boolean isTrue(String key) {
    return mapping
        .scalar(key)
        .filter(scalar -> scalar.value().equalsIgnoreCase("true"))
        .isPresent();
  }

  /** The texts of a list, without holes. */
  List<Scalar> texts(String key) {
    List<Scalar> texts = new ArrayList<>();
    for (YamlNode item : mapping.items(key))
      if (item instanceof Scalar scalar && !judge.isHole(scalar)) texts.add(scalar);
    return texts;
  }

  /** The mappings of a list. */
  List<Settings> mappings(String key) {
    List<Settings> found = new ArrayList<>();
    for (YamlNode item : mapping.items(key))
      if (item instanceof Mapping m) found.add(new Settings(m, first(m), judge));
    return found;
  }

  private static Span first(Mapping mapping) {
    return mapping.entries().isEmpty() ? mapping.span() : mapping.entries().getFirst().key().span();
  }

  Span keyOf(String key) {
    return mapping.entry(key).map(Entry::key).map(Scalar::span).orElse(place);
  }

  /** The value of an argument: of a mapping up to v1beta3, of the last item of a list after. */
  Optional<Scalar> argument(String field, String name) {
    Optional<Scalar> mapped = at(field).flatMap(arguments -> arguments.mapping().scalar(name));
    if (mapped.isPresent()) return mapped;
    return mappings(field).reversed().stream()
        .filter(
            item -> item.mapping().scalar("name").filter(n -> n.value().equals(name)).isPresent())
        .findFirst()
        .flatMap(item -> item.mapping().scalar("value"));
  }
}
