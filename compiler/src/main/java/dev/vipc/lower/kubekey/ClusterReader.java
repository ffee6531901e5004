package dev.vipc.lower.kubekey;

import dev.vipc.lower.Pieces;
import dev.vipc.lower.YamlFields;
import dev.vipc.model.ControlPlaneEndpoint;
import dev.vipc.model.HostEntry;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Parts;
import dev.vipc.source.Located;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads the {@code spec} of a KubeKey file (v1alpha1, v1alpha2, v1). */
final class ClusterReader {
  /** {@code node[1:3]}: node1, node2 and node3. */
  private static final Pattern RANGE = Pattern.compile("(.*)\\[(\\d{1,4}):(\\d{1,4})](.*)");

  private final YamlFields spec;
  private final Map<String, Set<String>> groupsOf = new TreeMap<>();

  private ClusterReader(YamlFields spec) {
    this.spec = spec;
  }

  static Parts read(YamlFields spec) {
    ClusterReader reader = new ClusterReader(spec);
    spec.at("roleGroups").mapping().entries().forEach(reader::group);
    Parts parts = Parts.of(reader.hosts());
    if (spec.mapping().mapping("controlPlaneEndpoint").isPresent())
      parts = parts.and(Parts.of(endpoint(spec.at("controlPlaneEndpoint"))));
    YamlFields newer = spec.at("kubernetes");
    if (newer.mapping().mapping("control_plane_endpoint").isPresent())
      parts = parts.and(Parts.of(newerEndpoint(newer.at("control_plane_endpoint"))));
    return parts;
  }

  private static ControlPlaneEndpoint endpoint(YamlFields endpoint) {
    return new ControlPlaneEndpoint(
        endpoint.host("domain"),
        endpoint.host("address"),
        endpoint.port("port"),
        endpoint.text("internalLoadbalancer"),
        endpoint.span());
  }

  /** As KubeKey 4 writes it. */
  private static ControlPlaneEndpoint newerEndpoint(YamlFields endpoint) {
    return new ControlPlaneEndpoint(
        endpoint.host("host"),
        endpoint.at("kube_vip").host("address"),
        endpoint.port("port"),
        endpoint.text("type"),
        endpoint.span());
  }

  private void group(Entry group) {
    if (!(group.value() instanceof Sequence members)) return;
    members.items().stream()
        .flatMap(item -> item instanceof Scalar s ? expanded(s.value()) : Stream.empty())
        .forEach(
            name -> groupsOf.computeIfAbsent(name, _ -> new HashSet<>()).add(group.key().value()));
  }

  private static Stream<String> expanded(String name) {
    Matcher range = RANGE.matcher(name);
    if (!range.matches()) return Stream.of(name);
    return IntStream.rangeClosed(Integer.parseInt(range.group(2)), Integer.parseInt(range.group(3)))
        .mapToObj(number -> range.group(1) + number + range.group(4));
  }

  private List<HostEntry> hosts() {
    List<HostEntry> hosts = new ArrayList<>();
    for (YamlFields host : spec.mappings("hosts"))
      for (Located<String> name : host.values().host(nameOf(host)).located().stream().toList()) {
        Set<String> groups = groupsOf.getOrDefault(name.value(), Set.of());
        Stream.of("internalAddress", "address")
            .flatMap(key -> addresses(host, key))
            .forEach(address -> hosts.add(new HostEntry(name, address, groups)));
      }
    return hosts;
  }

  private static Located<String> nameOf(YamlFields host) {
    return host.scalar("name").orElseGet(() -> new Located<>("", host.span()));
  }

  private static Stream<Located<IpAddress>> addresses(YamlFields host, String key) {
    return host.scalar(key).stream()
        .flatMap(text -> Pieces.split(text, ',').stream())
        .flatMap(text -> host.values().address(text).located().stream());
  }
}
