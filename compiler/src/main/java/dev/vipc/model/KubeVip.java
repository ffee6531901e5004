package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A kube-vip as a manifest, a command line or an old configuration file states it.
 *
 * @param form what kind of text states it
 * @param address the virtual address or its name; several with commas between them
 * @param prefixLength the first one's, where it is a number
 * @param loadBalancers those of the old configuration file
 * @param modes which of {@code arp}, {@code bgp}, {@code table}, {@code wireguard} are switched on
 * @param pod the pod around its container; absent where no manifest states it
 */
public record KubeVip(
    SourceFile file,
    Form form,
    Setting<String> image,
    Setting<String> address,
    Setting<Integer> prefixLength,
    Setting<Integer> port,
    Setting<String> iface,
    List<Peer> peers,
    List<LoadBalancer> loadBalancers,
    List<Located<String>> modes,
    KubeVipSettings settings,
    Optional<KubeVipPod> pod,
    Span span)
    implements MovesAddresses, NamesMachines {
  /** What kind of text states a kube-vip. */
  public enum Form {
    POD,
    DAEMON_SET,
    DEPLOYMENT,
    /** {@code kube-vip manifest …} in a script. */
    COMMAND,
    /** The file of {@code start -c}, up to 0.1, with raft peers. */
    RAFT_FILE,
    /** The file of {@code --config-file}, from 1.0.1 on. */
    CONFIG_FILE
  }

  /** The release that its image's tag names; a tag is never a target. */
  public Optional<Version> imageVersion() {
    return image
        .value()
        .map(text -> text.contains("@") ? text.substring(0, text.indexOf('@')) : text)
        .filter(text -> text.lastIndexOf(':') > text.lastIndexOf('/'))
        .flatMap(text -> Version.parse(text.substring(text.lastIndexOf(':') + 1)));
  }

  /** Whether one of its modes is surely this one, and no other. */
  public boolean runs(String mode) {
    return modes.size() == 1 && modes.getFirst().value().equals(mode);
  }

  /** The first address that it moves, where a literal is written. */
  public Optional<Located<IpAddress>> virtualAddress() {
    return virtualAddresses().findFirst();
  }

  /** Each of a list with commas between. */
  @Override
  public Stream<Located<IpAddress>> virtualAddresses() {
    return address.located().stream().flatMap(KubeVip::addresses);
  }

  private static Stream<Located<IpAddress>> addresses(Located<String> list) {
    boolean literal = list.span().text().equals(list.value());
    List<Located<IpAddress>> addresses = new ArrayList<>();
    int at = 0;
    for (String piece : list.value().split(",", -1)) {
      int start = at;
      Span place = literal ? list.span().part(start, start + piece.length()) : list.span();
      IpAddress.parse(piece.strip()).ifPresent(ip -> addresses.add(new Located<>(ip, place)));
      at += piece.length() + 1;
    }
    return addresses.stream();
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

  /**
   * A raft peer of the old configuration file.
   *
   * @param local whether it is the node itself ({@code localPeer})
   */
  public record Peer(Setting<String> id, Setting<IpAddress> address, boolean local, Span span) {}

  public record LoadBalancer(Setting<Integer> port, List<Setting<HostPort>> backends, Span span) {}
}
