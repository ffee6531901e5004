package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.NOT_CARRIED;
import static dev.vipc.imports.ImportNotes.WITHOUT_EFFECT;
import static dev.vipc.imports.ImportNotes.WRITTEN_ANEW;

import dev.vipc.model.Node;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides for every line of one keepalived.conf what becomes of it. */
final class KeepalivedLines {
  private static final Set<String> GLOBAL_FIELDS = Set.of("vrrp_version");

  /** The lines of a script that only looks for a process which mean something to a process. */
  private static final Set<String> OF_PROCESS = Set.of("script", "weight");

  private static final Set<String> SCRIPT_FIELDS =
      Set.of("script", "interval", "timeout", "weight", "rise", "fall");

  private static final Set<String> GROUP_FIELDS =
      Set.of("group", "track_script", "track_process", "track_interface");

  private final Node node;
  private final String nodeName;
  private final VrrpDaemon daemon;
  private final Routers routers;
  private final TrackImport tracks;
  private final Notes notes;
  private final Comments comments;
  private final KeepalivedVerbatim verbatim;
  private final VirtualRouterLines instances;
  private final LvsImport lvs;

  KeepalivedLines(Node node, VrrpDaemon daemon, Routers routers, TrackImport tracks, Sink sink) {
    this.node = node;
    this.nodeName = sink.machines().of(node).name();
    this.daemon = daemon;
    this.routers = routers;
    this.tracks = tracks;
    this.notes = sink.notes();
    this.comments = sink.comments();
    this.verbatim = new KeepalivedVerbatim(nodeName, sink);
    this.instances = new VirtualRouterLines(node, daemon, routers, tracks, sink, verbatim);
    this.lvs = new LvsImport(node, daemon, routers, sink.machines());
  }

  void decide(Document document) {
    for (Statement statement : document.statements())
      switch (statement) {
        case Statement.Directive line -> {
          if (!verbatim.define(line))
            notes.add(
                NOT_CARRIED, line.span(), "`%s` is not carried over".formatted(line.keyword()));
        }
        case Statement.Block block -> block(block);
      }
  }

  private void block(Statement.Block block) {
    switch (block.keyword()) {
      case "global_defs" -> block.body().forEach(this::global);
      case "vrrp_instance" -> instances.decide(block);
      case "vrrp_script" -> script(block);
      case "vrrp_track_process" -> process(block);
      case "vrrp_sync_group" -> syncGroup(block);
      default -> {
        if (!lvs.carries(block)) verbatim.whole(block);
      }
    }
  }

  private void global(Statement line) {
    switch (line.keyword()) {
      case "router_id" -> routerId(line);
      case "vrrp_mcast_group4" -> multicastGroup(line);
      case "script_user" -> scriptUser(line);
      case "enable_script_security" -> {
        if (!writesScripts()) verbatim.keep(line, "global_defs");
      }
      case "lvs_timeouts" -> {
        if (!lvs.carriesTimeouts(line)) verbatim.keep(line, "global_defs");
      }
      case String keyword when GLOBAL_FIELDS.contains(keyword) -> {}
      default -> verbatim.keep(line, "global_defs");
    }
  }

  private void routerId(Statement line) {
    boolean same = line.word(1).map(word -> word.is(nodeName)).orElse(false);
    if (!same)
      notes.add(
          WRITTEN_ANEW,
          line.span(),
          "`%s`: build writes each node's own name".formatted(text(line)));
  }

  /** Where the spec has scripts build writes the line, and each script's own user with it. */
  private void scriptUser(Statement line) {
    if (!writesScripts()) {
      verbatim.keep(line, "global_defs");
      return;
    }
    user(line);
    if (line.word(1).filter(user -> user.is("root")).isEmpty())
      notes.add(
          WRITTEN_ANEW,
          line.span(),
          "`%s`: build runs as root what is no tracked script".formatted(text(line)));
  }

  private boolean writesScripts() {
    return lvs.runsScripts() || writesTrackScripts();
  }

  private boolean writesTrackScripts() {
    return daemon.scripts().stream()
        .filter(script -> isTracked(script.name().value()))
        .flatMap(script -> tracks.sectionName(node, script).stream())
        .anyMatch(section -> section.startsWith("vrrp_script"));
  }

  /** The spec knows a script's user and no group. */
  private void user(Statement line) {
    line.word(2)
        .ifPresent(
            group ->
                notes.add(
                    NOT_CARRIED,
                    group.span(),
                    "the group `%s` of the script user is not carried over"
                        .formatted(group.value())));
  }

