package dev.vipc.schema;

import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.List;
import java.util.Optional;

/** Where the fields of kubeadm's configuration went, and since when they are: a table. */
final class MovedFields {
  /** From old to new; a later one reads none of the fields that an earlier one lost. */
  static final List<String> VERSIONS =
      List.of("v1alpha3", "v1beta1", "v1beta2", "v1beta3", "v1beta4");

  private final List<Mapping> rows;

  private MovedFields(List<Mapping> rows) {
    this.rows = rows;
  }

  static MovedFields read() {
    var file = new SourceFile("", SchemaCheck.text("kubeadm-moved-fields.yaml"));
    Mapping root = (Mapping) YamlSyntax.parse(file, _ -> {}).getFirst();
    return new MovedFields(root.items("rows").stream().map(Mapping.class::cast).toList());
  }

  /**
   * What to write instead of a field that a version does not know.
   *
   * @param path the field's path without indices, such as {@code apiServer.extraVolumes.writable}
   */
  Optional<String> help(String kind, String path, String version) {
    for (Mapping row : rows) {
      if (!text(row, "kind").equals(kind)) continue;
      Optional<String> help = help(row, path, VERSIONS.indexOf(version));
      if (help.isPresent()) return help;
    }
    return Optional.empty();
  }

  private static Optional<String> help(Mapping row, String path, int version) {
    String field = text(row, "field");
    String since = text(row, "since");
    if (!since.isEmpty())
      return path.equals(field) && version < VERSIONS.indexOf(since)
          ? Optional.of("kubeadm knows it from %s on".formatted(since))
          : Optional.empty();
    int until = VERSIONS.indexOf(text(row, "until"));
    String to = text(row, "to");
    if (path.equals(field) && version > until)
      return Optional.of(away(row, VERSIONS.get(until + 1), to));
    boolean early = !to.isEmpty() && version <= until && (to + ".").startsWith(path + ".");
    return early ? Optional.of("in this version it is `" + field + "`") : Optional.empty();
  }

  private static String away(Mapping row, String since, String to) {
    String note = text(row, "note").isEmpty() ? "" : ", " + text(row, "note");
    if (to.isEmpty()) return "it is gone since " + since + note + "; delete it";
    int blank = to.indexOf(' ');
    String place =
        blank < 0
            ? "`" + to + "`"
            : "`%s` of the %s".formatted(to.substring(blank + 1), to.substring(0, blank));
    return "since " + since + " it is " + place + note;
  }

  private static String text(Mapping row, String field) {
    return row.scalar(field).map(YamlNode.Scalar::value).orElse("");
  }
}
