package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.List;

/** One keepalived (or another VRRP speaker) and all that its configuration gives it. */
public record VrrpDaemon(
    SourceFile file,
    Setting<String> routerId,
    Setting<IpAddress> multicastGroup4,
    Setting<Boolean> strict,
    Setting<Boolean> scriptSecurity,
    Setting<String> scriptUser,
    List<TrackScript> scripts,
    List<TrackProcess> processes,
    List<VirtualRouter> routers,
    List<SyncGroup> syncGroups,
    List<VirtualServer> virtualServers) {

  /** A script that keepalived runs and that virtual routers track. {@code weight} 0 means fault. */
  public record TrackScript(
      Located<String> name,
      Setting<String> command,
      Setting<Duration> interval,
      Setting<Duration> timeout,
      Setting<Integer> weight,
      Setting<Integer> rise,
      Setting<Integer> fall,
      Span span) {}

  /** A process whose presence virtual routers track. */
  public record TrackProcess(
      Located<String> name, Setting<String> process, Setting<Integer> weight, Span span) {}

  public record SyncGroup(
      Located<String> name,
      List<Located<String>> members,
      List<VirtualRouter.Track> tracks,
      Span span) {}

  /** An LVS service. {@code checked}: whether some real server of it has a checker. */
  public record VirtualServer(
      Setting<IpAddress> address, Setting<Integer> port, boolean checked, Span span) {}
}
