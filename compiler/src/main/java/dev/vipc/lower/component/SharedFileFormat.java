package dev.vipc.lower.component;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.YamlFields;
import dev.vipc.lower.YamlFiles;
import dev.vipc.model.Parts;
import dev.vipc.model.SharedFile;
import dev.vipc.model.Targets;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An API server's encryption configuration or audit policy. */
@AutoService(Format.class)
public final class SharedFileFormat implements Format {
  private static final Pattern KIND =
      Pattern.compile("(?m)^kind\\s*:\\s*[\"']?(?:EncryptionConfig(?:uration)?|Policy)[\"']?\\s*$");
  private static final Pattern GROUP =
      Pattern.compile(
          "(?m)^apiVersion\\s*:\\s*[\"']?(?:apiserver\\.config\\.k8s\\.io/|audit\\.k8s\\.io/|v1[\"']?\\s*$)");

  @Override
  public String kind() {
    return "api-server-file";
  }

  @Override
  public boolean belongsToNode() {
    return true;
  }

  @Override
  public boolean mayBe(String fileName) {
    return YamlFiles.mayBe(fileName) || fileName.endsWith(".conf");
  }

  @Override
  public int recognises(SourceFile file) {
    String text = file.text();
    boolean kind = text.contains("EncryptionConfig") || text.contains("audit.k8s.io/");
    return kind && YamlFiles.canBe(file) && KIND.matcher(text).find() && GROUP.matcher(text).find()
        ? 1
        : 0;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return YamlFiles.read(file, out, SharedFileFormat::document);
  }

  private static Parts document(YamlFields document) {
    Optional<Located<String>> kind = document.scalar("kind");
    return kind.map(word -> Parts.of(new SharedFile(word, content(document.mapping()))))
        .orElse(Parts.NONE);
  }

  private static String content(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar -> scalar.value();
      case YamlNode.Sequence sequence ->
          sequence.items().stream()
              .map(SharedFileFormat::content)
              .collect(Collectors.joining("\n", "[", "]"));
      case YamlNode.Mapping mapping ->
          mapping.entries().stream()
              .map(entry -> entry.key().value() + ": " + content(entry.value()))
              .sorted()
              .collect(Collectors.joining("\n", "{", "}"));
    };
  }
}
