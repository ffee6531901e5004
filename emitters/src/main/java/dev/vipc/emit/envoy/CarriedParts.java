package dev.vipc.emit.envoy;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.emit.Build;
import dev.vipc.emit.ExtraLines;
import dev.vipc.lower.envoy.ClusterNames;
import dev.vipc.lower.envoy.FieldName;
import dev.vipc.source.SourceFile;
import dev.vipc.spec.EnvoySections;
import dev.vipc.spec.EnvoySections.Part;
import dev.vipc.spec.Extra;
import dev.vipc.spec.Program;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlNode.Sequence;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the spec carries verbatim for one bootstrap: keys of {@code bootstrap}, {@code admin},
 * {@code static_resources}, {@code listener NAME}, {@code tcp_proxy NAME} and {@code cluster NAME},
 * and items of {@code listeners} and {@code clusters}. A few keys take the place of ours; the
 * others must be none that a field of the spec says.
 */
final class CarriedParts {
  /** Ours that a carried key of the same name replaces. */
  private static final Set<String> REPLACED =
      Set.of(
          "freebind",
          "socket_options",
          "stat_prefix",
          "max_connect_attempts",
          "access_log",
          "dns_lookup_family",
          "upstream_connection_options");

  /** The keys that the fields of the spec say, by the first word of the section. */
  private static final Map<String, Set<String>> OF_FIELDS =
      Map.of(
          EnvoySections.BOOTSTRAP,
          Set.of("static_resources"),
          EnvoySections.ADMIN,
          Set.of("address"),
          EnvoySections.RESOURCES,
          Set.of("listeners", "clusters"),
          Part.LISTENER.word(),
          Set.of("name", "address", "filter_chains"),
          Part.TCP_PROXY.word(),
          Set.of("@type", "cluster", "weighted_clusters", "idle_timeout"),
          Part.CLUSTER.word(),
          Set.of(
              "name",
              "type",
              "connect_timeout",
              "lb_policy",
              "common_lb_config",
              "circuit_breakers",
              "health_checks",
              "transport_socket_matches",
              "outlier_detection",
              "load_assignment"));

  private final Build build;
  private final SpecNode node;
  private final List<SpecProxy> proxies;

  CarriedParts(Build build, SpecNode node, List<SpecProxy> proxies) {
    this.build = build;
    this.node = node;
    this.proxies = proxies;
    if (checkSections()) checkClusters();
  }

  /** What belongs to no proxy. */
  Map<String, Object> values() {
    return Map.of(
        "bootstrap_lines", lines(EnvoySections.BOOTSTRAP),
        "admin_lines", lines(EnvoySections.ADMIN),
        "resource_lines", lines(EnvoySections.RESOURCES),
        "listener_items", lines(EnvoySections.LISTENERS),
        "cluster_items", lines(EnvoySections.CLUSTERS));
  }

  /** What belongs to one, and which keys of ours nothing replaces. */
  Map<String, Object> ofProxy(SpecProxy proxy) {
    String name = proxy.name().value();
    Map<String, Object> values = new LinkedHashMap<>();
    Set<String> carried = new HashSet<>();
    for (Part part : Part.values()) {
      List<String> lines = lines(part.of(name));
      values.put(part.word() + "_lines", lines);
      carried.addAll(keys(lines));
    }
    values.put(
        "own",
        REPLACED.stream().collect(Collectors.toMap(key -> key, key -> !carried.contains(key))));
    return values;
  }

  private List<String> lines(String section) {
    return ExtraLines.of(build, Program.ENVOY, node, section);
  }

  /** Whether the parts can be read; what they lead to is not worth a look before. */
  private boolean checkSections() {
    int before = build.refusals();
    Set<String> known = new LinkedHashSet<>(EnvoySections.OF_FILE);
    for (SpecProxy proxy : proxies)
      for (Part part : Part.values()) known.add(part.of(proxy.name().value()));
    Set<String> checked = new HashSet<>();
    for (Extra extra : build.spec().extra()) {
      if (!extra.isFor(Program.ENVOY, node)) continue;
      String section = extra.section().value();
      if (!known.contains(section))
        build.refuse(
            extra.section().span(),
            "Envoy's bootstrap has no place `%s`".formatted(section),
            "write one of `%s`".formatted(String.join("`, `", known)));
      else if (checked.add(section)) check(extra, section);
    }
    if (proxies.stream().allMatch(proxy -> proxy.metrics().isEmpty())) withoutAdmin();
    return build.refusals() == before;
  }

