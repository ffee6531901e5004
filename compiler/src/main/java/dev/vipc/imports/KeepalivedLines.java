package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.NOT_CARRIED;
import static dev.vipc.imports.ImportNotes.VERBATIM;
import static dev.vipc.imports.ImportNotes.WITHOUT_EFFECT;
import static dev.vipc.imports.ImportNotes.WRITTEN_ANEW;

import dev.vipc.model.IpAddress;
import dev.vipc.model.Node;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.spec.Program;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides for every line of one keepalived.conf what becomes of it. */
final class KeepalivedLines {
  private static final Set<String> GLOBAL_FIELDS = Set.of("vrrp_version");
  private static final Set<String> INSTANCE_FIELDS =
      Set.of(
          "virtual_router_id",
          "priority",
          "advert_int",
          "version",
          "nopreempt",
          "preempt",
          "mcast_dst_ip");

  /** The lines of a script that only looks for a process which mean something to a process. */
  private static final Set<String> OF_PROCESS = Set.of("script", "weight");

  private static final Pattern DEFINITION =
      Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);

  /** Without braces a name counts only before a blank, a comma, a parenthesis or the line's end. */
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{([A-Za-z_]\\w*)}|\\$([A-Za-z_]\\w*)(?=[,)\\s\"]|$)");

  private static final Set<String> SCRIPT_FIELDS =
      Set.of("script", "interval", "timeout", "weight", "rise", "fall");

  private final Node node;
  private final String nodeName;
  private final VrrpDaemon daemon;
  private final Routers routers;
  private final TrackImport tracks;
  private final Extras extras;
  private final Notes notes;
  private final Machines machines;
  private final Predicate<Statement> ignored;
  private final Map<String, String> definitions = new HashMap<>();

  KeepalivedLines(Node node, VrrpDaemon daemon, Routers routers, TrackImport tracks, Sink sink) {
    this.node = node;
    this.nodeName = sink.machines().of(node).name();
    this.daemon = daemon;
    this.routers = routers;
    this.tracks = tracks;
    this.extras = sink.extras();
    this.notes = sink.notes();
    this.machines = sink.machines();
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
    Matcher definition = DEFINITION.matcher(text(line));
    if (definition.matches()) {
      definitions.put(definition.group(1), definition.group(2));
      notes.add(
          WRITTEN_ANEW,
          line.span(),
          "`$%s`: its value is written where it is used".formatted(definition.group(1)));
      return;
    }
    notes.add(NOT_CARRIED, line.span(), "`%s` is not carried over".formatted(line.keyword()));
  }

  private void block(Statement.Block block) {
    switch (block.keyword()) {
      case "global_defs" -> block.body().forEach(this::global);
      case "vrrp_instance" -> instance(block);
      case "vrrp_script" -> script(block);
      case "vrrp_track_process" -> process(block);
      case "vrrp_sync_group" -> syncGroup(block);
      default -> whole(block);
    }
  }

  private void global(Statement line) {
    switch (line.keyword()) {
      case "router_id" -> routerId(line);
      case "vrrp_mcast_group4" -> multicastGroup(line);
      case "script_user" -> scriptUser(line);
      case "enable_script_security" -> {
        if (!writesScripts()) keep(line, "global_defs");
      }
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

  /** Where the spec has scripts build writes the line, and each script's own user with it. */
  private void scriptUser(Statement line) {
    if (!writesScripts()) {
      keep(line, "global_defs");
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
      case "interface" -> iface(line, router);
      case "preempt_delay" -> preemptDelay(line, router);
      case "unicast_src_ip" -> sourceAddress(line, router);
      case "unicast_peer" -> peers(line, group);
      case "authentication" -> authentication(line, router);
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

  private void iface(Statement line, VirtualRouter router) {
    Optional<String> nodes = machines.of(node).iface();
    if (!router.iface().value().equals(nodes))
      notes.add(
          NOT_CARRIED,
          line.span(),
          "`%s` is not carried over: a node of the spec has one interface, here `%s`"
              .formatted(text(line), nodes.orElse("")));
  }

  private void preemptDelay(Statement line, VirtualRouter router) {
    if (router.neverPreempts())
      notes.add(
          WITHOUT_EFFECT,
          line.span(),
          "`%s` does nothing beside `nopreempt`".formatted(text(line)));
  }

  private void sourceAddress(Statement line, VirtualRouter router) {
    Optional<IpAddress> source = router.sourceAddress().value();
    Optional<IpAddress> first =
        machines.of(node).addresses().stream()
            .filter(address -> source.map(own -> own.isV6() == address.isV6()).orElse(false))
            .findFirst();
    if (!source.equals(first))
      notes.add(
          WRITTEN_ANEW,
          line.span(),
          "`%s`: build takes the node's first address, %s"
              .formatted(text(line), first.map(Object::toString).orElse("which it does not have")));
  }

  /** Build lists the other holders; a peer that is none is left out. */
  private void peers(Statement block, Routers.Group group) {
    if (!(block instanceof Statement.Block(_, var body, _))) return;
    for (Statement entry : body) {
      boolean holder =
          entry.words().size() == 1
              && IpAddress.parse(expanded(entry.keyword()))
                  .filter(peer -> isHolder(peer, group))
                  .isPresent();
      if (!holder)
        notes.add(
            NOT_CARRIED,
            entry.span(),
            "the peer `%s` is not carried over: build lists the addresses of the other holders"
                .formatted(text(entry)));
    }
  }

  private boolean isHolder(IpAddress peer, Routers.Group group) {
    return group.members().stream()
        .filter(member -> !member.node().equals(node))
        .anyMatch(member -> machines.of(member.node()).addresses().contains(peer));
  }

  private void authentication(Statement block, VirtualRouter router) {
    if (!(block instanceof Statement.Block(_, var body, _))) return;
    if (new Routers.Member(node, daemon, router).version() == 3) {
      notes.add(
          WITHOUT_EFFECT,
          block.span(),
          "VRRP 3 has no authentication, so `authentication` does nothing");
      return;
    }
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
    List<Statement> verbatim = new ArrayList<>();
    for (Statement entry : body) {
      Optional<VirtualRouter.Track> track =
          router.tracks().stream()
              .filter(t -> t.name().span().equals(entry.keywordSpan()))
              .findFirst();
      Optional<String> why = track.flatMap(t -> tracks.whyIgnored(daemon, router, t));
      if (why.isPresent())
        notes.add(
            WITHOUT_EFFECT,
            entry.span(),
            "keepalived does not track `%s`: %s".formatted(entry.keyword(), why.get()));
      else if (track.isEmpty() || !tracks.isField(node, daemon, track.get())) verbatim.add(entry);
    }
    if (!verbatim.isEmpty())
      keep(new Statement.Block(block.words(), verbatim, block.span()), section);
  }

  private void script(Statement.Block block) {
    Optional<VrrpDaemon.TrackScript> script =
        daemon.scripts().stream().filter(s -> s.span().equals(block.span())).findFirst();
    boolean isField =
        script.isPresent()
            && isTracked(script.get().name().value())
            && tracks.isField(node, daemon, script.get());
    if (!isField) {
      whole(block);
      return;
    }
    String section = tracks.sectionName(node, script.get()).orElseThrow();
    renamed(block, section);
    for (Statement line : block.body()) {
      if (section.startsWith("vrrp_track_process") && !OF_PROCESS.contains(line.keyword()))
        notes.add(
            NOT_CARRIED,
            line.span(),
            "`%s` is not carried over: a tracked process has none".formatted(text(line)));
      else if (line.keyword().equals("user")) user(line);
      else if (!SCRIPT_FIELDS.contains(line.keyword())) keep(line, section);
    }
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
      whole(block);
      return;
    }
    String section = TrackImport.sectionName(process.get()).orElseThrow();
    renamed(block, section);
    for (Statement line : block.body())
      if (!Set.of("process", "weight").contains(line.keyword())) keep(line, section);
  }

  /** Its members go by the names that build gives the virtual routers. */
  private void syncGroup(Statement.Block block) {
    Map<String, String> names = new HashMap<>();
    for (VirtualRouter router : daemon.routers())
      routers.groupOf(router).ifPresent(group -> names.put(router.name().value(), group.name()));
    noteVerbatim(block, "as a section of its own");
    List<String> lines = new ArrayList<>();
    for (Statement line : block.body())
      for (String text : Extras.verbatim(line)) {
        boolean member = line.keyword().equals("group") && names.containsKey(text.strip());
        lines.add(member ? "  " + names.get(text.strip()) : expanded(text));
      }
    extras.add(Program.KEEPALIVED, nodeName, text(block), lines);
  }

  private boolean isTracked(String name) {
    return daemon.routers().stream()
        .flatMap(
            router ->
                router.tracks().stream()
                    .filter(track -> track.name().value().equals(name))
                    .filter(track -> tracks.whyIgnored(daemon, router, track).isEmpty()))
        .anyMatch(track -> tracks.isField(node, daemon, track));
  }

  /** Keeps a block that is a section of its own. */
  private void whole(Statement.Block block) {
    if (block.words().isEmpty() || ignored.test(block)) {
      notes.add(WITHOUT_EFFECT, block.keywordSpan(), "keepalived ignores this block");
      return;
    }
    noteVerbatim(block, "as a section of its own");
    extras.add(
        Program.KEEPALIVED,
        nodeName,
        expanded(text(block)),
        block.body().stream()
            .flatMap(line -> Extras.verbatim(line).stream())
            .map(this::expanded)
            .toList());
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
    noteVerbatim(line, "in `%s`".formatted(section));
    extras.add(
        Program.KEEPALIVED,
        nodeName,
        section,
        Extras.verbatim(line).stream().map(this::expanded).toList());
  }

  private void noteVerbatim(Statement line, String where) {
    notes.add(
        VERBATIM, line.keywordSpan(), "`%s` is kept verbatim %s".formatted(line.keyword(), where));
  }

  /** With the values of the definitions above; a name that nothing defines stays. */
  private String expanded(String line) {
    return REFERENCE
        .matcher(line)
        .replaceAll(
            reference -> {
              String name = Optional.ofNullable(reference.group(1)).orElse(reference.group(2));
              return Matcher.quoteReplacement(definitions.getOrDefault(name, reference.group()));
            });
  }

  private static String text(Statement line) {
    return Extras.words(line);
  }
}
