package dev.vipc.spec;

import dev.vipc.model.Cidr;
import dev.vipc.model.HostPort;
import dev.vipc.model.Version;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;

/**
 * The cluster whose API is made available.
 *
 * @param endpoint kubeadm's {@code controlPlaneEndpoint}; always with a port
 * @param apiServerPort the port that every API server listens on, 1..65535
 * @param extraSans names and addresses for the API certificate beside those that {@link
 *     HaSpec#certificateSans} derives
 */
public record Kubernetes(
    Located<Version> version,
    Chosen<HostPort> endpoint,
    Chosen<Integer> apiServerPort,
    List<Chosen<Cidr>> podSubnets,
    List<Chosen<Cidr>> serviceSubnets,
    Chosen<Cni> cni,
    List<Located<String>> extraSans,
    Chosen<Etcd> etcd,
    Span span) {
  /** The network plugin. */
  public enum Cni {
    CALICO,
    FLANNEL,
    CILIUM,
    NONE
  }

  /** Where the cluster keeps its state. */
  public sealed interface Etcd {
    /** A member on every control-plane node, run by kubeadm. */
    record Stacked() implements Etcd {}

    /** A cluster of its own, and the files that the API server shows and trusts there. */
    record External(
        List<Located<String>> endpoints,
        Located<String> caFile,
        Located<String> certFile,
        Located<String> keyFile)
        implements Etcd {}
  }
}
