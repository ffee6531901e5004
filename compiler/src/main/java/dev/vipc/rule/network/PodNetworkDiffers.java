package dev.vipc.rule.network;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Cidr;
import dev.vipc.model.Deployment;
import dev.vipc.model.PodNetwork;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;

/** Finds pod networks that are not the cluster's pod subnet. */
@AutoService(Rule.class)
public final class PodNetworkDiffers implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "NET014",
              "pod-network-differs",
              Severity.WARNING,
              """
              The network plugin gives pods addresses from another network than the cluster's pod subnet.

              kube-proxy takes what lies in the cluster's pod subnet for pods' traffic, and all else for traffic from \
              outside: it masquerades it, so pods and network policies see a node's address instead of a pod's. \
              Flannel does not even start on a node whose pod range lies outside its `Network`. A manifest that was \
              applied as it was downloaded brings its own default: Flannel 10.244.0.0/16, Cilium 10.0.0.0/8, and \
              Calico's operator 192.168.0.0/16.

              Calico's and Cilium's pools must lie within the pod subnet, and Flannel's `Network` must hold it. Where \
              the manifest leaves its network out, Calico takes kubeadm's pod subnet, and the rule is silent.

              Write the cluster's pod subnet into the manifest.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<KnownAddresses.Subnet> subnets = new KnownAddresses(deployment).podSubnets();
    if (subnets.isEmpty()) return;
    deployment
        .all(PodNetwork.class)
        .forEach(
            network ->
                network.subnets().stream()
                    .flatMap(subnet -> subnet.located().stream())
                    .forEach(own -> check(network, own, subnets, out)));
  }

  private static void check(
      PodNetwork network, Located<Cidr> own, List<KnownAddresses.Subnet> subnets, Reporter out) {
    List<KnownAddresses.Subnet> family =
        subnets.stream()
            .filter(
                subnet -> subnet.cidr().value().address().isV6() == own.value().address().isV6())
            .toList();
    if (family.isEmpty() || family.stream().anyMatch(subnet -> fits(network, own, subnet))) return;
    KnownAddresses.Subnet wanted = family.getFirst();
    String right = wanted.cidr().value().toString();
    out.report(
        Diagnostic.of(
                META,
                own.span(),
                "%s gives pods addresses of `%s`, and the cluster's pod subnet is `%s`"
                    .formatted(network.plugin().shown(), own.value(), right))
            .also(wanted.cidr().span(), "`%s`".formatted(wanted.key()))
            .help("write `%s` here".formatted(right))
            .fix(new Fix("write the pod subnet", false, List.of(new Fix.Edit(own.span(), right)))));
  }

  private static boolean fits(PodNetwork network, Located<Cidr> own, KnownAddresses.Subnet subnet) {
    Cidr pods = subnet.cidr().value();
    return network.plugin() == PodNetwork.Plugin.FLANNEL
        ? own.value().overlaps(pods) && own.value().prefixLength() <= pods.prefixLength()
        : own.value().overlaps(pods) && own.value().prefixLength() >= pods.prefixLength();
  }
}
