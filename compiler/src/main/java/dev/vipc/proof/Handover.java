package dev.vipc.proof;

import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Version;
import dev.vipc.model.VrrpGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How long addresses are away while somebody works on a deployment, in seconds at most.
 *
 * @param stopped after their holder has stopped in good order, until another holds them; absent
 *     where there is no other, or nothing is known
 * @param started after all machines have started with none before them
 * @param leased until a lease that is not renewed any more is somebody else's
 */
public record Handover(OptionalDouble stopped, OptionalDouble started, OptionalDouble leased) {
  /** Over all virtual routers and leases of a deployment, the longest of each. */
  public static Handover of(Deployment deployment) {
    Site site = new Site(deployment);
    List<Double> stops = new ArrayList<>();
    List<Double> starts = new ArrayList<>();
    for (VrrpGroup group : VrrpGroup.of(deployment)) {
      List<Speaker> speakers = speakers(group, site);
      if (speakers.size() < group.members().size()) continue;
      speakers.stream()
          .mapToDouble(speaker -> speaker.masterDown(speaker.base()))
          .min()
          .ifPresent(starts::add);
      for (Speaker holder : speakers)
        speakers.stream()
            .filter(other -> other != holder && other.accepts(holder))
            .mapToDouble(other -> other.skew(other.base()))
            .min()
            .ifPresent(stops::add);
    }
    return new Handover(longest(stops.stream()), longest(starts.stream()), leased(deployment));
  }

  private static List<Speaker> speakers(VrrpGroup group, Site site) {
    return group.members().stream()
        .flatMap(
            member -> site.of(member.node()).flatMap(host -> Speaker.of(host, member)).stream())
        .toList();
  }

  private static OptionalDouble longest(Stream<Double> seconds) {
    return seconds.mapToDouble(one -> one).max();
  }

  private static OptionalDouble leased(Deployment deployment) {
    Version standard = deployment.targets().versionFor("kube-vip");
    return deployment
        .all(KubeVip.class)
        .mapToDouble(instance -> expiry(instance, instance.imageVersion().orElse(standard)).worst())
        .max();
  }

  static Bounds expiry(KubeVip instance, Version version) {
    Host any = new Host(0, "", Optional.empty(), Set.of());
    ControlPlane none = new ControlPlane(Set.of(), Set.of(), false);
    return new LeaseService("", Map.of(any, instance), version, none, Optional.empty()).expiry();
  }
}
