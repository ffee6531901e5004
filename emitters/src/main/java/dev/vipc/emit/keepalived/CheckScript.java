package dev.vipc.emit.keepalived;

import dev.vipc.emit.Artifact;
import dev.vipc.emit.Build;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.ShellText;
import dev.vipc.spec.Probe;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.Track;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/** The shell scripts by which keepalived asks what runs on its own node. */
final class CheckScript {
  private static final String FOLDER = "/etc/keepalived/";

  private CheckScript() {}

  /** Where the script of a track lies on the node. */
  static String path(Track track) {
    return FOLDER + track.name() + ".sh";
  }

  static Artifact artifact(Build build, SpecNode node, Track track, Probe probe) {
    Duration timeout = track.timing().orElseThrow().timeout().value();
    String text =
        build.render(
            CheckScript.class,
            "check.sh.j2",
            Map.of(
                "header", build.origin().comment(),
                "what", what(track),
                "kind",
                    probe.url().isEmpty()
                        ? "tcp"
                        : status(build, track).isPresent() ? "status" : "http",
                "url", ShellText.word(probe.url().orElse("telnet://" + probe.at())),
                "status", status(build, track).orElse(0),
                "timeout", KeepalivedText.seconds(timeout),
                "less", KeepalivedText.seconds(timeout.multipliedBy(9).dividedBy(10))));
    return Artifact.onNode(node.name().value(), path(track), text, FileMode.SCRIPT);
  }

  /**
   * The status that means health, where curl's {@code --fail} would not do: it refuses from 400.
   */
  private static OptionalInt status(Build build, Track track) {
    return track instanceof Track.OfProxy(var proxy, _, _, _)
        ? build.spec().proxy(proxy.value()).stream()
            .map(SpecProxy::check)
            .mapToInt(check -> check.expect().value())
            .filter(expected -> expected >= 400)
            .findFirst()
        : OptionalInt.empty();
  }

  private static String what(Track track) {
    return switch (track) {
      case Track.OfProxy(var proxy, _, _, _) -> "the proxy " + proxy.value();
      case Track.OfApiServer _ -> "the API server";
      case Track.OfScript _, Track.OfProcess _, Track.OfInterface _ ->
          throw new IllegalArgumentException("no script of ours: " + track.name());
    };
  }
}
