package dev.vipc.model;

import dev.vipc.model.VirtualRouter.Track;
import dev.vipc.model.VrrpDaemon.SyncGroup;
import dev.vipc.source.Located;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The virtual routers of different nodes that hold one set of addresses among them: each node's
 * part of what VRRP calls one virtual router.
 *
 * <p>They belong together by their virtual addresses, so that a VRID that differs by mistake does
 * not hide the group; where no address is known, by name and VRID.
 */
public record VrrpGroup(List<Member> members) {
  public VrrpGroup {
    members = List.copyOf(members);
  }

  /** One node's part. */
  public record Member(Node node, VrrpDaemon daemon, VirtualRouter router) {
    private static final IpAddress GROUP_V4 = IpAddress.parse("224.0.0.18").orElseThrow();
    private static final IpAddress GROUP_V6 = IpAddress.parse("ff02::12").orElseThrow();

    /** The node's name, or the file's where the node has none. */
    public String label() {
      return node.name().orElse(daemon.file().path());
    }

    /** Whether the addresses are IPv6; absent where none is known. */
    public Optional<Boolean> isV6() {
      return Stream.concat(
              router.knownAddresses().stream().map(address -> address.value().address()),
              router.sourceAddress().value().stream())
          .findFirst()
          .map(IpAddress::isV6);
    }

    /** The VRRP version in force; 3 for IPv6, else 2 where none is stated. */
    public Optional<Integer> version() {
      if (!router.version().isUnset()) return router.version().value();
      return isV6().orElse(false) ? Optional.of(3) : daemon.version().orDefault(2);
    }

    /** Where its advertisements go when they are multicast. */
    public Optional<IpAddress> multicastGroup() {
      if (!router.multicastGroup().isUnset()) return router.multicastGroup().value();
      if (isV6().orElse(false)) return Optional.of(GROUP_V6);
      return daemon.multicastGroup4().orDefault(GROUP_V4);
    }

    public Optional<SyncGroup> syncGroup() {
      return daemon.syncGroups().stream()
          .filter(group -> group.members().stream().anyMatch(this::isNamed))
          .findFirst();
    }

    /** What it watches, by itself and through its sync group. */
    public List<Track> tracks() {
      return Stream.concat(
              router.tracks().stream(),
              syncGroup().stream().flatMap(group -> group.tracks().stream()))
          .toList();
    }

    private boolean isNamed(Located<String> name) {
      return name.value().equals(router.name().value());
    }

    private boolean isSpeakerOf(Member other) {
      boolean oneNode = node == other.node && node.name().isPresent();
      return daemon == other.daemon || oneNode;
    }
  }

  /** All groups of a deployment, in the order of their first members. */
  public static List<VrrpGroup> of(Deployment deployment) {
    return deployment.once(VrrpGroup.class, VrrpGroup::group);
  }

  private static List<VrrpGroup> group(Deployment deployment) {
    Grouper grouper = new Grouper();
    for (Node node : deployment.nodes())
      for (VrrpDaemon daemon : node.parts().all(VrrpDaemon.class))
        for (VirtualRouter router : daemon.routers()) grouper.add(new Member(node, daemon, router));
    return grouper.groups.stream().map(VrrpGroup::new).toList();
  }

  /** The distinct VRIDs in it, where known and valid. */
  public Set<Integer> vrids() {
    Set<Integer> vrids = new HashSet<>();
    for (Member member : members) member.router().validVrid().ifPresent(vrids::add);
    return vrids;
  }

  private static final class Grouper {
    private final List<List<Member>> groups = new ArrayList<>();
    private final Map<Object, List<List<Member>>> byKey = new HashMap<>();

    void add(Member member) {
      List<Object> keys = keys(member.router());
      List<Member> group =
          keys.stream()
              .flatMap(key -> byKey.getOrDefault(key, List.of()).stream())
              .filter(candidate -> candidate.stream().noneMatch(member::isSpeakerOf))
              .max(Comparator.comparing(candidate -> sharesVrid(candidate, member)))
              .orElseGet(this::begin);
      group.add(member);
      for (Object key : keys) {
        List<List<Member>> known = byKey.computeIfAbsent(key, _ -> new ArrayList<>());
        if (known.stream().noneMatch(other -> other == group)) known.add(group);
      }
    }

    private List<Member> begin() {
      List<Member> group = new ArrayList<>();
      groups.add(group);
      return group;
    }

    private static boolean sharesVrid(List<Member> group, Member member) {
      return group.stream()
          .anyMatch(other -> other.router().vrid().value().equals(member.router().vrid().value()));
    }

    private static List<Object> keys(VirtualRouter router) {
      List<Object> addresses = new ArrayList<>();
      router.knownAddresses().forEach(address -> addresses.add(address.value().address()));
      if (!addresses.isEmpty() || router.validVrid().isEmpty()) return addresses;
      return List.of(router.name().value() + "/" + router.validVrid().get());
    }
  }
}