  /** Where something else tells Envoy of clusters, any name may be one. */
  private void checkClusters() {
    if (keys(lines(EnvoySections.BOOTSTRAP)).contains("dynamic_resources")) return;
    Set<String> known = clusters();
    for (Extra extra : build.spec().extra())
      if (extra.isFor(Program.ENVOY, node))
        YamlSyntax.parse(extra.text(), _ -> {}).stream()
            .flatMap(part -> ClusterNames.in(part).stream())
            .filter(name -> !known.contains(name.value()))
            .forEach(name -> unknown(extra, name, known));
  }

  private void unknown(Extra extra, Scalar name, Set<String> known) {
    build.refuse(
        extra.placeOf(name.span().start()),
        "no cluster of Envoy on `%s` is called `%s`".formatted(node.name().value(), name.value()),
        known.isEmpty()
            ? "carry the cluster too, in the section `clusters`"
            : "write one of `%s`, or carry the cluster too, in the section `clusters`"
                .formatted(String.join("`, `", known)));
  }

  /** Of the proxies, and carried ones. */
  private Set<String> clusters() {
    Set<String> names = new LinkedHashSet<>();
    for (SpecProxy proxy : proxies) names.add(Cluster.name(proxy));
    if (parsed("- ours\n", lines(EnvoySections.CLUSTERS)) instanceof Sequence(var items, _))
      for (YamlNode item : items)
        if (item instanceof Mapping cluster)
          cluster.scalar("name").map(Scalar::value).ifPresent(names::add);
    return names;
  }

  private void withoutAdmin() {
    for (Extra extra : build.spec().extra())
      if (extra.isFor(Program.ENVOY, node) && extra.section().value().equals(EnvoySections.ADMIN))
        build.refuse(
            extra.section().span(),
            "no proxy of Envoy has `metrics`, so that there is no `admin`",
            "write `metrics: ADDRESS:PORT` at a proxy, or the whole `admin` into `bootstrap`");
  }

  private void check(Extra extra, String section) {
    List<String> lines = lines(section);
    boolean list = EnvoySections.LISTS.contains(section);
    if (list ? !isList(lines) : !isMapping(lines)) {
      build.refuse(
          extra.lines().isEmpty() ? extra.span() : extra.lines().getFirst().span(),
          "the lines are not what stands in `%s`".formatted(section),
          list
              ? "write items of a list, each with its `- `, without indentation"
              : "write keys with their values, without indentation");
      return;
    }
    Set<String> fields = OF_FIELDS.getOrDefault(section.split(" ", 2)[0], Set.of());
    Set<String> seen = new HashSet<>();
    for (String key : list ? List.<String>of() : keys(lines)) {
      if (fields.contains(key))
        build.refuse(
            extra.section().span(),
            "`%s` of `%s` follows from the fields of the spec".formatted(key, section),
            "remove it, and write the field");
      else if (!seen.add(key))
        build.refuse(
            extra.section().span(),
            "`%s` stands twice in `%s`".formatted(key, section),
            "remove one of them");
    }
  }

  private static boolean isList(List<String> lines) {
    return parsed("- ours\n", lines) instanceof Sequence(var items, _)
        && items.size() > 1
        && items.stream().skip(1).allMatch(Mapping.class::isInstance);
  }

  private static boolean isMapping(List<String> lines) {
    return parsed("ours: 1\n", lines) instanceof Mapping(var entries, _)
        && entries.size() > 1
        && entries.getFirst().value() instanceof Scalar own
        && own.value().equals("1");
  }

  /** The keys of the lines, in the case that their definitions have. */
  private static List<String> keys(List<String> lines) {
    return parsed("ours: 1\n", lines) instanceof Mapping(var entries, _)
        ? entries.stream().skip(1).map(Entry::key).map(key -> FieldName.snake(key.value())).toList()
        : List.of();
  }

  /** What the lines are behind a line of ours; a scalar where they are no one document. */
  private static YamlNode parsed(String first, List<String> lines) {
    SourceFile file = new SourceFile("carried lines", first + String.join("\n", lines) + "\n");
    List<Diagnostic> faults = new ArrayList<>();
    List<YamlNode> documents = YamlSyntax.parse(file, faults::add);
    boolean one =
        faults.isEmpty()
            && documents.size() == 1
            && lines.stream().noneMatch(line -> line.matches("(---|\\.\\.\\.|%).*"));
    return one ? documents.getFirst() : new Scalar("", true, file.span(0, 0));
  }
}
