package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One keepalived (or another VRRP speaker) and all that its configuration gives it.
 *
 * @param version the VRRP version of routers that state none, 2 or 3; keepalived's default is 2
 * @param unread names of blocks whose keyword keepalived does not know; it skips such a block
 * @param includes other files that it reads; what is absent here may stand there
 */
public record VrrpDaemon(
    SourceFile file,
    Setting<String> routerId,
    Setting<IpAddress> multicastGroup4,
    Setting<Boolean> strict,
    Setting<Boolean> scriptSecurity,
    Setting<String> scriptUser,
    Setting<Integer> version,
    List<TrackScript> scripts,
    List<TrackProcess> processes,
    List<VirtualRouter> routers,
    List<SyncGroup> syncGroups,
    List<VirtualServer> virtualServers,
    List<Located<String>> includes,
    List<Located<String>> unread)
    implements MovesAddresses, NamesMachines {
  @Override
  public Stream<Located<IpAddress>> virtualAddresses() {
    return routers.stream()
        .flatMap(router -> router.knownAddresses().stream())
        .map(address -> address.map(VirtualRouter.VirtualAddress::address));
  }

  @Override
  public Stream<Inventory.Entry> machines(Inventory.Known known) {
    return routers.stream()
        .flatMap(
            router ->
                Stream.concat(Stream.of(router.sourceAddress()), router.unicastPeers().stream()))
        .flatMap(address -> address.located().stream())
        .map(at -> new Inventory.Entry(Optional.empty(), at, Inventory.Source.VRRP, false));
  }

  /**
   * A script that keepalived runs and that virtual routers track.
   *
   * @param command the program and its arguments as one text
   * @param weight 0, the default, means that a failure is a fault of the virtual router
   * @param reverse whether the weight acts the other way round
   * @param user who runs it, where it is not the daemon's script user
   */
  public record TrackScript(
      Located<String> name,
      Setting<String> command,
      Setting<Duration> interval,
      Setting<Duration> timeout,
      Setting<Integer> weight,
      boolean reverse,
      Setting<Integer> rise,
      Setting<Integer> fall,
      Setting<String> user,
      Span span) {}

  /** A process whose presence virtual routers track. */
  public record TrackProcess(
      Located<String> name,
      Setting<String> process,
      Setting<Integer> weight,
      boolean reverse,
      Span span) {}

  /**
   * Virtual routers that change state together.
   *
   * @param memberWeights whether the weights of what its members track count; without it keepalived
   *     drops them ({@code sync_group_tracking_weight})
   */
  public record SyncGroup(
      Located<String> name,
      List<Located<String>> members,
      List<VirtualRouter.Track> tracks,
      boolean memberWeights,
      Span span) {}

  /** An LVS service. {@code checked}: whether some real server of it has a checker. */
  public record VirtualServer(
      Setting<IpAddress> address, Setting<Integer> port, boolean checked, Span span) {}
}
