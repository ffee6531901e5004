package dev.vipc.agent.plan;

import dev.vipc.agent.plan.Problem.Kind;
import dev.vipc.agent.plan.Problem.Place;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What no schema says: names that refer to each other, addresses that must fit, values that exclude
 * each other. It gathers places while the plan is read and judges when all of it is there.
 */
final class PlanMeaning {
  /** 1500 bytes less 40 of IPv6 and 8 of VRRP (RFC 9568, section 5.1), 16 each. */
  private static final int MOST_ADDRESSES_OF_IPV6 = 90;

  private record RouterAt(VirtualRouter router, Fields fields) {}

  private record GroupAt(List<String> members, Place place) {}

  private record Taken(String kind, String name, Place place) {}

  private final Consumer<Problem> out;

  /** By kind. */
  private final Map<String, Set<String>> names = new HashMap<>();

  private final List<Taken> taken = new ArrayList<>();
  private final List<RouterAt> routers = new ArrayList<>();
  private final List<GroupAt> groups = new ArrayList<>();
  private final Map<Proxy, Place> proxies = new IdentityHashMap<>();

  PlanMeaning(Consumer<Problem> out) {
    this.out = out;
  }

  void name(String kind, String name, Place place) {
    boolean first = names.computeIfAbsent(kind, _ -> new HashSet<>()).add(name);
    if (!first) taken.add(new Taken(kind, name, place));
  }

  void router(VirtualRouter router, Fields fields) {
    name("virtual router", router.name(), fields.place("name"));
    routers.add(new RouterAt(router, fields));
  }

  void group(String name, List<String> members, Place place, Place membersPlace) {
    name("sync group", name, place);
    groups.add(new GroupAt(members, membersPlace));
  }

  void listeners(Proxy proxy, Place place) {
    proxies.put(proxy, place);
  }

  /** Judges a plan whose shape is right. */
  void judge(Plan plan) {
    for (Taken name : taken)
      report(
          name.place(),
          "two of kind %s are called `%s`".formatted(name.kind(), name.name()),
          "give one another name");
    for (RouterAt at : routers) {
      interfaceAndAddresses(plan, at);
      versionAndTime(at);
      transport(at);
      tracks(plan, at);
    }
    distinctRouters();
    distinctAddresses();
    distinctMembers();
    groups.forEach(this::members);
    distinctListeners(plan);
    plan.proxies().forEach(this::servers);
  }

  private void interfaceAndAddresses(Plan plan, RouterAt at) {
    VirtualRouter router = at.router();
    List<Subnet> subnets =
        plan.interfaces().stream()
            .filter(known -> known.name().equals(router.iface()))
            .flatMap(known -> known.subnets().stream())
            .toList();
    boolean declared =
        plan.interfaces().stream().anyMatch(known -> known.name().equals(router.iface()));
    if (!declared)
      report(
          at.fields().place("interface"),
          "the interface `%s` is not declared".formatted(router.iface()),
          "add it to `interfaces`, with its subnets");
    if (router.addresses().size() > MOST_ADDRESSES_OF_IPV6 && router.addresses().getFirst().isV6())
      report(
          at.fields().place("addresses"),
          "an advertisement with %d addresses is larger than an Ethernet frame takes"
              .formatted(router.addresses().size()),
          "write at most %d, and make another virtual router for the rest"
              .formatted(MOST_ADDRESSES_OF_IPV6));
    for (Subnet address : router.addresses()) {
      if (declared && subnets.stream().noneMatch(s -> s.contains(address.address())))
        report(
            at.fields().place("addresses"),
            "`%s` lies in no subnet of `%s`".formatted(address, router.iface()),
            "use an address of a declared subnet, or declare its subnet");
      if (address.isV6() != router.addresses().getFirst().isV6())
        report(
            at.fields().place("addresses"),
            "the addresses are of both families",
            "make a virtual router for each");
    }
  }

