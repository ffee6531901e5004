package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.NOT_CARRIED;
import static dev.vipc.imports.ImportNotes.VERBATIM;
import static dev.vipc.imports.ImportNotes.WITHOUT_EFFECT;
import static dev.vipc.imports.ImportNotes.WRITTEN_ANEW;

import dev.vipc.model.Node;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.spec.Program;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Word;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Decides for every line of one keepalived.conf what becomes of it. */
final class KeepalivedLines {
  private static final Set<String> GLOBAL_FIELDS =
      Set.of("vrrp_version", "script_user", "enable_script_security");
  private static final Set<String> INSTANCE_FIELDS =
      Set.of(
          "interface",
          "virtual_router_id",
          "priority",
          "advert_int",
          "version",
          "nopreempt",
          "preempt",
          "preempt_delay",
          "unicast_src_ip",
          "unicast_peer",
          "mcast_dst_ip");
  private static final Set<String> SCRIPT_FIELDS =
      Set.of("script", "interval", "timeout", "weight", "rise", "fall", "user");

  private final Node node;
  private final String nodeName;
  private final VrrpDaemon daemon;
  private final Routers routers;
  private final TrackImport tracks;
  private final Extras extras;
  private final Notes notes;
  private final Predicate<Statement> ignored;

  KeepalivedLines(Node node, VrrpDaemon daemon, Routers routers, TrackImport tracks, Sink sink) {
    this.node = node;
    this.nodeName = sink.machines().of(node).name();
    this.daemon = daemon;
    this.routers = routers;
    this.tracks = tracks;
    this.extras = sink.extras();
    this.notes = sink.notes();
    this.ignored = sink::isIgnoredByProgram;
  }

  void decide(Document document) {
    for (Statement statement : document.statements())
      switch (statement) {
        case Statement.Directive line -> line(line);
        case Statement.Block block -> block(block);
      }
  }

  private void line(Statement.Directive line) {
    if (line.keyword().startsWith("$") && line.keyword().indexOf('=') > 0) return;
    notes.add(NOT_CARRIED, line.span(), "`%s` is not carried over".formatted(line.keyword()));
  }

  private void block(Statement.Block block) {
    switch (block.keyword()) {
      case "global_defs" -> block.body().forEach(this::global);
      case "vrrp_instance" -> instance(block);
      case "vrrp_script" -> script(block);
      case "vrrp_track_process" -> process(block);
      default -> whole(block);
    }
  }

