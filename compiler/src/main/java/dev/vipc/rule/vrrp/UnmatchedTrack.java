package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.VirtualRouter.Track;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tracked names that nothing defines, and definitions that nothing tracks. */
@AutoService(Rule.class)
public final class UnmatchedTrack implements Rule {
  public static final RuleMeta META =
      new RuleMeta(
              "KA015",
              "unmatched-track",
              Severity.ERROR,
              """
              A tracked script is not defined above its track, or a defined one is not tracked.

              keepalived looks a tracked name up while it reads the line. A name that is misspelled,
              or defined only further down, is reported as "not found, ignoring" and dropped; the
              service then dies without moving the address (measured with 2.2.7 and 2.4.3). A script
              that nothing tracks is not run at all, which is an info here: it does no harm, but it
              was meant to do something.

              Files that include others are not judged by what they lack.

              Write the same name in `vrrp_script` and `track_script`, the definition first.
              """)
          .withFix();

  /** What a {@code track_script} or {@code track_process} can name. */
  private record Definition(Track.Kind kind, Located<String> name, Span block) {}

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .parts()
        .filter(parts -> parts.all(VrrpDaemon.class).stream().allMatch(UnmatchedTrack::isWhole))
        .flatMap(parts -> parts.all(VrrpDaemon.class).stream())
        .forEach(daemon -> check(daemon, out));
  }

  /** Where a file includes others, their definitions count too: the check reads them together. */
  private static boolean isWhole(VrrpDaemon daemon) {
    return daemon.includes().isEmpty();
  }

  private static void check(VrrpDaemon daemon, Reporter out) {
    List<Definition> definitions = definitions(daemon);
    List<Track> tracks = tracks(daemon);
    for (Track track : tracks) missing(track, definitions, tracks).ifPresent(out::report);
    List<Definition> meant =
        tracks.stream().flatMap(track -> meant(track, definitions, tracks).stream()).toList();
    for (Definition free : free(definitions, tracks))
      if (!meant.contains(free) && !mayBeTracked(free, daemon)) out.report(unused(free));
  }

  /** In a template the names that are still open may be each other's. */
  private static boolean mayBeTracked(Definition free, VrrpDaemon daemon) {
    return free.name().value().isEmpty()
        || isOpen(free.name())
        || allTracks(daemon).anyMatch(track -> isOpen(track.name()));
  }

  private static boolean isOpen(Located<String> name) {
    return name.value().contains("$") || name.value().contains("{{");
  }

  private static List<Definition> free(List<Definition> definitions, List<Track> tracks) {
    Set<String> tracked = tracks.stream().map(UnmatchedTrack::key).collect(Collectors.toSet());
    return definitions.stream().filter(d -> !tracked.contains(key(d))).toList();
  }

  /** The one definition that nothing tracks, for a name that nothing defines. */
  private static Optional<Definition> meant(
      Track track, List<Definition> definitions, List<Track> tracks) {
    if (definitions.stream().anyMatch(d -> key(d).equals(key(track)))) return Optional.empty();
    List<Definition> free =
        free(definitions, tracks).stream().filter(d -> d.kind() == track.kind()).toList();
    return free.size() == 1 ? Optional.of(free.getFirst()) : Optional.empty();
  }

  private static List<Definition> definitions(VrrpDaemon daemon) {
    List<Definition> all = new ArrayList<>();
    daemon.scripts().forEach(s -> all.add(new Definition(Track.Kind.SCRIPT, s.name(), s.span())));
    daemon
        .processes()
        .forEach(p -> all.add(new Definition(Track.Kind.PROCESS, p.name(), p.span())));
    return all;
  }

  private static Stream<Track> allTracks(VrrpDaemon daemon) {
    return Stream.concat(
        daemon.routers().stream().flatMap(router -> router.tracks().stream()),
        daemon.syncGroups().stream().flatMap(group -> group.tracks().stream()));
  }

  private static List<Track> tracks(VrrpDaemon daemon) {
    return allTracks(daemon)
        .filter(track -> track.kind() == Track.Kind.SCRIPT || track.kind() == Track.Kind.PROCESS)
        .filter(track -> !isOpen(track.name()))
        .filter(track -> !isUnread(daemon, track))
        .toList();
  }

  /** A block of that name whose keyword is misspelt is the fault, and a finding of its own. */
  private static boolean isUnread(VrrpDaemon daemon, Track track) {
    return daemon.unread().stream().anyMatch(name -> name.value().equals(track.name().value()));
  }

  private static Optional<Diagnostic> missing(
      Track track, List<Definition> definitions, List<Track> tracks) {
    Optional<Definition> match =
        definitions.stream().filter(d -> key(d).equals(key(track))).findFirst();
    if (match.isEmpty()) return Optional.of(undefined(track, definitions, tracks));
    // a spec defines a check where it tracks it
    if (match.get().block().start() <= track.name().span().start()) return Optional.empty();
    return Optional.of(
        Diagnostic.of(
                META,
                track.name().span(),
                "`%s` is defined only further down, and keepalived ignores it here"
                    .formatted(track.name().value()))
            .also(match.get().name().span(), "defined here")
            .help("move the definition above the virtual routers that track it"));
  }

  private static Diagnostic undefined(
      Track track, List<Definition> definitions, List<Track> tracks) {
    Diagnostic finding =
        Diagnostic.of(
            META,
            track.name().span(),
            "%s `%s` is not defined, so keepalived ignores it"
                .formatted(word(track.kind()), track.name().value()));
    Optional<Definition> meant = meant(track, definitions, tracks);
    if (meant.isEmpty())
      return finding.help("define it above, or write the name of one that is defined");
    Located<String> name = meant.get().name();
    return finding
        .also(name.span(), "defined, and tracked by nothing")
        .help("write `%s`".formatted(name.value()))
        .fix(
            new Fix(
                "track the script that is defined",
                false,
                List.of(new Fix.Edit(track.name().span(), name.value()))));
  }

  private static Diagnostic unused(Definition definition) {
    return Diagnostic.of(
            META,
            definition.name().span(),
            "%s `%s` is tracked by nothing, so keepalived never runs it"
                .formatted(word(definition.kind()), definition.name().value()))
        .as(Severity.INFO)
        .help("name it in the `track_%s` of a virtual router".formatted(word(definition.kind())));
  }

  private static String word(Track.Kind kind) {
    return kind == Track.Kind.SCRIPT ? "script" : "process";
  }

  private static String key(Track track) {
    return track.kind() + " " + track.name().value();
  }

  private static String key(Definition definition) {
    return definition.kind() + " " + definition.name().value();
  }
}
