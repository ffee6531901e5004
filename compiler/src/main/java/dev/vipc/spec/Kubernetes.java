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
 * @param join empty where tokens and keys come to be with the cluster
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
    Chosen<Installer> installer,
    JoinSecrets join,
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

    /**
     * A cluster of its own, and the files that the API server shows and trusts there.
     *
     * @param endpoints the client URL of each member
     * @param members the nodes of the spec that the cluster runs on; none where it is someone
     *     else's
     */
    record External(
        Chosen<List<Located<String>>> endpoints,
        Chosen<String> caFile,
        Chosen<String> certFile,
        Chosen<String> keyFile,
        List<SpecNode> members)
        implements Etcd {
      public External {
        members = List.copyOf(members);
      }
    }
  }
}
