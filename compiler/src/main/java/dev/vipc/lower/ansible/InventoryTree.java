package dev.vipc.lower.ansible;

import dev.vipc.lower.Values;
import dev.vipc.model.FailureDomain;
import dev.vipc.model.HostEntry;
import dev.vipc.model.InstalledHost;
import dev.vipc.model.IpAddress;
import dev.vipc.model.ManagementAddress;
import dev.vipc.model.Part;
import dev.vipc.model.Parts;
import dev.vipc.source.Located;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The hosts of one inventory, their variables and the groups that they are in. */
final class InventoryTree {
  private static final String EVERYBODY = "all";
  private static final String REMOTE = "ansible_host";

  /** More machines than this are nobody's inventory, but patterns can mean any number. */
  private static final int MOST = 100_000;

  private record Host(Located<String> name, Map<String, Located<String>> variables) {}

  private record Group(Set<String> hosts, Set<String> children) {
    Group() {
      this(new LinkedHashSet<>(), new LinkedHashSet<>());
    }
  }

  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final Map<String, Group> groups = new LinkedHashMap<>();

  /** A line that names a host in a group; its name is where it first stands. */
  void add(String group, Located<String> written, Map<String, Located<String>> variables) {
    for (String name : HostPattern.names(written.value())) {
      if (hosts.size() >= MOST && !hosts.containsKey(name)) return;
      hosts
          .computeIfAbsent(
              name, _ -> new Host(new Located<>(name, written.span()), new LinkedHashMap<>()))
          .variables()
          .putAll(variables);
      group(group).hosts().add(name);
    }
  }

  void addChild(String group, String child) {
    group(group).children().add(child);
  }

  Set<String> groupNames() {
    return groups.keySet();
  }

  Parts parts(Values values) {
    Map<String, Set<String>> groupsOf = groupsOfHosts();
    Map<String, Long> behind = machinesBehind();
    List<Part> parts = new ArrayList<>();
    for (Host host : hosts.values())
      add(
          host,
          groupsOf.getOrDefault(host.name().value(), Set.of(EVERYBODY)),
          isGateway(host, behind),
          values,
          parts);
    return Parts.of(parts);
  }

  private static void add(
      Host host, Set<String> member, boolean gateway, Values values, List<Part> parts) {
    Optional<Located<IpAddress>> management = address(host, values, REMOTE, "ansible_ssh_host");
    Optional<Located<IpAddress>> own =
        address(host, values, "access_ip").or(() -> address(host, values, "ip"));
    parts.add(new InstalledHost(host.name(), member));
    Set<IpAddress> told = new HashSet<>();
    Stream.of(
            own,
            address(host, values, "ip"),
            gateway ? Optional.<Located<IpAddress>>empty() : management,
            named(host))
        .flatMap(Optional::stream)
        .filter(at -> told.add(at.value()))
        .forEach(at -> parts.add(new HostEntry(host.name(), at, member)));
    management
        .filter(at -> own.filter(ip -> differs(at.value(), ip.value())).isPresent())
        .ifPresent(at -> parts.add(new ManagementAddress(host.name(), at, own.orElseThrow())));
    Stream.of("zone", "failure_domain", "availability_zone")
        .flatMap(key -> Optional.ofNullable(host.variables().get(key)).stream())
        .findFirst()
        .ifPresent(zone -> parts.add(new FailureDomain(host.name(), zone)));
  }

  /** Behind one address with ports for several machines stands a gateway, which is none of them. */
  private static boolean isGateway(Host host, Map<String, Long> machinesBehind) {
    Located<String> own = host.variables().get(REMOTE);
    return own != null && machinesBehind.getOrDefault(own.value(), 0L) > 1;
  }

  private Map<String, Long> machinesBehind() {
    return hosts.values().stream()
        .flatMap(host -> Optional.ofNullable(host.variables().get(REMOTE)).stream())
        .collect(Collectors.groupingBy(Located::value, Collectors.counting()));
  }

  private static boolean differs(IpAddress one, IpAddress other) {
    return one.isV6() == other.isV6() && !one.equals(other);
  }

  private static Optional<Located<IpAddress>> address(Host host, Values values, String... keys) {
    return Stream.of(keys)
        .flatMap(key -> Optional.ofNullable(host.variables().get(key)).stream())
        .flatMap(text -> values.address(text).located().stream())
        .filter(at -> isMachine(at.value()))
        .findFirst();
  }

  /** Hosts are often called by their address. */
  private static Optional<Located<IpAddress>> named(Host host) {
    return IpAddress.parse(host.name().value())
        .filter(InventoryTree::isMachine)
        .map(ip -> new Located<>(ip, host.name().span()));
  }

  private static boolean isMachine(IpAddress address) {
    return !address.address().isLoopbackAddress() && !address.address().isAnyLocalAddress();
  }

  private Map<String, Set<String>> groupsOfHosts() {
    Map<String, Set<String>> groupsOf = new LinkedHashMap<>();
    for (String group : groups.keySet())
      collect(group, new HashSet<>())
          .forEach(host -> groupsOf.computeIfAbsent(host, _ -> new LinkedHashSet<>()).add(group));
    return groupsOf;
  }

  private Set<String> collect(String name, Set<String> visited) {
    Group group = groups.get(name);
    if (group == null || !visited.add(name)) return Set.of();
    Set<String> all = new LinkedHashSet<>(group.hosts());
    for (String child : group.children()) all.addAll(collect(child, visited));
    return all;
  }

  private Group group(String name) {
    return groups.computeIfAbsent(name, _ -> new Group());
  }
}