  private void multicastGroup(Statement line) {
    boolean unicast =
        !daemon.routers().isEmpty() && daemon.routers().stream().allMatch(r -> r.isUnicast());
    if (unicast)
      notes.add(WITHOUT_EFFECT, line.span(), "a multicast group does nothing for unicast");
  }

  private void script(Statement.Block block) {
    Optional<VrrpDaemon.TrackScript> script =
        daemon.scripts().stream().filter(s -> s.span().equals(block.span())).findFirst();
    boolean isField =
        script.isPresent()
            && isTracked(script.get().name().value())
            && tracks.isField(node, daemon, script.get());
    if (!isField) {
      verbatim.whole(block);
      return;
    }
    String section = tracks.sectionName(node, script.get()).orElseThrow();
    renamed(block, section);
    keepComments(block);
    for (Statement line : block.body()) {
      if (section.startsWith("vrrp_track_process") && !OF_PROCESS.contains(line.keyword()))
        notes.add(
            NOT_CARRIED,
            line.span(),
            "`%s` is not carried over: a tracked process has none".formatted(text(line)));
      else if (line.keyword().equals("user")) user(line);
      else if (!SCRIPT_FIELDS.contains(line.keyword())) verbatim.keep(line, section);
    }
  }

  /** They go to the first virtual address, as the definition does. */
  private void keepComments(Statement.Block block) {
    Optional<String> name =
        daemon.routers().stream()
            .flatMap(router -> routers.groupOf(router).stream())
            .map(Routers.Group::name)
            .findFirst();
    if (name.isEmpty()) return;
    comments.keep("virtualAddresses." + name.get(), Extras.head(block));
    for (Statement line : block.body())
      comments.keep("virtualAddresses." + name.get(), line.span());
  }

  private void renamed(Statement.Block block, String section) {
    if (!text(block).equals(section))
      notes.add(
          WRITTEN_ANEW,
          block.words().getLast().span(),
          "`%s` is written as `%s`".formatted(text(block), section));
  }

  private void process(Statement.Block block) {
    Optional<VrrpDaemon.TrackProcess> process =
        daemon.processes().stream().filter(p -> p.span().equals(block.span())).findFirst();
    boolean isField =
        process.isPresent()
            && isTracked(process.get().name().value())
            && tracks.isField(node, daemon, process.get());
    if (!isField) {
      verbatim.whole(block);
      return;
    }
    String section = TrackImport.sectionName(process.get()).orElseThrow();
    renamed(block, section);
    for (Statement line : block.body())
      if (!Set.of("process", "weight").contains(line.keyword())) verbatim.keep(line, section);
  }

  /** Its members go by the names that build gives the virtual routers. */
  private void syncGroup(Statement.Block block) {
    Optional<VrrpDaemon.SyncGroup> known =
        daemon.syncGroups().stream().filter(g -> g.span().equals(block.span())).findFirst();
    if (known.filter(group -> tracks.isCarried(daemon, group)).isPresent()) {
      String section = "vrrp_sync_group " + Routers.sectionName(known.get().name().value());
      renamed(block, section);
      for (Statement line : block.body())
        if (!GROUP_FIELDS.contains(line.keyword())) verbatim.keep(line, section);
      return;
    }
    Map<String, String> names = new HashMap<>();
    for (VirtualRouter router : daemon.routers())
      routers.groupOf(router).ifPresent(group -> names.put(router.name().value(), group.name()));
    List<String> lines = new ArrayList<>();
    for (Statement line : block.body())
      for (String text : Extras.verbatim(line)) {
        boolean member = line.keyword().equals("group") && names.containsKey(text.strip());
        lines.add(member ? "  " + names.get(text.strip()) : text);
      }
    verbatim.section(block, lines);
  }

  private boolean isTracked(String name) {
    boolean byGroup =
        daemon.syncGroups().stream()
            .filter(group -> tracks.isCarried(daemon, group))
            .flatMap(group -> group.tracks().stream())
            .anyMatch(track -> track.name().value().equals(name));
    return byGroup || isTrackedByRouter(name);
  }

  private boolean isTrackedByRouter(String name) {
    return daemon.routers().stream()
        .filter(router -> routers.groupOf(router).isPresent())
        .flatMap(
            router ->
                router.tracks().stream()
                    .filter(track -> track.name().value().equals(name))
                    .filter(track -> tracks.whyIgnored(daemon, router, track).isEmpty()))
        .anyMatch(track -> tracks.isField(node, daemon, track));
  }

  private static String text(Statement line) {
    return Extras.words(line);
  }
}
