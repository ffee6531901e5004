package dev.vipc.model;

import java.util.List;
import java.util.stream.Stream;

/** What one file, or all files of one node, contribute to a deployment. */
public record Parts(
    List<VrrpDaemon> vrrpDaemons,
    List<ProxyDaemon> proxyDaemons,
    List<CheckScript> checkScripts,
    List<KubeadmFile> kubeadmFiles,
    List<KubeVip> kubeVips,
    List<StaticPod> staticPods,
    List<HostEntry> hosts,
    List<ControlPlaneEndpoint> endpoints,
    List<Hole> holes) {
  public static final Parts NONE =
      new Parts(
          List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
          List.of());

  public static Parts of(VrrpDaemon daemon) {
    return new Parts(
        List.of(daemon),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  public static Parts of(ProxyDaemon daemon) {
    return new Parts(
        List.of(),
        List.of(daemon),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  public static Parts of(CheckScript script) {
    return new Parts(
        List.of(),
        List.of(),
        List.of(script),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  public static Parts of(KubeadmFile file) {
    return new Parts(
        List.of(),
        List.of(),
        List.of(),
        List.of(file),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  public static Parts of(KubeVip kubeVip) {
    return new Parts(
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(kubeVip),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  public static Parts of(StaticPod pod) {
    return new Parts(
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(pod),
        List.of(),
        List.of(),
        List.of());
  }

  public static Parts of(ControlPlaneEndpoint endpoint) {
    return new Parts(
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(endpoint),
        List.of());
  }

  public static Parts ofHosts(List<HostEntry> hosts) {
    return new Parts(
        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), hosts, List.of(),
        List.of());
  }

  public static Parts ofHoles(List<Hole> holes) {
    return new Parts(
        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
        holes);
  }

  /** Both, this one's first. */
  public Parts and(Parts other) {
    return new Parts(
        join(vrrpDaemons, other.vrrpDaemons),
        join(proxyDaemons, other.proxyDaemons),
        join(checkScripts, other.checkScripts),
        join(kubeadmFiles, other.kubeadmFiles),
        join(kubeVips, other.kubeVips),
        join(staticPods, other.staticPods),
        join(hosts, other.hosts),
        join(endpoints, other.endpoints),
        join(holes, other.holes));
  }

  private static <T> List<T> join(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
