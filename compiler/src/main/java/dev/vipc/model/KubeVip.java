package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A kube-vip as a manifest, a command line or an old configuration file states it.
 *
 * @param address the virtual address or its name
 * @param loadBalancers those of the old configuration file
 * @param modes which of {@code arp}, {@code bgp}, {@code table}, {@code wireguard} are switched on
 */
public record KubeVip(
    SourceFile file,
    Setting<String> image,
    Setting<String> address,
    Setting<Integer> prefixLength,
    Setting<Integer> port,
    Setting<String> iface,
    List<Peer> peers,
    List<LoadBalancer> loadBalancers,
    List<Located<String>> modes,
    Span span)
    implements MovesAddresses, NamesMachines {
  /** The address that it moves, where one literal is written. */
  public Optional<Located<IpAddress>> virtualAddress() {
    return address
        .located()
        .flatMap(text -> IpAddress.parse(text.value()).map(ip -> new Located<>(ip, text.span())));
  }

  @Override
  public Stream<Located<IpAddress>> virtualAddresses() {
    return virtualAddress().stream();
  }

  @Override
  public Stream<Inventory.Entry> machines(Inventory.Known known) {
    return peers.stream()
        .flatMap(
            peer ->
                peer
                    .address()
                    .located()
                    .map(
                        at ->
                            new Inventory.Entry(
                                peer.id().located(), at, Inventory.Source.KUBE_VIP, true))
                    .stream());
  }

  /** A raft peer of the old configuration file; the first is the node itself. */
  public record Peer(Setting<String> id, Setting<IpAddress> address) {}

  public record LoadBalancer(Setting<Integer> port, List<Setting<HostPort>> backends, Span span) {}
}
