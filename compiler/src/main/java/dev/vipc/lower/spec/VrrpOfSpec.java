package dev.vipc.lower.spec;

import dev.vipc.model.CheckScript;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Setting;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VirtualRouter.InitialState;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.spec.GroupOnNode;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Probe;
import dev.vipc.spec.RouterOnNode;
import dev.vipc.spec.Secret;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.Track;
import dev.vipc.spec.Track.Weight;
import dev.vipc.spec.VirtualAddress;
import dev.vipc.spec.Vrrp;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keepalived and the vipd that a spec puts on a node. */
final class VrrpOfSpec {
  private VrrpOfSpec() {}

  static List<VrrpDaemon> daemons(HaSpec spec, SpecNode node) {
    return engines().flatMap(engine -> daemon(spec, node, engine).stream()).toList();
  }

  private static Stream<VirtualAddress.Engine> engines() {
    return Arrays.stream(VirtualAddress.Engine.values()).filter(VirtualAddress.Engine::speaksVrrp);
  }

  private static Optional<VrrpDaemon> daemon(
      HaSpec spec, SpecNode node, VirtualAddress.Engine engine) {
    List<RouterOnNode> routers = spec.routersOn(node, engine);
    if (routers.isEmpty()) return Optional.empty();
    List<Track> tracks = spec.tracksOn(node, engine);
    Span place = node.name().span();
    return Optional.of(
        new VrrpDaemon(
            spec.file(),
            Settings.of(node.name()),
            Setting.unset(),
            Setting.unset(),
            Setting.of(true, place),
            Setting.of("root", place),
            Setting.unset(),
            tracks.stream().flatMap(track -> script(track).stream()).toList(),
            tracks.stream().flatMap(track -> process(track).stream()).toList(),
            routers.stream().map(VrrpOfSpec::router).toList(),
            spec.groupsOn(node, engine).stream().map(VrrpOfSpec::group).toList(),
            engine == VirtualAddress.Engine.KEEPALIVED ? LvsOfSpec.services(spec, node) : List.of(),
            List.of(),
            List.of()));
  }

  /** What our own checks on a node ask: one request, whose status counts. */
  static List<CheckScript> scripts(HaSpec spec, SpecNode node) {
    return engines()
        .flatMap(engine -> spec.tracksOn(node, engine).stream())
        .flatMap(track -> spec.probe(track).map(probe -> script(spec, track, probe)).stream())
        .toList();
  }

  private static CheckScript script(HaSpec spec, Track track, Probe probe) {
    Setting<Duration> limit =
        track.timing().map(timing -> Settings.of(timing.timeout())).orElseGet(Setting::unset);
    List<CheckScript.Probe> requests =
        probe.url().stream()
            .map(
                url ->
                    new CheckScript.Probe(
                        new Located<>("curl", track.span()),
                        new Located<>(url, track.span()),
                        Setting.of(probe.at(), track.span()),
                        probe
                            .path()
                            .map(path -> Setting.of(path, track.span()))
                            .orElseGet(Setting::unset),
                        true,
                        limit))
            .toList();
    return new CheckScript(
        spec.file(),
        track.span(),
        requests,
        requests.isEmpty() ? List.of(Setting.of(probe.at(), track.span())) : List.of(),
        List.of(),
        List.of(),
        List.of(),
        limit);
  }

  private static Optional<VrrpDaemon.TrackScript> script(Track track) {
    return track
        .timing()
        .map(
            timing ->
                new VrrpDaemon.TrackScript(
                    new Located<>(track.name(), track.span()),
                    Setting.of(command(track), track.span()),
                    Settings.of(timing.interval()),
                    Settings.of(timing.timeout()),
                    Setting.of(points(track), track.weight().span()),
                    false,
                    Settings.of(timing.rise()),
                    Settings.of(timing.fall()),
                    user(track),
                    track.span()));
  }

  private static Setting<String> user(Track track) {
    return track instanceof Track.OfScript script
        ? Settings.of(script.user())
        : Setting.of("root", track.span());
  }

  private static String command(Track track) {
    return track instanceof Track.OfScript script
        ? script.path().value()
        : "/etc/keepalived/" + track.name() + ".sh";
  }

