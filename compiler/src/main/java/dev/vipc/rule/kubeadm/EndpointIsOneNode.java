package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.Inventory;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** KD007. */
@AutoService(Rule.class)
public final class EndpointIsOneNode implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD007",
              "endpoint-is-one-node",
              ERROR,
              """
          `controlPlaneEndpoint` is the address of one control-plane node, beside a virtual address that is there for it.

          kubeadm writes the endpoint into every kubeconfig. When that node is down, kubelets of all nodes lose the API although \
          the virtual address has moved and other API servers are well. It is reported where the files show both the virtual \
          address and that the endpoint's host is a control-plane node. Source: kubeadm's documentation of \
          `controlPlaneEndpoint`.

          Write the virtual address, or a name that resolves to it.
          """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<Located<IpAddress>> virtual = deployment.virtualAddresses();
    if (virtual.isEmpty()) return;
    Map<IpAddress, Located<IpAddress>> nodes = new HashMap<>();
    for (Located<IpAddress> node : Inventory.of(deployment).controlPlaneAddresses())
      nodes.put(node.value(), node);
    for (Located<IpAddress> moved : virtual) nodes.remove(moved.value());
    for (Cluster cluster : deployment.clusters())
      for (Located<HostPort> endpoint : cluster.controlPlaneEndpoint().located().stream().toList())
        endpoint
            .value()
            .address()
            .flatMap(address -> Optional.ofNullable(nodes.get(address)))
            .ifPresent(node -> out.report(found(endpoint, node, virtual)));
  }

  private static Diagnostic found(
      Located<HostPort> endpoint, Located<IpAddress> node, List<Located<IpAddress>> addresses) {
    Located<IpAddress> virtual = addresses.getFirst();
    String wanted = new HostPort(virtual.value().toString(), endpoint.value().port()).toString();
    Diagnostic found =
        Diagnostic.of(
                META,
                endpoint.span(),
                "`%s` is one control-plane node, not the virtual address %s"
                    .formatted(endpoint.value().host(), virtual.value()))
            .also(virtual.span(), "the virtual address is set up here")
            .help("write `%s`".formatted(wanted));
    boolean one = addresses.stream().map(Located::value).distinct().count() == 1;
    boolean literal = endpoint.span().text().contains(endpoint.value().host());
    if (one && literal)
      found = found.fix(Fix.replace(endpoint.span(), wanted, "lead to the virtual address"));
    return node.span().equals(endpoint.span())
        ? found
        : found.also(node.span(), "a node's own address");
  }
}
