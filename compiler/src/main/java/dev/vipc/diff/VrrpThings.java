package dev.vipc.diff;

import dev.vipc.diff.Thing.Builder;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Node;
import dev.vipc.model.Setting;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VirtualRouter.InitialState;
import dev.vipc.model.VirtualRouter.Track;
import dev.vipc.model.VirtualRouter.VirtualAddress;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpTracker;
import dev.vipc.source.Located;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a node's VRRP speakers say. */
final class VrrpThings {
  private final Node node;

  VrrpThings(Node node) {
    this.node = node;
  }

  Stream<Thing> all() {
    return node.parts().all(VrrpDaemon.class).stream().flatMap(this::daemon);
  }

  private Stream<Thing> daemon(VrrpDaemon daemon) {
    Stream<Thing> routers = daemon.routers().stream().map(router -> router(daemon, router));
    return Stream.of(
            routers,
            daemon.syncGroups().stream().map(VrrpThings::group),
            daemon.virtualServers().stream().map(VrrpThings::virtualServer),
            Stream.of(settings(daemon)))
        .flatMap(things -> things);
  }

  private static Thing settings(VrrpDaemon daemon) {
    return new Builder("vrrp settings", "VRRP", Aspect.VRRP_SETTING, Optional.empty())
        .identity("of the node")
        .says(
            Statement.of("router_id", Aspect.NAME, daemon.routerId(), id -> id, "the host's name")
                .ofFiles())
        .says(Statement.of("strict", Aspect.VRRP_SETTING, daemon.strict(), on -> on, "false"))
        .build();
  }

  private Thing router(VrrpDaemon daemon, VirtualRouter router) {
    String addresses =
        router.knownAddresses().stream()
            .map(address -> address.value().address().toString())
            .sorted()
            .collect(Collectors.joining(", "));
    Builder thing =
        new Builder(
                "virtual router",
                addresses.isEmpty() ? router.name().value() : addresses,
                Aspect.VIRTUAL_ROUTER,
                Optional.of(router.span()))
            .identity("addresses " + addresses)
            .identity("name " + router.name().value())
            .identity(
                "vrid " + router.validVrid().map(String::valueOf).orElse(router.name().value()));
    basics(thing, new VrrpGroup.Member(node, daemon, router));
    addresses(thing, router);
    for (VrrpTracker tracker : VrrpTracker.of(new VrrpGroup.Member(node, daemon, router)))
      thing.part(track(daemon, tracker));
    return thing.build();
  }

  private static void basics(Builder thing, VrrpGroup.Member member) {
    VirtualRouter router = member.router();
    thing
        .says(
            Statement.of(
                "name", Aspect.NAME, router.name().value(), Optional.of(router.name().span())))
        .says(Statement.of("initial state", Aspect.INITIAL_STATE, router.state(), s -> s, "BACKUP"))
        .says(Statement.of("interface", Aspect.ROUTER_INTERFACE, router.iface(), i -> i, "none"))
        .says(Statement.of("VRID", Aspect.VRID, router.vrid(), v -> v, "none"))
        .says(
            Statement.of("priority", Aspect.PRIORITY, router.priority(), p -> p, standard(router)))
        .says(
            Statement.of(
                "advertisement interval",
                Aspect.ADVERTISEMENT_INTERVAL,
                router.advertisementInterval(),
                Durations::shown,
                "1s"))
        .says(
            Statement.of(
                "VRRP version",
                Aspect.VRRP_VERSION,
                member.version().map(String::valueOf).orElse("unknown"),
                router.version().span()))
        .says(
            Statement.of(
                "authentication",
                Aspect.AUTHENTICATION,
                router.authenticationType(),
                t -> t,
                "none"))
        .says(Statement.secret("password", Aspect.AUTHENTICATION, router.password(), "none"))
        .says(
            Statement.of(
                "preempts",
                Aspect.PREEMPTION,
                String.valueOf(!router.noPreempt().is(true)),
                router.noPreempt().span()))
        .says(
            Statement.of(
                "preempt delay", Aspect.PREEMPTION, router.preemptDelay(), Durations::shown, "0s"));
    transport(thing, member);
  }

  private static String standard(VirtualRouter router) {
    return router.state().is(InitialState.MASTER) ? "255" : "100";
  }

  private static void transport(Builder thing, VrrpGroup.Member member) {
    VirtualRouter router = member.router();
    thing.says(
        Statement.of(
            "transport",
            Aspect.TRANSPORT,
            router.isUnicast() ? "unicast" : "multicast",
            router.unicastPeers().stream().flatMap(peer -> peer.span().stream()).findFirst()));
    if (!router.isUnicast())
      thing.says(
          Statement.of(
              "multicast group",
              Aspect.TRANSPORT,
              member.multicastGroup().map(IpAddress::toString).orElse("unknown"),
              router.multicastGroup().span()));
    thing.says(
        Statement.of(
            "source address",
            Aspect.TRANSPORT,
            router.sourceAddress(),
            IpAddress::toString,
            "the interface's"));
    for (Setting<IpAddress> peer : router.unicastPeers())
      thing.says(Statement.of("unicast peer", Aspect.TRANSPORT, peer, IpAddress::toString, ""));
  }

