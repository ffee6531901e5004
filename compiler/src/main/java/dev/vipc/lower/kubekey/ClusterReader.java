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
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlNode.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the {@code spec} of a cluster file of KubeKey 1, 2 and 3. */
final class ClusterReader {
  private static final String ENDPOINT = "controlPlaneEndpoint";

  private final SourceFile file;
  private final YamlFields spec;
  private final Dialect dialect;

  ClusterReader(SourceFile file, YamlFields spec, Dialect dialect) {
    this.file = file;
    this.spec = spec;
    this.dialect = dialect;
  }

  Parts read() {
    List<Member> members = members();
    HostReader hosts = new HostReader(members);
    List<YamlFields> listed = spec.mappings("hosts");
    listed.forEach(hosts::addWithAddress);
    Optional<Endpoint> endpoint = endpoint();
    YamlFields kubernetes = spec.at("kubernetes");
    KubeKeyCluster cluster =
        new KubeKeyCluster(
            file,
            dialect,
            hosts.names(),
            members,
            endpoint,
            kubernetes.text("version"),
            dialect == Dialect.V1ALPHA1
                ? kubernetes.text("clusterName")
                : kubernetes.text("dnsDomain"),
            bool(spec.at("system"), "skipConfigureOS"),
            kubernetes.list("apiserverCertExtraSans", kubernetes.values()::host),
            Optional.empty(),
            quotedPorts(listed),
            ranges(spec.at("network")));
    return hosts
        .parts()
        .and(Parts.of(endpoint.stream().map(way -> way(way, spec.at(ENDPOINT))).toList()))
        .and(Parts.of(cluster));
  }

  private List<Member> members() {
    return spec.at("roleGroups").mapping().entries().stream()
        .flatMap(ClusterReader::members)
        .toList();
  }

  private static Stream<Member> members(Entry group) {
    if (!(group.value() instanceof Sequence items)) return Stream.empty();
    return items.items().stream()
        .flatMap(item -> item instanceof Scalar s ? Stream.of(Pieces.content(s)) : Stream.empty())
        .filter(item -> !item.value().isEmpty())
        .flatMap(
            item ->
                NameRange.names(item.value())
                    .map(name -> new Member(group.key().located(), name, item.span())));
  }

  private Optional<Endpoint> endpoint() {
    if (spec.mapping().mapping(ENDPOINT).isEmpty()) return Optional.empty();
    YamlFields block = spec.at(ENDPOINT);
    return spec.mapping()
        .entry(ENDPOINT)
        .map(
            entry ->
                new Endpoint(
                    entry.key().located(),
                    block.text("internalLoadbalancer"),
                    block.host("domain"),
                    block.host("address"),
                    block.port("port"),
                    bool(block, "externalDNS"),
                    block.at("kubevip").text("mode"),
                    Setting.unset()));
  }

  private static ControlPlaneEndpoint way(Endpoint endpoint, YamlFields block) {
    return new ControlPlaneEndpoint(
        endpoint.domain(),
        ENDPOINT + ".address",
        endpoint.address(),
        endpoint.port(),
        endpoint.balancer(),
        block.span());
  }

  /** Numbers in quotes, which the readers of v1alpha2 refuse; v1alpha1 took them in its time. */
  private List<Located<String>> quotedPorts(List<YamlFields> hosts) {
    if (dialect == Dialect.V1ALPHA1) return List.of();
    return Stream.concat(Stream.of(spec.at(ENDPOINT)), hosts.stream())
        .flatMap(owner -> owner.mapping().scalar("port").stream())
        .filter(port -> !port.plain() && port.value().matches("\\d+"))
        .map(Scalar::located)
        .toList();
  }

  private static ClusterSubnets ranges(YamlFields network) {
    return new ClusterSubnets(
        "KubeKey",
        new ClusterSubnets.Range(
            "kubePodsCIDR",
            network.commaList("kubePodsCIDR", network.values()::cidr),
            "10.233.64.0/18"),
        new ClusterSubnets.Range(
            "kubeServiceCIDR",
            network.commaList("kubeServiceCIDR", network.values()::cidr),
            "10.233.0.0/18"));
  }

  static Setting<Boolean> bool(YamlFields owner, String key) {
    return owner.read(
        key,
        text ->
            owner
                .values()
                .read(
                    text,
                    word ->
                        switch (word) {
                          case "true", "True", "yes", "on" -> Optional.of(true);
                          case "false", "False", "no", "off" -> Optional.of(false);
                          default -> Optional.empty();
                        }));
  }
}
