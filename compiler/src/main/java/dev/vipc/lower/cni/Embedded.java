package dev.vipc.lower.cni;

import dev.vipc.lower.YamlFields;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.Optional;

/**
 * YAML or JSON that stands as a text in a ConfigMap. Its fields' places are within that text;
 * {@link #outside} gives those in the file.
 */
record Embedded(YamlFields fields, Span whole, Span text) {
  /** The mapping that a key's text holds; absent where it holds none, or is no YAML. */
  static Optional<Embedded> in(YamlFields data, String key) {
    return data.mapping().scalar(key).flatMap(scalar -> read(data, scalar));
  }

  private static Optional<Embedded> read(YamlFields data, Scalar scalar) {
    SourceFile inner = new SourceFile(scalar.span().file().path(), scalar.value());
    return YamlSyntax.parse(inner, _ -> {}).stream()
        .filter(Mapping.class::isInstance)
        .map(
            root ->
                new Embedded(
                    new YamlFields((Mapping) root, data.values()),
                    inner.span(0, inner.text().length()),
                    scalar.span()))
        .findFirst();
  }

  /**
   * A value with its place in the file: the same occurrence of its text as within the ConfigMap's;
   * the whole text where folding or escapes changed it.
   */
  <T> Located<T> outside(Located<T> inner) {
    String word = inner.span().text();
    int occurrence = occurrences(whole.text().substring(0, inner.span().start()), word);
    String file = text.text();
    int at = file.indexOf(word);
    for (int i = 0; i < occurrence && at >= 0; i++) at = file.indexOf(word, at + 1);
    Span place = at < 0 || word.isEmpty() ? text : text.part(at, at + word.length());
    return new Located<>(inner.value(), place);
  }

  private static int occurrences(String text, String word) {
    int count = 0;
    if (!word.isEmpty())
      for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) count++;
    return count;
  }
}
