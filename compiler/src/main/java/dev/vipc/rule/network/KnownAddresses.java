package dev.vipc.rule.network;

import dev.vipc.model.Cidr;
import dev.vipc.model.ClusterSubnets;
import dev.vipc.model.ControlPlaneEndpoint;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.Inventory;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.model.StatesSubnets;
import dev.vipc.source.Located;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The addresses and subnets that a deployment's files state, each once, where first written. */
final class KnownAddresses {
  private final Deployment deployment;

  KnownAddresses(Deployment deployment) {
    this.deployment = deployment;
  }

  /** Addresses of machines. */
  List<Located<IpAddress>> machines() {
    return Inventory.of(deployment).addresses();
  }

  /**
   * Virtual addresses, and literal addresses of control-plane endpoints that are no machine's: a
   * load balancer is there.
   */
  List<Located<IpAddress>> entrances() {
    Map<IpAddress, Located<IpAddress>> first = new LinkedHashMap<>();
    for (Located<IpAddress> vip : deployment.virtualAddresses())
      first.putIfAbsent(vip.value(), vip);
    Set<IpAddress> machines = machines().stream().map(Located::value).collect(Collectors.toSet());
    deployment
        .parts()
        .flatMap(KnownAddresses::endpoints)
        .filter(at -> !machines.contains(at.value()) && isUnicast(at.value()))
        .forEach(at -> first.putIfAbsent(at.value(), at));
    return List.copyOf(first.values());
  }

  /**
   * One subnet line.
   *
   * @param key what its file calls it
   */
  record Subnet(String key, Located<Cidr> cidr) {}

  /** Every subnet line for pods: the same text in three files is three places. */
  List<Subnet> podSubnets() {
    return subnets(ClusterSubnets::pods);
  }

  List<Subnet> serviceSubnets() {
    return subnets(ClusterSubnets::services);
  }

  private List<Subnet> subnets(Function<ClusterSubnets, ClusterSubnets.Range> range) {
    return deployment
        .all(StatesSubnets.class)
        .flatMap(StatesSubnets::subnets)
        .map(range)
        .flatMap(of -> of.known().stream().map(cidr -> new Subnet(of.key(), cidr)))
        .toList();
  }

  private static Stream<Located<IpAddress>> endpoints(Parts parts) {
    Stream<Setting<HostPort>> kubeadm =
        parts.all(KubeadmFile.class).stream()
            .flatMap(
                file ->
                    Stream.concat(
                        file.clusters().stream().map(KubeadmFile.Cluster::controlPlaneEndpoint),
                        file.joins().stream().map(KubeadmFile.Join::apiServerEndpoint)));
    Stream<Setting<HostPort>> installers =
        parts.all(ControlPlaneEndpoint.class).stream()
            .map(endpoint -> endpoint.address().map(KnownAddresses::withoutPort));
    return Stream.concat(kubeadm, installers).flatMap(endpoint -> literal(endpoint).stream());
  }

  private static HostPort withoutPort(String host) {
    return new HostPort(host, OptionalInt.empty());
  }

  private static Optional<Located<IpAddress>> literal(Setting<HostPort> endpoint) {
    return endpoint
        .located()
        .flatMap(at -> at.value().address().map(ip -> new Located<>(ip, at.span())));
  }

  private static boolean isUnicast(IpAddress address) {
    return !address.address().isLoopbackAddress()
        && !address.address().isAnyLocalAddress()
        && !address.address().isMulticastAddress();
  }
}