  private static Optional<VrrpDaemon.TrackProcess> process(Track track) {
    return track instanceof Track.OfProcess process
        ? Optional.of(
            new VrrpDaemon.TrackProcess(
                new Located<>(track.name(), track.span()),
                Settings.of(process.process()),
                Setting.of(points(track), track.weight().span()),
                false,
                track.span()))
        : Optional.empty();
  }

  private static VrrpDaemon.SyncGroup group(GroupOnNode group) {
    Located<String> name =
        new Located<>(
            group.name(), group.routers().getFirst().address().together().orElseThrow().span());
    return new VrrpDaemon.SyncGroup(
        name,
        group.routers().stream()
            .map(router -> new Located<>(router.name(), router.address().name().span()))
            .toList(),
        group.tracks().stream().map(VrrpOfSpec::reference).toList(),
        false,
        name.span());
  }

  private static VirtualRouter router(RouterOnNode router) {
    Vrrp vrrp = router.vrrp();
    Span name = router.address().name().span();
    boolean multicast = vrrp.transport().value() == Vrrp.Transport.MULTICAST;
    return new VirtualRouter(
        new Located<>(router.name(), name),
        Setting.of(InitialState.BACKUP, name),
        Settings.of(router.iface()),
        Settings.of(vrrp.routerId()),
        Settings.of(router.priority()),
        Settings.of(vrrp.advertisementInterval()),
        Settings.of(vrrp.version()),
        password(vrrp).map(given -> Setting.of("PASS", given.span())).orElseGet(Setting::unset),
        password(vrrp).map(Settings::of).orElseGet(Setting::unset),
        Settings.of(vrrp.preempt().map(preempt -> !preempt)),
        Settings.of(vrrp.preemptDelay()),
        multicast ? Setting.unset() : source(router),
        router.peers().stream().map(peer -> peer(router, peer)).toList(),
        multicast ? Settings.of(vrrp.multicastGroup()) : Setting.unset(),
        router.addresses().stream().map(ip -> address(router, ip)).toList(),
        List.of(),
        router.isGrouped()
            ? List.of()
            : router.address().tracks().value().stream().map(VrrpOfSpec::reference).toList(),
        name);
  }

  private static Optional<Secret> password(Vrrp vrrp) {
    return vrrp.password().filter(_ -> vrrp.version().value() == 2);
  }

  private static Setting<IpAddress> source(RouterOnNode router) {
    return Settings.of(own(router.node(), router.source()));
  }

  private static Setting<IpAddress> peer(RouterOnNode router, IpAddress peer) {
    return Settings.of(
        router.address().holders().stream()
            .flatMap(holder -> own(holder, Optional.of(peer)).stream())
            .findFirst());
  }

  private static Optional<Located<IpAddress>> own(SpecNode node, Optional<IpAddress> wanted) {
    return node.addresses().stream()
        .filter(address -> wanted.map(address.value()::equals).orElse(false))
        .findFirst();
  }

  private static Setting<VirtualRouter.VirtualAddress> address(
      RouterOnNode router, VirtualAddress.Ip ip) {
    return Setting.of(
        new VirtualRouter.VirtualAddress(
            ip.address().value(), ip.prefixLength().value(), true, Settings.of(router.iface())),
        ip.address().span());
  }

  private static VirtualRouter.Track reference(Track track) {
    return new VirtualRouter.Track(
        switch (track) {
          case Track.OfProxy _, Track.OfApiServer _, Track.OfScript _ ->
              VirtualRouter.Track.Kind.SCRIPT;
          case Track.OfProcess _ -> VirtualRouter.Track.Kind.PROCESS;
          case Track.OfInterface _ -> VirtualRouter.Track.Kind.INTERFACE;
        },
        new Located<>(track.name(), track.span()),
        Setting.of(points(track), track.weight().span()),
        false);
  }

  /** keepalived's weight, where 0 is a fault. */
  private static int points(Track track) {
    return switch (track.weight().value()) {
      case Weight.Fault _ -> 0;
      case Weight.Points(var points) -> points;
    };
  }
}
