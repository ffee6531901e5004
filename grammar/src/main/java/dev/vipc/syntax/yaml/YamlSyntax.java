package dev.vipc.syntax.yaml;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.SourceFile;
import java.util.List;

/**
 * Reads YAML by snakeyaml-engine's events into trees with spans; aliases and nesting are bounded.
 */
public final class YamlSyntax {
  private YamlSyntax() {}

  /**
   * The root of each document in the file; an empty document has none. After a fault (SYN codes)
   * the documents before it are still given.
   */
  public static List<YamlNode> parse(SourceFile file, Reporter out) {
    YamlReader reader = new YamlReader(file, out);
    reader.read();
    return reader.documents();
  }
}
