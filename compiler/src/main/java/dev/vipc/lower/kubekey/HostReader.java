package dev.vipc.lower.kubekey;

import dev.vipc.lower.Pieces;
import dev.vipc.lower.YamlFields;
import dev.vipc.model.FailureDomain;
import dev.vipc.model.HostEntry;
import dev.vipc.model.InstalledHost;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeKeyCluster.Member;
import dev.vipc.model.ManagementAddress;
import dev.vipc.model.Part;
import dev.vipc.model.Parts;
import dev.vipc.source.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Takes in the hosts of one document. */
final class HostReader {
  /** A host that is in no group is listed by an installer all the same. */
  private static final Set<String> UNGROUPED = Set.of("all");

  private static final List<String> ZONES =
      List.of("topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone");

  private final Map<String, Set<String>> groupsOf = new HashMap<>();
  private final List<Located<String>> names = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();

  HostReader(List<Member> members) {
    for (Member member : members)
      groupsOf.computeIfAbsent(member.name(), _ -> new HashSet<>()).add(member.group().value());
  }

  /**
   * A host as KubeKey 1 to 3 list it: {@code address} is SSH's, {@code internalAddress} its own.
   */
  void addWithAddress(YamlFields host) {
    Located<String> name = host.scalar("name").orElseGet(() -> new Located<>("", host.span()));
    add(name, addresses(host, "internalAddress"), addresses(host, "address"), host);
    ZONES.stream()
        .flatMap(label -> host.at("labels").text(label).located().stream())
        .findFirst()
        .ifPresent(zone -> parts.add(new FailureDomain(name, zone)));
  }

  /** A host as KubeKey 4 lists it. */
  void addWithConnector(Located<String> name, YamlFields host) {
    List<Located<IpAddress>> internal =
        Stream.of("internal_ipv4", "internal_ipv6")
            .flatMap(key -> addresses(host, key).stream())
            .toList();
    add(name, internal, addresses(host.at("connector"), "host"), host);
  }

  List<Located<String>> names() {
    return names;
  }

  Parts parts() {
    return Parts.of(parts);
  }

  private void add(
      Located<String> written,
      List<Located<IpAddress>> internal,
      List<Located<IpAddress>> management,
      YamlFields host) {
    for (Located<String> name : host.values().host(written).located().stream().toList()) {
      names.add(name);
      Set<String> groups = groupsOf.getOrDefault(name.value(), UNGROUPED);
      parts.add(new InstalledHost(name, groups));
      Stream.concat(internal.stream(), management.stream())
          .forEach(address -> parts.add(new HostEntry(name, address, groups)));
      for (Located<IpAddress> remote : management)
        internal.stream()
            .filter(own -> own.value().isV6() == remote.value().isV6())
            .filter(own -> !own.value().equals(remote.value()))
            .findFirst()
            .ifPresent(own -> parts.add(new ManagementAddress(name, remote, own)));
    }
  }

  private static List<Located<IpAddress>> addresses(YamlFields host, String key) {
    return host.scalar(key).stream()
        .flatMap(text -> Pieces.split(text, ',').stream())
        .flatMap(text -> host.values().address(text).located().stream())
        .toList();
  }
}
