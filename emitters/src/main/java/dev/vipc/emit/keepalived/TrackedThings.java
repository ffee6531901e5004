package dev.vipc.emit.keepalived;

import dev.vipc.emit.Build;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.Track;
import dev.vipc.spec.Track.Weight;
import dev.vipc.spec.VirtualAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one node tracks: each thing is defined once, and each virtual router that tracks it says how
 * much it counts there.
 */
final class TrackedThings {
  private final Build build;
  private final KeepalivedText text;
  private final List<Track> tracks;

  TrackedThings(Build build, SpecNode node) {
    this.build = build;
    this.text = new KeepalivedText(build);
    this.tracks = build.spec().tracksOn(node, VirtualAddress.Engine.KEEPALIVED);
  }

  /** The scripts, ours and the user's, as the template defines them. */
  List<Map<String, Object>> scripts() {
    return tracks.stream().filter(track -> track.timing().isPresent()).map(this::script).toList();
  }

  /** The processes as the template defines them. */
  List<Map<String, Object>> processes() {
    return tracks.stream()
        .flatMap(
            track ->
                track instanceof Track.OfProcess process
                    ? List.of(process(process)).stream()
                    : List.<Map<String, Object>>of().stream())
        .toList();
  }

  private Map<String, Object> process(Track.OfProcess track) {
    String process = track.process().value();
    return Map.of(
        "name", track.name(),
        "process", text.word(process, track.process().span()),
        "weight", points(track));
  }

  private Map<String, Object> script(Track track) {
    Track.Timing timing = track.timing().orElseThrow();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", track.name());
    values.put("command", command(track));
    values.put("interval", KeepalivedText.seconds(timing.interval().value()));
    values.put("timeout", KeepalivedText.seconds(timing.timeout().value()));
    values.put("rise", timing.rise().value());
    values.put("fall", timing.fall().value());
    values.put("weight", points(track));
    values.put("user", track instanceof Track.OfScript script ? script.user().value() : "root");
    return values;
  }

  /**
   * keepalived splits it once more at blanks, and only for scripts; the path of ours needs none.
   */
  private String command(Track track) {
    if (!(track instanceof Track.OfScript script)) return CheckScript.path(track);
    String path = script.path().value();
    if (!path.matches("[\\p{Alnum}_./@%+,=:-]+"))
      build.refuse(
          script.path().span(),
          "the path `%s` cannot be written as a script of keepalived".formatted(path),
          "use letters, digits and `_ . / - + @ % , = :` only");
    return text.word(path, script.path().span());
  }

  /** The processes among what is tracked, each with its own weight if it has one. */
  List<String> processReferences(List<Track> tracked) {
    return tracked.stream().filter(Track.OfProcess.class::isInstance).map(this::reference).toList();
  }

  /** The scripts among what is tracked, each with its own weight if it has one. */
  List<String> scriptReferences(List<Track> tracked) {
    return tracked.stream()
        .filter(track -> track.timing().isPresent())
        .map(this::reference)
        .toList();
  }

  private String reference(Track track) {
    Track defined =
        tracks.stream().filter(t -> t.name().equals(track.name())).findFirst().orElseThrow();
    checkSame(defined, track);
    return points(defined) == points(track)
        ? track.name()
        : track.name() + " weight " + points(track);
  }

  /**
   * Interfaces are tracked without a definition; those that the virtual routers are on always are,
   * as a fault.
   */
  List<String> interfaces(List<Track> tracked, Set<String> own) {
    return tracked.stream()
        .flatMap(
            track ->
                track instanceof Track.OfInterface other
                    ? List.of(other).stream()
                    : List.<Track.OfInterface>of().stream())
        .filter(track -> !isOwn(track, own))
        .map(track -> iface(track))
        .toList();
  }

  private String iface(Track.OfInterface track) {
    String name = text.word(track.iface().value(), track.iface().span());
    int points = points(track);
    return points == 0 ? name : name + " weight " + points;
  }

  private boolean isOwn(Track.OfInterface track, Set<String> own) {
    if (!own.contains(track.iface().value())) return false;
    if (points(track) != 0)
      build.refuse(
          track.weight().span(),
          "keepalived gives the address up whenever its own interface `%s` is down"
              .formatted(track.name()),
          "remove the weight");
    return true;
  }

  /** Two virtual addresses may track one thing, but keepalived has one definition for it. */
  private void checkSame(Track defined, Track track) {
    boolean same =
        switch (track) {
          case Track.OfScript script ->
              defined instanceof Track.OfScript other
                  && script.path().value().equals(other.path().value())
                  && script.user().value().equals(other.user().value())
                  && sameTiming(script.watch(), other.watch());
          case Track.OfProcess process ->
              defined instanceof Track.OfProcess other
                  && process.process().value().equals(other.process().value());
          case Track.OfProxy proxy ->
              defined instanceof Track.OfProxy other
                  && proxy.proxy().value().equals(other.proxy().value())
                  && sameTiming(proxy.watch(), other.watch());
          case Track.OfApiServer server ->
              defined instanceof Track.OfApiServer other
                  && sameTiming(server.watch(), other.watch());
          case Track.OfInterface _ -> true;
        };
    if (!same)
      build.refuse(
          track.span(),
          "two different things on one node are called `%s` in keepalived.conf"
              .formatted(track.name()),
          "give both the same interval, timeout, rise and fall, or the scripts different file names");
  }

  private static boolean sameTiming(Track.Timing one, Track.Timing other) {
    return one.interval().value().equals(other.interval().value())
        && one.timeout().value().equals(other.timeout().value())
        && one.rise().value().equals(other.rise().value())
        && one.fall().value().equals(other.fall().value());
  }

  /** keepalived's weight: 0 makes a failure a fault. */
  private static int points(Track track) {
    return switch (track.weight().value()) {
      case Weight.Fault _ -> 0;
      case Weight.Points(var points) -> points;
    };
  }
}
