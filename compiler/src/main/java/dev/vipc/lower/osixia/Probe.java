package dev.vipc.lower.osixia;

import dev.vipc.lower.YamlFields;
import dev.vipc.model.CheckScript;
import dev.vipc.model.HostPort;
import dev.vipc.model.Setting;
import dev.vipc.model.VirtualRouter.Track;
import dev.vipc.model.VrrpDaemon.TrackScript;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A kubelet's liveness probe of keepalived's container, as the check that it is: when it has failed
 * often enough, the kubelet restarts keepalived, which gives the address away as it ends. It acts
 * like a tracked script whose failure is a fault, and only while the kubelet works.
 */
record Probe(TrackScript script, CheckScript request, Track track) {
  private static final String NAME = "livenessProbe";

  /** The kubelet's defaults. */
  private static final int PERIOD = 10;

  private static final int FAILURES = 3;
  private static final int TIMEOUT = 1;

  /** Absent where the container has no probe by HTTP. */
  static Optional<Probe> of(SourceFile file, YamlFields probe) {
    if (probe.mapping().mapping("httpGet").isEmpty()) return Optional.empty();
    YamlFields get = probe.at("httpGet");
    Span place = get.span();
    String scheme =
        get.scalar("scheme").filter(s -> s.value().equals("HTTPS")).isPresent() ? "https" : "http";
    Setting<Integer> port = get.port("port");
    String host = get.host("host").value().orElse("127.0.0.1");
    Setting<HostPort> target = port.map(number -> new HostPort(host, OptionalInt.of(number)));
    String path = get.text("path").value().orElse("/");
    String url =
        "%s://%s%s".formatted(scheme, target.value().map(HostPort::toString).orElse(host), path);
    Located<String> name = new Located<>(NAME, place);
    return Optional.of(
        new Probe(
            new TrackScript(
                name,
                Setting.of("GET " + url, place),
                seconds(probe, "periodSeconds", PERIOD, place),
                seconds(probe, "timeoutSeconds", TIMEOUT, place),
                Setting.unset(),
                false,
                Setting.unset(),
                count(probe, place),
                Setting.unset(),
                place),
            request(file, place, url, target, get),
            new Track(Track.Kind.SCRIPT, name, Setting.unset(), false)));
  }

  /** The kubelet takes 200 to 399 for success. */
  private static CheckScript request(
      SourceFile file, Span place, String url, Setting<HostPort> target, YamlFields get) {
    return new CheckScript(
        file,
        place,
        List.of(
            new CheckScript.Probe(
                new Located<>("GET", place),
                new Located<>(url, place),
                target,
                get.text("path"),
                true,
                Setting.unset())),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Setting.unset());
  }

  private static Setting<Duration> seconds(YamlFields probe, String key, int standard, Span place) {
    Setting<Integer> written = probe.read(key, probe.values()::integer);
    return (written.isUnset() ? Setting.of(standard, place) : written).map(Duration::ofSeconds);
  }

  private static Setting<Integer> count(YamlFields probe, Span place) {
    Setting<Integer> written = probe.read("failureThreshold", probe.values()::integer);
    return written.isUnset() ? Setting.of(FAILURES, place) : written;
  }
}
