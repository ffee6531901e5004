package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.stream.Stream;

/**
 * What one file tells an installer (kubespray, kubeadm-ha, sealos) of the control plane.
 *
 * @param virtualAddress the one that the installer's keepalived or kube-vip holds
 * @param apiServerPort where the API servers themselves listen
 */
public record InstallerVariables(
    SourceFile file,
    Setting<IpAddress> virtualAddress,
    Setting<Integer> apiServerPort,
    ClusterSubnets ranges)
    implements MovesAddresses, StatesSubnets, ServesApi {
  @Override
  public Stream<Located<IpAddress>> virtualAddresses() {
    return virtualAddress.located().stream();
  }

  @Override
  public Stream<ClusterSubnets> subnets() {
    return Stream.of(ranges);
  }

  @Override
  public Stream<Setting<Integer>> apiServerPorts() {
    return Stream.of(apiServerPort);
  }
}
