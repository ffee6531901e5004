package dev.vipc.emit.runbook;

import dev.vipc.model.HostPort;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Role;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.Track;
import dev.vipc.spec.VirtualAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a machine waits for before the next one may give the address up: until its own proxy answers
 * and its checks have succeeded often enough, nobody could take over from the next one.
 */
final class Readiness {
  private static final Set<String> EVERYWHERE = Set.of("", "*", "0.0.0.0", "::");

  private final HaSpec spec;

  Readiness(HaSpec spec) {
    this.spec = spec;
  }

  /** The commands that wait; none on a machine that no VRRP makes a holder. */
  List<String> commands(String node) {
    List<String> commands = new ArrayList<>();
    for (SpecNode each : spec.nodes())
      if (each.name().value().equals(node) && waits(each).compareTo(Duration.ZERO) > 0) {
        answers(each, commands);
        commands.add("sleep %d".formatted(waits(each).toSeconds() + 1));
      }
    return commands;
  }

  private void answers(SpecNode node, List<String> commands) {
    for (SpecProxy proxy : spec.proxies())
      if (proxy.runsOn(node)
          && proxy.engine().value() != SpecProxy.Engine.LVS
          && proxy.serverRole().value().equals(Optional.of(Role.CONTROL_PLANE)))
        proxy.listen().value().stream()
            .filter(at -> EVERYWHERE.contains(at.host()))
            .limit(1)
            .map(at -> new HostPort("127.0.0.1", at.port()))
            .forEach(
                at ->
                    commands.add(
                        "until curl -sk -m 2 -o /dev/null https://%s/; do sleep 1; done"
                            .formatted(at)));
  }

  /** Until the slowest check has succeeded often enough, and an advertisement has come. */
  private Duration waits(SpecNode node) {
    Duration longest = Duration.ZERO;
    for (VirtualAddress address : spec.virtualAddresses()) {
      if (!address.isHeldBy(node) || address.vrrp().isEmpty()) continue;
      Duration checks = Duration.ZERO;
      for (Track track : address.tracks().value()) {
        Duration one = waits(track);
        if (one.compareTo(checks) > 0) checks = one;
      }
      Duration all =
          checks.plus(address.vrrp().orElseThrow().advertisementInterval().value().multipliedBy(2));
      if (all.compareTo(longest) > 0) longest = all;
    }
    return longest;
  }

  private static Duration waits(Track track) {
    return track
        .timing()
        .map(
            timing ->
                timing
                    .interval()
                    .value()
                    .multipliedBy(timing.rise().value())
                    .plus(timing.timeout().value()))
        .orElse(Duration.ZERO);
  }
}
