package dev.vipc.lower.pod;

import dev.vipc.lower.YamlFields;
import dev.vipc.model.PodPrivileges;
import dev.vipc.model.PodPrivileges.Container;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.List;

/** Reads what a pod's containers may do on their machine. */
final class PrivilegeReader {
  private PrivilegeReader() {}

  /**
   * @param owner what carries {@code metadata} and {@code spec}
   */
  static PodPrivileges read(SourceFile file, YamlFields owner) {
    YamlFields spec = owner.at("spec");
    Located<String> name =
        owner.at("metadata").scalar("name").orElseGet(() -> new Located<>("", file.startOfFile()));
    return new PodPrivileges(
        file,
        name,
        spec.isTrue("hostPID") || spec.isTrue("shareProcessNamespace"),
        spec.mappings("containers").stream().map(PrivilegeReader::container).toList());
  }

  private static Container container(YamlFields container) {
    YamlFields security = container.at("securityContext");
    List<String> capabilities =
        security.at("capabilities").mapping().items("add").stream()
            .filter(Scalar.class::isInstance)
            .map(item -> ((Scalar) item).value().replaceFirst("^CAP_", ""))
            .toList();
    return new Container(
        container.text("image"),
        capabilities,
        security.isTrue("privileged"),
        container.has("command") || container.has("args"));
  }
}
