package dev.vipc.lower.keepalived;

import dev.vipc.model.Setting;
import dev.vipc.model.VirtualRouter.Track;
import dev.vipc.source.Located;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code track_*} blocks of a virtual router or a sync group. */
record Tracks(Body body) {
  private static final Map<String, Track.Kind> KINDS =
      Map.of(
          "track_script", Track.Kind.SCRIPT,
          "track_process", Track.Kind.PROCESS,
          "track_interface", Track.Kind.INTERFACE,
          "track_file", Track.Kind.FILE,
          "track_bfd", Track.Kind.BFD);

  /** In the order written. */
  List<Track> all() {
    return body.lines().stream()
        .filter(line -> KINDS.containsKey(line.keyword()))
        .flatMap(block -> block.body().stream().map(entry -> track(block, entry)))
        .toList();
  }

  private Track track(Line block, Line entry) {
    Track.Kind kind = Optional.ofNullable(KINDS.get(block.keyword())).orElseThrow();
    Located<String> name = entry.word(0).orElse(new Located<>("", entry.span()));
    return new Track(kind, name, weight(entry), entry.has("reverse"));
  }

  private Setting<Integer> weight(Line entry) {
    if (entry.conditional()) return Setting.unknown(entry.span());
    return entry.after("weight").map(body.values()::integer).orElse(Setting.unset());
  }
}
