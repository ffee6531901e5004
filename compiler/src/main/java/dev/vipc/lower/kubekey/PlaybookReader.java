package dev.vipc.lower.kubekey;

import dev.vipc.lower.Pieces;
import dev.vipc.lower.YamlFields;
import dev.vipc.model.ClusterSubnets;
import dev.vipc.model.ControlPlaneEndpoint;
import dev.vipc.model.KubeKeyCluster;
import dev.vipc.model.KubeKeyCluster.Dialect;
import dev.vipc.model.KubeKeyCluster.Endpoint;
import dev.vipc.model.KubeKeyCluster.Member;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the {@code spec} of KubeKey 4's documents: a Config holds variables, an Inventory hosts,
 * groups and variables too.
 */
final class PlaybookReader {
  private static final String ENDPOINT = "control_plane_endpoint";

  private final SourceFile file;
  private final YamlFields spec;

  /**
   * @param spec of a Config or an Inventory
   */
  PlaybookReader(SourceFile file, YamlFields spec) {
    this.file = file;
    this.spec = spec;
  }

  Parts read() {
    List<Member> members = members();
    HostReader hosts = new HostReader(members);
    for (Entry host : spec.at("hosts").mapping().entries())
      hosts.addWithConnector(Pieces.content(host.key()), fields(host.value()));
    YamlFields variables = spec.has("vars") ? spec.at("vars") : spec;
    YamlFields kubernetes = variables.at("kubernetes");
    Optional<Endpoint> endpoint = endpoint(kubernetes);
    KubeKeyCluster cluster =
        new KubeKeyCluster(
            file,
            Dialect.V1,
            hosts.names(),
            members,
            endpoint,
            kubernetes.text("kube_version"),
            variables.at("dns").text("domain"),
            Setting.unset(),
            kubernetes.at("apiserver").list("certSANs", kubernetes.values()::host),
            certificateNames(kubernetes),
            List.of(),
            ranges(variables.at("cni")));
    return hosts
        .parts()
        .and(Parts.of(endpoint.stream().map(way -> way(way, kubernetes.at(ENDPOINT))).toList()))
        .and(Parts.of(cluster));
  }

  private YamlFields fields(YamlNode node) {
    Mapping mapping = node instanceof Mapping known ? known : new Mapping(List.of(), node.span());
    return new YamlFields(mapping, spec.values());
  }

  /** With the members of a group's groups; each group once, as groups may name each other. */
  private List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (Entry group : spec.at("groups").mapping().entries())
      add(group.key().located(), group.key().value(), new HashSet<>(), members);
    return members;
  }

  private void add(
      Located<String> group, String source, Set<String> visited, List<Member> members) {
    if (!visited.add(source)) return;
    Mapping block = spec.at("groups").at(source).mapping();
    for (YamlNode item : block.items("hosts"))
      if (item instanceof Scalar host)
        members.add(new Member(group, host.value(), Pieces.content(host).span()));
    for (YamlNode item : block.items("groups"))
      if (item instanceof Scalar other) add(group, other.value(), visited, members);
  }

  private static Optional<Endpoint> endpoint(YamlFields kubernetes) {
    if (kubernetes.mapping().mapping(ENDPOINT).isEmpty()) return Optional.empty();
    YamlFields block = kubernetes.at(ENDPOINT);
    YamlFields kubeVip = block.at("kube_vip");
    YamlFields haproxy = block.at("haproxy");
    Setting<String> type = block.text("type");
    return kubernetes
        .mapping()
        .entry(ENDPOINT)
        .map(
            entry ->
                new Endpoint(
                    entry.key().located(),
                    type,
                    block.host("host"),
                    type.is("kube-vip")
                        ? kubeVip.host("address")
                        : block.at("local").host("address"),
                    block.port("port"),
                    Setting.unset(),
                    kubeVip.text("mode"),
                    haproxy.port("health_port")));
  }

  private static ControlPlaneEndpoint way(Endpoint endpoint, YamlFields block) {
    String key = endpoint.isBalancedBy("kube-vip") ? "kube_vip.address" : "local.address";
    return new ControlPlaneEndpoint(
        endpoint.domain(),
        ENDPOINT + "." + key,
        endpoint.address(),
        endpoint.port(),
        endpoint.balancer().is("local") ? Setting.unset() : endpoint.balancer(),
        block.span());
  }

  private static Optional<Span> certificateNames(YamlFields kubernetes) {
    return kubernetes.at("apiserver").mapping().get("certSANs").map(YamlNode::span);
  }

  private static ClusterSubnets ranges(YamlFields cni) {
    return new ClusterSubnets(
        "KubeKey",
        new ClusterSubnets.Range(
            "pod_cidr", cni.commaList("pod_cidr", cni.values()::cidr), "10.233.64.0/18"),
        new ClusterSubnets.Range(
            "service_cidr", cni.commaList("service_cidr", cni.values()::cidr), "10.233.0.0/18"));
  }
}