  private static void addresses(Builder thing, VirtualRouter router) {
    for (Setting<VirtualAddress> address : router.addresses())
      address(thing, router, address, "virtual address", Aspect.VIRTUAL_ADDRESS);
    for (Setting<VirtualAddress> address : router.excludedAddresses())
      address(
          thing,
          router,
          address,
          "address beside the advertised ones",
          Aspect.UNADVERTISED_ADDRESS);
  }

  private static void address(
      Builder thing,
      VirtualRouter router,
      Setting<VirtualAddress> address,
      String field,
      Aspect aspect) {
    thing.says(Statement.of(field, aspect, address, VirtualAddress::address, ""));
    address
        .located()
        .map(Located::value)
        .ifPresent(
            given -> {
              thing.says(
                  Statement.of(
                          "prefix length of " + given.address(),
                          Aspect.ADDRESS_PLACE,
                          String.valueOf(given.prefixLength()),
                          address.span())
                      .asDetail());
              thing.says(
                  Statement.of(
                          "interface of " + given.address(),
                          Aspect.ADDRESS_PLACE,
                          device(router, given),
                          given.device().span().or(address::span))
                      .asDetail());
            });
  }

  /** Without a device of its own an address goes to the router's interface. */
  private static String device(VirtualRouter router, VirtualAddress address) {
    Setting<String> device = address.device().isUnset() ? router.iface() : address.device();
    return device.value().orElse("unknown");
  }

  private static Thing track(VrrpDaemon daemon, VrrpTracker tracker) {
    Track track = tracker.track();
    String name = track.name().value();
    Builder thing =
        new Builder(
                "tracked " + track.kind().name().toLowerCase(java.util.Locale.ROOT),
                name,
                Aspect.TRACKING,
                Optional.of(track.name().span()))
            .identity(name);
    thing.says(
        Statement.of(
            "weight",
            Aspect.TRACKING,
            tracker.weight().map(VrrpThings::weight).orElse("unknown"),
            Optional.of(tracker.place())));
    thing.says(
        Statement.of(
            "reverse",
            Aspect.TRACKING,
            String.valueOf(tracker.reverse()),
            Optional.of(tracker.place())));
    daemon.scripts().stream()
        .filter(script -> script.name().value().equals(name))
        .findFirst()
        .filter(_ -> track.kind() == Track.Kind.SCRIPT)
        .ifPresent(script -> script(thing, daemon, script));
    daemon.processes().stream()
        .filter(process -> process.name().value().equals(name))
        .findFirst()
        .filter(_ -> track.kind() == Track.Kind.PROCESS)
        .ifPresent(
            process ->
                thing.says(
                    Statement.of("process", Aspect.TRACKING, process.process(), p -> p, "none")));
    return thing.build();
  }

  private static String weight(int weight) {
    return weight == 0 ? "fault" : String.valueOf(weight);
  }

  private static void script(Builder thing, VrrpDaemon daemon, VrrpDaemon.TrackScript script) {
    Setting<String> user = script.user().isUnset() ? daemon.scriptUser() : script.user();
    thing
        .says(Statement.of("command", Aspect.TRACKING, script.command(), c -> c, "none"))
        .says(time("interval", script.interval(), "1s"))
        .says(time("timeout", script.timeout(), "the interval"))
        .says(Statement.of("rise", Aspect.TRACKING_TIME, script.rise(), r -> r, "1"))
        .says(Statement.of("fall", Aspect.TRACKING_TIME, script.fall(), f -> f, "1"))
        .says(Statement.of("user", Aspect.TRACKING, user, u -> u, "keepalived_script, or root"));
  }

  private static Statement time(String field, Setting<Duration> time, String standard) {
    return Statement.of(field, Aspect.TRACKING_TIME, time, Durations::shown, standard);
  }

  private static Thing group(VrrpDaemon.SyncGroup group) {
    Builder thing =
        new Builder(
                "sync group", group.name().value(), Aspect.SYNC_GROUP, Optional.of(group.span()))
            .identity(group.name().value());
    for (Located<String> member : group.members())
      thing.says(
          Statement.of("member", Aspect.SYNC_GROUP, member.value(), Optional.of(member.span())));
    thing.says(
        Statement.of(
            "weights of members count",
            Aspect.SYNC_GROUP,
            String.valueOf(group.memberWeights()),
            Optional.empty()));
    return thing.build();
  }

  private static Thing virtualServer(VrrpDaemon.VirtualServer server) {
    String at =
        Stream.of(server.address().map(IpAddress::toString), server.port().map(String::valueOf))
            .map(part -> part.value().orElse("?"))
            .collect(Collectors.joining(" "));
    return new Builder("virtual server", at, Aspect.VRRP_SETTING, Optional.of(server.span()))
        .identity(at)
        .build();
  }

  /** The addresses by which a machine is known from its own VRRP speakers. */
  static List<IpAddress> sources(Node node) {
    return node.parts().all(VrrpDaemon.class).stream()
        .flatMap(daemon -> daemon.routers().stream())
        .flatMap(router -> router.sourceAddress().value().stream())
        .toList();
  }
}
