package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;

/** A kube-vip as a manifest, a command line or an old configuration file states it. */
public record KubeVip(
    SourceFile file,
    Setting<String> image,
    Setting<String> address,
    Setting<Integer> prefixLength,
    Setting<Integer> port,
    Setting<String> iface,
    List<Peer> peers,
    List<LoadBalancer> loadBalancers,
    Span span) {
  /** A raft peer of the old configuration file; the first is the node itself. */
  public record Peer(Located<String> id, Setting<IpAddress> address) {}

  public record LoadBalancer(Setting<Integer> port, List<Setting<HostPort>> backends, Span span) {}
}
