package dev.vipc.check.keepalived;

import java.util.HashMap;
import java.util.Map;

/**
 * Refuses weights where priorities do not change: address owners and members of a sync group
 * without its own tracking weight.
 */
final class Weights {
  private final Reading reading;
  private final Map<Instance, SyncGroup> groupOf;

  Weights(Reading reading, Map<Instance, SyncGroup> groupOf) {
    this.reading = reading;
    this.groupOf = new HashMap<>(groupOf);
  }

  void check() {
    for (Instance instance : reading.instances) {
      SyncGroup group = groupOf.get(instance);
      boolean member = group != null && !group.trackingWeight;
      if (member || instance.isOwner()) ofInstance(instance, member);
    }
    for (SyncGroup group : reading.groups) ofGroup(group);
  }

  /** keepalived does not look at processes here. */
  private void ofInstance(Instance instance, boolean member) {
    for (Instance.Track track : instance.tracks)
      if (track.weight() != 0 && track.kind() != Trackers.Kind.PROCESS && !isOwn(instance, track))
        refuse(
            track,
            member
                ? "a member of a sync group without sync_group_tracking_weight"
                : "an address owner (priority 255)");
  }

  private static boolean isOwn(Instance instance, Instance.Track track) {
    return track.kind() == Trackers.Kind.INTERFACE
        && instance.iface.filter(own -> own.value().equals(track.name().value())).isPresent();
  }

  private void ofGroup(SyncGroup group) {
    boolean owner =
        groupOf.entrySet().stream()
            .anyMatch(entry -> entry.getValue() == group && entry.getKey().isOwner());
    if (!owner) return;
    for (Instance.Track track : group.tracks)
      if (track.weight() != 0) refuse(track, "a group with an address owner (priority 255)");
  }

  private void refuse(Instance.Track track, String where) {
    reading.refusals.refuse(
        KeepalivedFindings.WEIGHT,
        track.name().span(),
        "the weight %d of `%s` has no effect in %s"
            .formatted(track.weight(), track.name().value(), where),
        "write `weight 0`, or change the priority or the group");
  }
}
