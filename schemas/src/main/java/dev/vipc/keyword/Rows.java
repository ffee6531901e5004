package dev.vipc.keyword;

import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The rows of a small table of this package: a YAML file with one list of flat mappings. */
final class Rows {
  private Rows() {}

  /**
   * @param list the key of the list, which is also the last word of the file's name
   */
  static List<Mapping> of(String list) {
    var file = new SourceFile("", text("kubernetes-" + list + ".yaml"));
    Mapping root = (Mapping) YamlSyntax.parse(file, _ -> {}).getFirst();
    return root.items(list).stream().map(Mapping.class::cast).toList();
  }

  static Optional<String> field(Mapping row, String key) {
    return row.scalar(key).map(Scalar::value);
  }

  static Optional<Release> release(Mapping row, String key) {
    return field(row, key).map(Release::of);
  }

  private static String text(String resource) {
    try (InputStream in = Objects.requireNonNull(Rows.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
