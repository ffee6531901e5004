package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Cidr;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.Node;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** KD013. */
@AutoService(Rule.class)
public final class ClusterConfigurationsDiffer implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KD013",
          "cluster-configurations-differ",
          ERROR,
          """
          Two nodes' ClusterConfigurations give one field different values.

          There is one ClusterConfiguration in a cluster: each `kubeadm init` or `kubeadm init phase` that is run with a file \
          writes that file's over it, so the last node wins, and API servers, controllers and certificates of the others were \
          made from something else. Compared are kubernetesVersion, podSubnet, serviceSubnet and dnsDomain, where both nodes \
          give them; etcd's arguments and names are a node's own. Source: kubeadm's ConfigMap `kubeadm-config`.

          Write the same values on every node.
          """);

  private record Field(String name, Function<Cluster, Optional<Located<String>>> value) {}

  private static final List<Field> FIELDS =
      List.of(
          new Field("kubernetesVersion", cluster -> cluster.kubernetesVersion().located()),
          new Field("podSubnet", cluster -> subnets(cluster.podSubnets())),
          new Field("serviceSubnet", cluster -> subnets(cluster.serviceSubnets())),
          new Field("dnsDomain", cluster -> cluster.dnsDomain().located()));

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (Field field : FIELDS) {
      List<Located<String>> values =
          deployment.nodes().stream().flatMap(node -> first(node, field)).toList();
      values.stream()
          .filter(value -> !value.value().equals(values.getFirst().value()))
          .forEach(value -> out.report(found(field, value, values.getFirst())));
    }
  }

  /** What a node gives first: several files on one node may be for different days. */
  private static Stream<Located<String>> first(Node node, Field field) {
    return node.parts().all(KubeadmFile.class).stream()
        .flatMap(file -> file.clusters().stream())
        .flatMap(cluster -> field.value().apply(cluster).stream())
        .limit(1);
  }

  private static Optional<Located<String>> subnets(List<Setting<Cidr>> subnets) {
    if (subnets.isEmpty() || subnets.stream().anyMatch(subnet -> subnet.value().isEmpty()))
      return Optional.empty();
    List<Located<Cidr>> known = subnets.stream().flatMap(s -> s.located().stream()).toList();
    Span span = known.getFirst().span().to(known.getLast().span());
    String text =
        known.stream().map(subnet -> subnet.value().toString()).collect(Collectors.joining(","));
    return Optional.of(new Located<>(text, span));
  }

  private static Diagnostic found(Field field, Located<String> value, Located<String> first) {
    return Diagnostic.of(
            META,
            value.span(),
            "%s is `%s` here and `%s` on another node"
                .formatted(field.name(), value.value(), first.value()))
        .also(first.span(), "the other node's")
        .help("write the same value on every node");
  }
}