  private void global(Statement line) {
    switch (line.keyword()) {
      case "router_id" -> routerId(line);
      case "vrrp_mcast_group4" -> multicastGroup(line);
      case String keyword when GLOBAL_FIELDS.contains(keyword) -> {}
      default -> keep(line, "global_defs");
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

  private void multicastGroup(Statement line) {
    boolean unicast =
        !daemon.routers().isEmpty() && daemon.routers().stream().allMatch(r -> r.isUnicast());
    if (unicast)
      notes.add(WITHOUT_EFFECT, line.span(), "a multicast group does nothing for unicast");
  }

  private void instance(Statement.Block block) {
    Optional<VirtualRouter> router =
        daemon.routers().stream().filter(r -> r.span().equals(block.span())).findFirst();
    Optional<Routers.Group> group = router.flatMap(routers::groupOf);
    if (router.isEmpty() || group.isEmpty()) {
      notes.add(
          NOT_CARRIED,
          block.words().getLast().span(),
          "`%s` has no valid virtual router ID and is not carried over".formatted(text(block)));
      return;
    }
    if (!group.get().name().equals(router.get().name().value()))
      notes.add(
          WRITTEN_ANEW,
          router.get().name().span(),
          "`%s` is called `%s` in the spec"
              .formatted(router.get().name().value(), group.get().name()));
    for (Statement line : block.body()) inInstance(line, router.get(), group.get());
  }

  private void inInstance(Statement line, VirtualRouter router, Routers.Group group) {
    String section = "vrrp_instance " + group.name();
    switch (line.keyword()) {
      case "state" -> state(line);
      case "authentication" -> authentication(line);
      case "virtual_ipaddress" -> addresses(line, router);
      case "track_script", "track_process", "track_interface" -> tracked(line, router, section);
      case String keyword when INSTANCE_FIELDS.contains(keyword) -> {}
      default -> keep(line, section);
    }
  }

  private void state(Statement line) {
    if (line.word(1).map(word -> word.is("MASTER")).orElse(false))
      notes.add(
          WRITTEN_ANEW,
          line.span(),
          "`state MASTER`: build starts every holder as BACKUP, and the priorities decide");
  }

  private void authentication(Statement block) {
    if (!(block instanceof Statement.Block(_, var body, _))) return;
    for (Statement line : body) {
      boolean known =
          line.keyword().equals("auth_pass")
              || line.keyword().equals("auth_type")
                  && line.word(1).map(w -> w.is("PASS")).orElse(false);
      if (!known)
        notes.add(NOT_CARRIED, line.span(), "`%s` is not carried over".formatted(text(line)));
    }
  }

  /** An entry's address, prefix and own interface are fields; a label or a scope is none. */
  private void addresses(Statement block, VirtualRouter router) {
    if (!(block instanceof Statement.Block(_, var body, _))) return;
    for (Statement entry : body) {
      List<Word> words = entry.words();
      for (int i = 1; i < words.size(); i += 2) {
        boolean own =
            words.get(i).is("dev")
                && i + 1 < words.size()
                && router.iface().is(words.get(i + 1).value());
        if (!own)
          notes.add(
              NOT_CARRIED,
              words.get(i).span(),
              "`%s` of a virtual address is not carried over".formatted(words.get(i).value()));
      }
    }
  }

  private void tracked(Statement block, VirtualRouter router, String section) {
    if (!(block instanceof Statement.Block(_, var body, _))) return;
    List<Statement> verbatim =
        body.stream()
            .filter(
                entry ->
                    router.tracks().stream()
                        .filter(track -> track.name().span().equals(entry.keywordSpan()))
                        .noneMatch(track -> tracks.isField(node, daemon, track)))
            .toList();
    if (!verbatim.isEmpty())
      keep(new Statement.Block(block.words(), verbatim, block.span()), section);
  }

  private void script(Statement.Block block) {
    Optional<VrrpDaemon.TrackScript> script =
        daemon.scripts().stream().filter(s -> s.span().equals(block.span())).findFirst();
    boolean isField =
        script.isPresent()
            && isTracked(script.get().name().value())
            && tracks.isField(node, script.get());
    if (!isField) {
      whole(block);
      return;
    }
    Optional<String> section = tracks.sectionName(node, script.get());
    for (Statement line : block.body()) {
      if (SCRIPT_FIELDS.contains(line.keyword())) continue;
      section.ifPresentOrElse(
          name -> keep(line, name),
          () ->
              notes.add(
                  NOT_CARRIED, line.span(), "`%s` is not carried over".formatted(text(line))));
    }
  }

  private void process(Statement.Block block) {
    boolean isField =
        block.word(1).map(name -> isTracked(name.value())).orElse(false)
            && block.body().stream()
                .allMatch(l -> Set.of("process", "weight").contains(l.keyword()));
    if (!isField) whole(block);
  }

  private boolean isTracked(String name) {
    return daemon.routers().stream()
        .flatMap(router -> router.tracks().stream())
        .anyMatch(
            track -> track.name().value().equals(name) && tracks.isField(node, daemon, track));
  }

  /** Keeps a block that is a section of its own. */
  private void whole(Statement.Block block) {
    if (block.words().isEmpty() || ignored.test(block)) {
      notes.add(WITHOUT_EFFECT, block.keywordSpan(), "keepalived ignores this block");
      return;
    }
    noteVerbatim(block, "the file's end");
    extras.add(
        Program.KEEPALIVED,
        nodeName,
        Extras.words(block),
        block.body().stream().flatMap(line -> Extras.verbatim(line).stream()).toList());
  }

  private void keep(Statement line, String section) {
    if (ignored.test(line)) {
      notes.add(WITHOUT_EFFECT, line.span(), "keepalived ignores `%s`".formatted(text(line)));
      return;
    }
    if (line instanceof Statement.Block(_, var body, _) && body.isEmpty()) {
      notes.add(WITHOUT_EFFECT, line.keywordSpan(), "`%s` is empty".formatted(text(line)));
      return;
    }
    noteVerbatim(line, section);
    extras.add(Program.KEEPALIVED, nodeName, section, Extras.verbatim(line));
  }

  private void noteVerbatim(Statement line, String where) {
    notes.add(
        VERBATIM,
        line.keywordSpan(),
        "`%s` is kept verbatim in `%s`".formatted(line.keyword(), where));
  }

  private static String text(Statement line) {
    return Extras.words(line);
  }
}