  private void versionAndTime(RouterAt at) {
    VirtualRouter router = at.router();
    Duration interval = router.advertisementInterval();
    Place place = at.fields().place("advertisementIntervalMillis");
    if (router.version() == 2 && interval.toMillis() % 1_000 != 0)
      report(place, "version 2 counts whole seconds", "write a multiple of 1000");
    if (router.version() == 3 && interval.toMillis() % 10 != 0)
      report(place, "version 3 counts hundredths of a second", "write a multiple of 10");
    if (router.version() == 3 && interval.toMillis() > 40_950)
      report(
          place, "version 3 has at most 40.95 s (RFC 9568, section 5.2.7)", "write at most 40950");
    if (router.version() == 3 && router.password().isPresent())
      report(
          at.fields().place("password"),
          "version 3 has no password (RFC 9568, section 9)",
          "remove it, or write `\"version\": 2`");
    if (router.version() == 2 && router.addresses().getFirst().isV6())
      report(at.fields().place("version"), "version 2 has no IPv6", "write 3");
  }

  private void transport(RouterAt at) {
    boolean v6 = at.router().addresses().getFirst().isV6();
    Place place = at.fields().place("transport");
    VirtualRouter.Transport transport = at.router().transport();
    Optional<InetAddress> source = transport.source();
    if (source.filter(transport.destinations()::contains).isPresent())
      report(place, "the router is its own peer", "leave its own address out of `peers`");
    Stream.concat(source.stream(), transport.destinations().stream())
        .forEach(
            address -> {
              family(place, address, v6);
              ofNode(place, address);
            });
  }

  /** An address owner's is the node's own. */
  private void ofNode(Place place, InetAddress address) {
    if (routers.stream().map(RouterAt::router).anyMatch(router -> moves(router, address)))
      report(
          place,
          "`%s` is a virtual address, which comes and goes".formatted(address.getHostAddress()),
          "write the address of a node");
  }

  private static boolean moves(VirtualRouter router, InetAddress address) {
    return !router.isOwner()
        && router.addresses().stream().anyMatch(subnet -> subnet.address().equals(address));
  }

  private void family(Place place, InetAddress address, boolean v6) {
    if (address instanceof Inet6Address != v6)
      report(
          place,
          "`%s` is not of the family of the virtual addresses".formatted(address.getHostAddress()),
          v6 ? "write an IPv6 address" : "write an IPv4 address");
  }

  private void tracks(Plan plan, RouterAt at) {
    for (VirtualRouter.Track track : at.router().tracks())
      switch (track) {
        case VirtualRouter.Track.OfCheck(var check, _) -> {
          if (plan.checks().stream().noneMatch(known -> known.name().equals(check)))
            report(
                at.fields().place("tracks"),
                "there is no check `%s`".formatted(check),
                "add it to `checks`");
        }
        case VirtualRouter.Track.OfInterface(var iface, _) -> {
          if (plan.interfaces().stream().noneMatch(known -> known.name().equals(iface)))
            report(
                at.fields().place("tracks"),
                "the interface `%s` is not declared".formatted(iface),
                "add it to `interfaces`");
        }
      }
  }

  private void distinctRouters() {
    Map<String, String> first = new HashMap<>();
    for (RouterAt at : routers) {
      VirtualRouter router = at.router();
      String family = router.addresses().getFirst().isV6() ? "IPv6" : "IPv4";
      int id = router.routerId();
      String place = String.join(" ", router.iface(), Integer.toString(id), family);
      String earlier = first.putIfAbsent(place, router.name());
      if (earlier != null)
        report(
            at.fields().place("routerId"),
            "`%s` has the router ID %d on `%s` too".formatted(earlier, id, router.iface()),
            "give one of the two another, from 1 to 255");
    }
  }

  private record AddressAt(InetAddress address, String iface) {}

