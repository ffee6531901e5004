package dev.vipc.lower.envoy;

import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The names by which parts of a bootstrap lead to clusters. Source: Envoy's API, version 3. */
public final class ClusterNames {
  /** Fields that hold a cluster's name, or a list of such. */
  private static final Set<String> FIELDS =
      Set.of(
          "cluster",
          "cluster_name",
          "cluster_names",
          "clusters",
          "collector_cluster",
          "local_cluster_name",
          "tcp_cluster_name");

  /**
   * Within these the same words mean something else: Envoy's own group of machines, a cluster that
   * is defined there, and words of other programs.
   */
  private static final Set<String> OTHERS =
      Set.of(
          "node",
          "load_assignment",
          "metadata",
          "filter_metadata",
          "context_extensions",
          "json_format",
          "static_layer",
          "typed_json_format");

  private final List<Scalar> found = new ArrayList<>();

  private ClusterNames() {}

  /** In the order of the text; a name may stand there several times. */
  public static List<Scalar> in(YamlNode part) {
    ClusterNames names = new ClusterNames();
    names.search(part);
    return List.copyOf(names.found);
  }

  private void search(YamlNode node) {
    switch (node) {
      case Scalar _ -> {}
      case Sequence(var items, _) -> items.forEach(this::search);
      case Mapping mapping -> {
        if (!isAnyones(mapping)) mapping.entries().forEach(this::search);
      }
    }
  }

  /** Words of anybody's, or routes that are told not to look for their clusters. */
  private static boolean isAnyones(Mapping mapping) {
    boolean struct =
        mapping
            .scalar("@type")
            .filter(type -> type.value().endsWith("protobuf.Struct"))
            .isPresent();
    return struct
        || mapping
            .scalar("validate_clusters")
            .or(() -> mapping.scalar("validateClusters"))
            .filter(on -> on.value().equals("false"))
            .isPresent();
  }

  private void search(Entry entry) {
    String field = FieldName.snake(entry.key().value());
    if (OTHERS.contains(field)) return;
    if (FIELDS.contains(field)) take(entry.value());
    search(entry.value());
  }

  private void take(YamlNode value) {
    switch (value) {
      case Scalar name -> takeName(name);
      case Sequence(var items, _) -> items.forEach(this::takeItem);
      case Mapping _ -> {}
    }
  }

  /** One that Envoy fills in while it runs is none. */
  private void takeName(Scalar name) {
    if (!name.isNull() && !name.value().isEmpty() && name.value().indexOf('%') < 0) found.add(name);
  }

  /** A name, or what has one: {@code weighted_clusters} give each a weight. */
  private void takeItem(YamlNode item) {
    switch (item) {
      case Scalar name -> takeName(name);
      case Mapping weighted -> weighted.scalar("name").ifPresent(this::takeName);
      case Sequence _ -> {}
    }
  }
}
