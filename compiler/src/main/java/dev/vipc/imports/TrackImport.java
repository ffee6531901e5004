package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.GUESSED;
import static dev.vipc.imports.ImportNotes.NOT_CARRIED;

import dev.vipc.imports.Routers.Member;
import dev.vipc.model.CheckScript;
import dev.vipc.model.Node;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.model.VrrpDaemon.TrackScript;
import dev.vipc.source.Span;
import dev.vipc.spec.Durations;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What virtual routers track, as fields of the spec; what is none stays verbatim. */
final class TrackImport {
  private static final Pattern PROCESS_TEST =
      Pattern.compile(
          "(?:/\\S*/)?(?:killall\\s+-(?:0|s\\s*0)|pidof|pgrep(?:\\s+-x)?)\\s+([A-Za-z0-9_.-]+)");
  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9_./@%+,=:-]+");
  private static final String OUR_MARK = "made by vipc ";
  private static final String OUR_API_SERVER = "check_local_apiserver.sh";

  private final List<String> proxies;
  private final Notes notes;

  /**
   * @param proxies the names of the spec's proxies
   */
  TrackImport(List<String> proxies, Notes notes) {
    this.proxies = proxies;
    this.notes = notes;
  }

  /** The track as a field; absent where it must stay verbatim. */
  Optional<YamlText> field(Member member, VirtualRouter.Track track) {
    if (!isField(member.node(), member.daemon(), track)) return Optional.empty();
    return switch (track.kind()) {
      case SCRIPT -> script(member.daemon(), track).map(script -> script(member, track, script));
      case PROCESS ->
          process(member.daemon(), track)
              .flatMap(process -> process.process().value())
              .map(name -> weighted(new Fields().put("process", name), member.daemon(), track));
      case INTERFACE ->
          Optional.of(
              weighted(
                  new Fields().put("interface", track.name().value()), member.daemon(), track));
      case FILE, BFD -> Optional.empty();
    };
  }

  /** Whether the track becomes a field of the spec. */
  boolean isField(Node node, VrrpDaemon daemon, VirtualRouter.Track track) {
    if (track.reverse() || track.weight().isUnknown()) return false;
    return switch (track.kind()) {
      case SCRIPT ->
          script(daemon, track)
              .filter(script -> !script.reverse())
              .filter(script -> isField(node, script))
              .isPresent();
      case PROCESS ->
          process(daemon, track)
              .filter(process -> !process.reverse() && process.process().value().isPresent())
              .isPresent();
      case INTERFACE -> true;
      case FILE, BFD -> false;
    };
  }

  /** Whether a script of keepalived becomes a field where it is tracked. */
  boolean isField(Node node, TrackScript script) {
    String command = script.command().value().map(String::strip).orElse("");
    return ours(node, script).isPresent()
        || PROCESS_TEST.matcher(command).matches()
        || PATH.matcher(command).matches();
  }

  /** What keepalived.conf will call the script of a track that becomes a field. */
  Optional<String> sectionName(Node node, TrackScript script) {
    String command = script.command().value().map(String::strip).orElse("");
    Optional<String> ours = ours(node, script);
    if (ours.isPresent()) return Optional.of("vrrp_script " + withoutEnding(fileName(command)));
    if (PROCESS_TEST.matcher(command).matches() || !PATH.matcher(command).matches())
      return Optional.empty();
    String word = withoutEnding(fileName(command)).replaceAll("[^A-Za-z0-9]+", "_");
    return Optional.of("vrrp_script script_" + word);
  }

  private YamlText script(Member member, VirtualRouter.Track track, TrackScript script) {
    String command = script.command().value().map(String::strip).orElse("");
    Span place = script.command().span().orElse(script.span());
    Optional<String> ours = ours(member.node(), script);
    if (ours.isPresent()) {
      boolean apiServer = ours.get().isEmpty();
      Fields fields =
          apiServer
              ? new Fields().put("apiServer", "local")
              : new Fields().put("proxy", ours.get());
      return weighted(timed(fields, script), member.daemon(), track);
    }
    Matcher process = PROCESS_TEST.matcher(command);
    if (process.matches()) {
      notes.add(
          GUESSED,
          place,
          "`%s` becomes a tracked process: keepalived watches it by itself".formatted(command),
          "interval, rise and fall of the script go with it");
      return weighted(new Fields().put("process", process.group(1)), member.daemon(), track);
    }
    notes.add(
        NOT_CARRIED,
        place,
        "the spec names the script `%s`; its text stays on the nodes".formatted(command),
        "write `proxy: NAME` in its place to get a script that asks the proxy for its health path");
    Fields fields = new Fields().put("script", command);
    member
        .daemon()
        .scriptUser()
        .value()
        .map(user -> user.split("\\s+")[0])
        .ifPresentOrElse(
            user -> fields.put("user", user),
            () ->
                notes.add(
                    GUESSED,
                    place,
                    "no `script_user` is written; the spec has `root`",
                    "keepalived takes keepalived_script where that user exists, else root"));
    return weighted(timed(fields, script), member.daemon(), track);
  }

  private Fields timed(Fields fields, TrackScript script) {
    Duration interval = script.interval().value().orElse(Duration.ofSeconds(1));
    if (script.timeout().isUnset())
      notes.add(
          GUESSED,
          script.name().span(),
          "`%s` has no `timeout`; the spec has its interval".formatted(script.name().value()));
    return fields
        .put("interval", Durations.format(interval))
        .put("timeout", Durations.format(script.timeout().value().orElse(interval)))
        .put("rise", script.rise().value().orElse(1))
        .put("fall", script.fall().value().orElse(1));
  }

  private static YamlText weighted(Fields fields, VrrpDaemon daemon, VirtualRouter.Track track) {
    int weight = track.weight().value().orElseGet(() -> ownWeight(daemon, track));
    return weight == 0 ? fields.put("weight", "fault") : fields.put("weight", weight);
  }

  private static int ownWeight(VrrpDaemon daemon, VirtualRouter.Track track) {
    return switch (track.kind()) {
      case SCRIPT -> script(daemon, track).flatMap(s -> s.weight().value()).orElse(0);
      case PROCESS -> process(daemon, track).flatMap(p -> p.weight().value()).orElse(0);
      case INTERFACE, FILE, BFD -> 0;
    };
  }

  /** The proxy that a script of ours asks, empty for the API server; absent for another script. */
  private Optional<String> ours(Node node, TrackScript script) {
    boolean marked =
        node.parts().checkScripts().stream()
            .filter(candidate -> candidate.isRunBy(script))
            .map(CheckScript::file)
            .anyMatch(file -> file.text().lines().limit(4).anyMatch(l -> l.contains(OUR_MARK)));
    if (!marked) return Optional.empty();
    String file = fileName(script.command().value().orElse(""));
    if (file.equals(OUR_API_SERVER)) return Optional.of("");
    return proxies.stream()
        .filter(name -> file.equals("check_" + name.replaceAll("[^A-Za-z0-9]+", "_") + ".sh"))
        .findFirst();
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String withoutEnding(String file) {
    return file.replaceFirst("\\.[a-z]+$", "");
  }

  private static Optional<TrackScript> script(VrrpDaemon daemon, VirtualRouter.Track track) {
    return daemon.scripts().stream()
        .filter(script -> script.name().value().equals(track.name().value()))
        .findFirst();
  }

  private static Optional<VrrpDaemon.TrackProcess> process(
      VrrpDaemon daemon, VirtualRouter.Track track) {
    return daemon.processes().stream()
        .filter(process -> process.name().value().equals(track.name().value()))
        .findFirst();
  }
}