  /** Who becomes a backup would take the address from the other. */
  private void distinctAddresses() {
    Map<AddressAt, String> first = new HashMap<>();
    for (RouterAt at : routers)
      for (Subnet subnet : at.router().addresses()) {
        var place = new AddressAt(subnet.address(), at.router().iface());
        String earlier = first.putIfAbsent(place, at.router().name());
        if (earlier != null && !earlier.equals(at.router().name()))
          report(
              at.fields().place("addresses"),
              "`%s` is an address of `%s` already, on the same interface"
                  .formatted(subnet.address().getHostAddress(), earlier),
              "leave it to one of the two");
      }
  }

  private void distinctMembers() {
    Map<String, Place> first = new HashMap<>();
    for (GroupAt group : groups)
      for (String member : group.members())
        if (first.putIfAbsent(member, group.place()) != null)
          report(
              group.place(),
              "`%s` is a member of a sync group already".formatted(member),
              "leave it in one sync group, once");
  }

  private void members(GroupAt group) {
    for (String member : group.members())
      if (!names.getOrDefault("virtual router", Set.of()).contains(member))
        report(
            group.place(),
            "there is no virtual router `%s`".formatted(member),
            "write the name of one of `virtualRouters`");
  }

  /** Who listens on a place. */
  private record Listener(String name, Listen listen, boolean shares, boolean translates) {
    /**
     * Sockets of the proxies share a port, and the one of an address goes before the one of all;
     * what the kernel translates reaches no socket, save on loopback, and the status shares with
     * nobody.
     */
    boolean isInTheWayOf(Listener other) {
      if (translates != other.translates) {
        Listen translated = (translates ? this : other).listen;
        Listen opened = (translates ? other : this).listen;
        boolean taken = translated.isAny() && translated.overlaps(opened) && !opened.isLoopback();
        return taken || isSame(other);
      }
      return shares && other.shares ? isSame(other) : listen.overlaps(other.listen);
    }

    private boolean isSame(Listener other) {
      return listen.overlaps(other.listen) && listen.isAny() == other.listen.isAny();
    }
  }

  private void distinctListeners(Plan plan) {
    Map<Integer, List<Listener>> byPort = new HashMap<>();
    Listen status = plan.status().listen();
    byPort
        .computeIfAbsent(status.port(), _ -> new ArrayList<>())
        .add(new Listener("status", status, false, false));
    for (Proxy proxy : plan.proxies())
      for (Listen listen : proxy.listen()) {
        boolean translates = !proxy.sockets().contains(listen);
        Listener next = new Listener(proxy.name(), listen, true, translates);
        List<Listener> earlier = byPort.computeIfAbsent(listen.port(), _ -> new ArrayList<>());
        earlier.stream()
            .filter(next::isInTheWayOf)
            .findFirst()
            .ifPresent(
                first ->
                    report(
                        place(proxy),
                        "`%s` listens on port %d of the same address"
                            .formatted(first.name(), listen.port()),
                        "choose another port"));
        earlier.add(next);
      }
  }

  private Place place(Proxy proxy) {
    return proxies.getOrDefault(proxy, new Place(1, 1));
  }

  /** Servers with names are not known here. */
  private void servers(Proxy proxy) {
    List<Listen> servers =
        proxy.servers().stream()
            .flatMap(
                server ->
                    Subnet.address(server.address()).stream()
                        .map(address -> new Listen(Optional.of(address), server.port())))
            .toList();
    for (Listen listen : proxy.listen()) {
      if (servers.contains(listen))
        report(
            place(proxy),
            "`%s` is its own server: its connections would go round for ever"
                .formatted(proxy.name()),
            "write the server's own address or port, or listen on another");
      if (!proxy.sockets().contains(listen)
          && servers.size() == proxy.servers().size()
          && servers.stream().noneMatch(server -> server.isV6() == listen.isV6()))
        report(
            place(proxy),
            "a proxy in kernel mode that listens on %s has no server of it"
                .formatted(listen.isV6() ? "IPv6" : "IPv4"),
            "add a server with an address of this family, or write `\"mode\": \"splice\"`");
    }
  }

  private void report(Place place, String message, String help) {
    out.accept(new Problem(Kind.MEANING, place, message, help));
  }
}
