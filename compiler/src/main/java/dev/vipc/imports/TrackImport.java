package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.GUESSED;
import static dev.vipc.imports.ImportNotes.NOT_CARRIED;
import static dev.vipc.imports.ImportNotes.WITHOUT_EFFECT;

import dev.vipc.imports.Routers.Member;
import dev.vipc.model.CheckScript;
import dev.vipc.model.Node;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.model.VrrpDaemon.SyncGroup;
import dev.vipc.model.VrrpDaemon.TrackProcess;
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
import java.util.stream.Stream;

/** What virtual routers track, as fields of the spec; what is none stays verbatim. */
final class TrackImport {
  private static final Pattern PROCESS_TEST =
      Pattern.compile(
          "(?:/\\S*/)?(?:killall\\s+-(?:0|s\\s*0)|pidof|pgrep(?:\\s+-x)?)\\s+([A-Za-z0-9_.-]+)");
  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9_./@%+,=:-]+");
  private static final String OUR_MARK = "made by vipc ";
  private static final String OUR_API_SERVER = "check_local_apiserver.sh";

  private final List<String> proxies;
  private final Routers routers;
  private final Notes notes;

  /**
   * @param proxies the names of the spec's proxies
   * @param routers those that the spec says
   */
  TrackImport(List<String> proxies, Routers routers, Notes notes) {
    this.proxies = proxies;
    this.routers = routers;
    this.notes = notes;
  }

  /**
   * What the router and its sync group track as fields; without what must stay verbatim. In a group
   * what one tracks counts for all.
   */
  Stream<YamlText> fields(Member member) {
    Stream<YamlText> own =
        member.router().tracks().stream()
            .filter(t -> whyIgnored(member.daemon(), member.router(), t).isEmpty())
            .flatMap(track -> field(member, track, false).stream());
    Optional<SyncGroup> group =
        Routers.syncGroup(member).filter(of -> isCarried(member.daemon(), of));
    return Stream.concat(
        own,
        group.stream()
            .flatMap(of -> of.tracks().stream())
            .flatMap(track -> field(member, track, true).stream()));
  }

  /** The name that the spec has for what a virtual router moves together with. */
  Optional<String> together(Routers.Group group) {
    return routers
        .together(group)
        .filter(
            _ ->
                Routers.syncGroup(group.first()).stream()
                    .flatMap(of -> routers.members(group.first().daemon(), of).stream())
                    .flatMap(other -> other.members().stream())
                    .allMatch(this::fitGroupsTracks));
  }

  /** Whether the spec says a sync group by {@code together}. */
  boolean isCarried(VrrpDaemon daemon, SyncGroup group) {
    List<Routers.Group> members = routers.members(daemon, group);
    return !members.isEmpty() && together(members.getFirst()).isPresent();
  }

  private boolean fitGroupsTracks(Member member) {
    return Routers.syncGroup(member).stream()
        .flatMap(group -> group.tracks().stream())
        .allMatch(track -> fits(member, track));
  }

  private boolean fits(Member member, VirtualRouter.Track track) {
    if (track.reverse() || track.weight().isUnknown()) return false;
    VrrpDaemon daemon = member.daemon();
    return switch (track.kind()) {
      case SCRIPT ->
          script(daemon, track).filter(s -> hasForm(member.node(), daemon, s)).isPresent();
      case PROCESS ->
          process(daemon, track).filter(p -> hasForm(member.node(), daemon, p)).isPresent();
      case INTERFACE -> true;
      case FILE, BFD -> false;
    };
  }

  /** The track as a field; absent where it must stay verbatim. */
  private Optional<YamlText> field(Member member, VirtualRouter.Track track, boolean ofGroup) {
    boolean own =
        track.kind() == VirtualRouter.Track.Kind.INTERFACE
            && member.router().iface().is(track.name().value());
    if (own && !ofGroup) return Optional.empty();
    if (!isField(member.node(), member.daemon(), track)) return Optional.empty();
    return switch (track.kind()) {
      case SCRIPT -> script(member.daemon(), track).map(script -> script(member, track, script));
      case PROCESS ->
          process(member.daemon(), track)
              .flatMap(process -> process.process().value())
              .map(name -> weighted(new Fields().put("process", name), member.daemon(), track));
      case INTERFACE -> Optional.of(iface(member, track, ofGroup));
      case FILE, BFD -> Optional.empty();
    };
  }

  /** In a sync group the interface counts and its weight does not. */
  private YamlText iface(Member member, VirtualRouter.Track track, boolean ofGroup) {
    Fields fields = new Fields().put("interface", track.name().value());
    boolean drops =
        !ofGroup
            && dropsWeights(member.daemon(), member.router())
            && weight(member.daemon(), track) != 0;
    if (!drops) return weighted(fields, member.daemon(), track);
    notes.add(
        WITHOUT_EFFECT,
        track.name().span(),
        "the weight of `%s` does nothing: its virtual router is in a sync group"
            .formatted(track.name().value()));
    return fields.put("weight", "fault");
  }

  /** Whether the track becomes a field of the spec. */
  boolean isField(Node node, VrrpDaemon daemon, VirtualRouter.Track track) {
    if (track.reverse() || track.weight().isUnknown()) return false;
    return switch (track.kind()) {
      case SCRIPT ->
          script(daemon, track).filter(script -> isField(node, daemon, script)).isPresent();
      case PROCESS ->
          process(daemon, track).filter(process -> isField(node, daemon, process)).isPresent();
      case INTERFACE -> true;
      case FILE, BFD -> false;
    };
  }

  /**
   * Whether a script of keepalived becomes a field where it is tracked: it has a form that the spec
   * knows, only virtual routers name it, and no script above it would be written as the same.
   */
  boolean isField(Node node, VrrpDaemon daemon, TrackScript script) {
    return !isTrackedElsewhere(daemon, script.name().value()) && hasForm(node, daemon, script);
  }

  private boolean hasForm(Node node, VrrpDaemon daemon, TrackScript script) {
    if (script.reverse()) return false;
    Optional<String> section = sectionName(node, script);
    return section.isPresent()
        && daemon.scripts().stream()
            .takeWhile(earlier -> !earlier.equals(script))
            .noneMatch(earlier -> sectionName(node, earlier).equals(section));
  }

  /**
   * Whether a tracked process becomes a field; a script that looks for the same one comes first.
   */
  boolean isField(Node node, VrrpDaemon daemon, TrackProcess process) {
    return !isTrackedElsewhere(daemon, process.name().value()) && hasForm(node, daemon, process);
  }

  private boolean hasForm(Node node, VrrpDaemon daemon, TrackProcess process) {
    if (process.reverse()) return false;
    Optional<String> section = sectionName(process);
    return section.isPresent()
        && daemon.scripts().stream().noneMatch(script -> sectionName(node, script).equals(section))
        && daemon.processes().stream()
            .takeWhile(earlier -> !earlier.equals(process))
            .noneMatch(earlier -> sectionName(earlier).equals(section));
  }

  /**
   * Why keepalived drops a track: what it names has to be defined above the virtual router, and a
   * sync group takes no script with a weight of its members (measured with 2.2.7).
   */
  Optional<String> whyIgnored(VrrpDaemon daemon, VirtualRouter router, VirtualRouter.Track track) {
    boolean undefined =
        switch (track.kind()) {
          case SCRIPT -> !isAbove(script(daemon, track).map(TrackScript::span), router);
          case PROCESS -> !isAbove(process(daemon, track).map(TrackProcess::span), router);
          case INTERFACE, FILE, BFD -> false;
        };
    if (undefined && daemon.includes().isEmpty()) return Optional.of("it is not defined above");
    boolean dropped =
        track.kind() == VirtualRouter.Track.Kind.SCRIPT
            && dropsWeights(daemon, router)
            && weight(daemon, track) != 0;
    return dropped
        ? Optional.of("its virtual router is in a sync group, and it has a weight")
        : Optional.empty();
  }

  private static boolean isAbove(Optional<Span> definition, VirtualRouter router) {
    return definition.map(span -> span.start() < router.span().start()).orElse(false);
  }

  private static boolean dropsWeights(VrrpDaemon daemon, VirtualRouter router) {
    return daemon.syncGroups().stream()
        .filter(group -> !group.memberWeights())
        .flatMap(group -> group.members().stream())
        .anyMatch(member -> member.value().equals(router.name().value()));
  }

  /** Whether what stays verbatim tracks it, by the name that it has there. */
  private boolean isTrackedElsewhere(VrrpDaemon daemon, String name) {
    return isTrackedByGroup(daemon, name)
        || daemon.routers().stream()
            .filter(router -> routers.groupOf(router).isEmpty())
            .flatMap(router -> router.tracks().stream())
            .anyMatch(track -> track.name().value().equals(name));
  }

  private boolean isTrackedByGroup(VrrpDaemon daemon, String name) {
    return daemon.syncGroups().stream()
        .filter(group -> !isCarried(daemon, group))
        .flatMap(group -> group.tracks().stream())
        .anyMatch(track -> track.name().value().equals(name));
  }

  /** The section that build writes for a script; absent where the spec cannot say it. */
  Optional<String> sectionName(Node node, TrackScript script) {
    String command = command(script);
    if (ours(node, script).isPresent())
      return Optional.of("vrrp_script " + withoutEnding(fileName(command)));
    Matcher process = PROCESS_TEST.matcher(command);
    if (process.matches())
      return Optional.of("vrrp_track_process process_" + word(process.group(1)));
    if (!PATH.matcher(command).matches()) return Optional.empty();
    return Optional.of("vrrp_script script_" + word(withoutEnding(fileName(command))));
  }

  /** The section that build writes for a process. */
  static Optional<String> sectionName(TrackProcess process) {
    return process
        .process()
        .value()
        .filter(name -> name.indexOf(' ') < 0)
        .map(name -> "vrrp_track_process process_" + word(name));
  }

  private static String command(TrackScript script) {
    return script.command().value().map(String::strip).orElse("");
  }

  private static String word(String name) {
    return name.replaceAll("[^A-Za-z0-9]+", "_");
  }

  private YamlText script(Member member, VirtualRouter.Track track, TrackScript script) {
    String command = command(script);
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
    script
        .user()
        .value()
        .or(() -> member.daemon().scriptUser().value())
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
    int weight = weight(daemon, track);
    return weight == 0 ? fields.put("weight", "fault") : fields.put("weight", weight);
  }

  private static int weight(VrrpDaemon daemon, VirtualRouter.Track track) {
    return track.weight().value().orElseGet(() -> ownWeight(daemon, track));
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
        node.parts().all(CheckScript.class).stream()
            .filter(candidate -> candidate.isRunBy(script))
            .anyMatch(TrackImport::isMarked);
    if (!marked) return Optional.empty();
    String file = fileName(script.command().value().orElse(""));
    if (file.equals(OUR_API_SERVER)) return Optional.of("");
    return proxies.stream().filter(name -> file.equals(fileFor(name))).findFirst();
  }

  /** Whether build wrote it to ask this proxy. */
  static boolean isOursFor(CheckScript script, String proxy) {
    return isMarked(script) && fileName(script.file().path()).equals(fileFor(proxy));
  }

  private static boolean isMarked(CheckScript script) {
    return script.file().text().lines().limit(4).anyMatch(line -> line.contains(OUR_MARK));
  }

  private static String fileFor(String proxy) {
    return "check_" + word(proxy) + ".sh";
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

  private static Optional<TrackProcess> process(VrrpDaemon daemon, VirtualRouter.Track track) {
    return daemon.processes().stream()
        .filter(process -> process.name().value().equals(track.name().value()))
        .findFirst();
  }
}
