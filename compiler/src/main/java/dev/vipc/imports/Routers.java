package dev.vipc.imports;

import dev.vipc.model.Deployment;
import dev.vipc.model.Node;
import dev.vipc.model.Setting;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.source.Located;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The virtual routers of all nodes, those together that are one. */
final class Routers {
  private static final int LONGEST_NAME = 63;

  /** One node's word on a virtual router. */
  record Member(Node node, VrrpDaemon daemon, VirtualRouter router) {
    /** VRRP's version: the router's, the daemon's, or keepalived's default. */
    int version() {
      return router.version().value().or(() -> daemon.version().value()).orElse(2);
    }

    int priority() {
      return router.basePriority().orElse(100);
    }
  }

  /**
   * One virtual router.
   *
   * @param name unique, and fit for a spec
   * @param members the one with the highest priority first
   * @param peers holders that only the members' peer lists name, in the order of the lists
   */
  record Group(String name, int vrid, List<Member> members, List<Machine> peers) {
    Member first() {
      return members.getFirst();
    }
  }

  /**
   * @param before how many of the same number and family stand above it on its node
   */
  private record Key(int vrid, boolean v6, int before) {}

  private final List<Group> groups = new ArrayList<>();

  Routers(Deployment deployment, Machines machines) {
    Map<Key, List<Member>> members = new LinkedHashMap<>();
    for (Node node : deployment.nodes()) {
      Map<Key, Integer> before = new HashMap<>();
      for (VrrpDaemon daemon : node.parts().all(VrrpDaemon.class))
        for (VirtualRouter router : daemon.routers())
          if (isSayable(router, machines.of(node))) {
            int vrid = router.validVrid().orElseThrow();
            int place = before.merge(new Key(vrid, isV6(router), 0), 1, Integer::sum) - 1;
            members
                .computeIfAbsent(new Key(vrid, isV6(router), place), _ -> new ArrayList<>())
                .add(new Member(node, daemon, router));
          }
    }
    Set<String> names = new HashSet<>();
    members.forEach((key, found) -> groups.add(group(key, found, machines, names)));
  }

  /**
   * Whether a spec can say it: a number, addresses that are all known, on one interface, and for
   * unicast an own address to send from.
   */
  private static boolean isSayable(VirtualRouter router, Machine machine) {
    boolean addresses =
        !router.addresses().isEmpty()
            && router.addresses().stream().allMatch(address -> isOn(router, address));
    boolean source =
        !router.isUnicast()
            || router.unicastPeers().stream().allMatch(peer -> peer.value().isPresent())
                && machine.addresses().stream().anyMatch(own -> own.isV6() == isV6(router));
    return router.validVrid().isPresent()
        && router.iface().value().isPresent()
        && router.basePriority().isPresent()
        && addresses
        && source;
  }

  private static boolean isOn(VirtualRouter router, Setting<VirtualRouter.VirtualAddress> address) {
    return address
        .value()
        .filter(
            known ->
                known.device().isUnset() || known.device().value().equals(router.iface().value()))
        .isPresent();
  }

  List<Group> groups() {
    return groups;
  }

  Optional<Group> groupOf(VirtualRouter router) {
    return groups.stream()
        .filter(group -> group.members().stream().anyMatch(m -> m.router().equals(router)))
        .findFirst();
  }

  /** A sync group as the spec's {@code together}. */
  private record Together(String name, List<String> groups) {}

  /**
   * The name under which a virtual router moves together with others, where every node says the
   * same of it and all of the others are held by the same nodes in one order.
   */
  Optional<String> together(Group group) {
    List<Optional<Together>> words =
        group.members().stream().map(member -> together(member)).distinct().toList();
    if (words.size() != 1 || words.getFirst().isEmpty()) return Optional.empty();
    Together together = words.getFirst().get();
    boolean agree =
        groups.stream()
            .filter(other -> together.groups().contains(other.name()))
            .allMatch(
                other ->
                    movesLike(other, group)
                        && other.members().stream()
                            .allMatch(member -> together(member).equals(words.getFirst())));
    return agree ? Optional.of(together.name()) : Optional.empty();
  }

  /** The sync group that a node puts a virtual router into. */
  static Optional<VrrpDaemon.SyncGroup> syncGroup(Member member) {
    return member.daemon().syncGroups().stream()
        .filter(group -> names(group).contains(member.router().name().value()))
        .findFirst();
  }

  /** The virtual routers in a sync group. */
  List<Group> members(VrrpDaemon daemon, VrrpDaemon.SyncGroup of) {
    return names(of).stream()
        .flatMap(
            name -> daemon.routers().stream().filter(router -> router.name().value().equals(name)))
        .flatMap(router -> groupOf(router).stream())
        .distinct()
        .toList();
  }

  private static List<String> names(VrrpDaemon.SyncGroup group) {
    return group.members().stream().map(Located::value).toList();
  }

  private Optional<Together> together(Member member) {
    return syncGroup(member)
        .filter(group -> !group.memberWeights() && group.members().size() > 1)
        .map(
            group ->
                new Together(
                    sectionName(group.name().value()),
                    members(member.daemon(), group).stream().map(Group::name).toList()))
        .filter(
            together ->
                together.groups().size() == syncGroup(member).orElseThrow().members().size());
  }

  private static boolean movesLike(Group one, Group other) {
    return nodes(one).equals(nodes(other))
        && preemption(one.first()).equals(preemption(other.first()));
  }

  private static List<Node> nodes(Group group) {
    return group.members().stream().map(Member::node).toList();
  }

  private static List<Object> preemption(Member member) {
    return List.of(
        member.router().neverPreempts(),
        member.router().preemptDelay().value().orElse(Duration.ZERO));
  }

  private static Group group(Key key, List<Member> members, Machines machines, Set<String> names) {
    String base = sectionName(members.getFirst().router().name().value());
    String name = base;
    for (int next = 2; !names.add(name); next++) name = base + "-" + next;
    List<Member> ordered =
        members.stream().sorted(Comparator.comparing(Member::priority).reversed()).toList();
    return new Group(name, key.vrid(), ordered, peers(ordered, machines));
  }

  private static List<Machine> peers(List<Member> members, Machines machines) {
    List<Machine> own = members.stream().map(member -> machines.of(member.node())).toList();
    return members.stream()
        .flatMap(member -> member.router().unicastPeers().stream())
        .flatMap(peer -> peer.value().flatMap(machines::holder).stream())
        .filter(machine -> !own.contains(machine))
        .distinct()
        .toList();
  }

  private static boolean isV6(VirtualRouter router) {
    return router.knownAddresses().stream()
        .findFirst()
        .map(address -> address.value().address().isV6())
        .orElse(false);
  }

  /** A name that a spec takes. */
  static String sectionName(String text) {
    String name = text.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[._-]+|[._-]+$", "");
    if (name.isEmpty()) return "unnamed";
    return name.length() > LONGEST_NAME
        ? name.substring(0, LONGEST_NAME).replaceAll("[._-]+$", "")
        : name;
  }
}
