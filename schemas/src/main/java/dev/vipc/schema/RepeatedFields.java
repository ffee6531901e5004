package dev.vipc.schema;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** Finds the fields that stand twice in one mapping (KD102), which strict readers refuse. */
public final class RepeatedFields {
  private final Reporter out;

  /** Each node once: aliases let one stand in many places. */
  private final Map<YamlNode, Boolean> seen = new IdentityHashMap<>();

  private RepeatedFields(Reporter out) {
    this.out = out;
  }

  /**
   * Reports every field of the document that an earlier one of the same mapping has the name of.
   */
  public static void check(Mapping document, Reporter out) {
    new RepeatedFields(out).check(document);
  }

  private void check(YamlNode node) {
    if (seen.put(node, true) != null) return;
    switch (node) {
      case Mapping mapping -> mapping(mapping);
      case YamlNode.Sequence sequence -> sequence.items().forEach(this::check);
      case YamlNode.Scalar _ -> {}
    }
  }

  private void mapping(Mapping mapping) {
    Map<String, Entry> first = new HashMap<>();
    for (Entry entry : mapping.entries()) {
      String name = entry.key().value();
      Entry earlier = first.putIfAbsent(name, entry);
      if (earlier != null)
        out.report(
            Diagnostic.of(
                    KubeadmFindings.REPEATED_FIELD,
                    entry.key().span(),
                    "`%s` stands here a second time".formatted(name))
                .also(earlier.key().span(), "first written here")
                .help("merge the two: a lax reader keeps the last alone"));
      check(entry.value());
    }
  }
}
