package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.NOT_CARRIED;
import static dev.vipc.imports.ImportNotes.WITHOUT_EFFECT;
import static dev.vipc.imports.ImportNotes.WRITTEN_ANEW;

import dev.vipc.model.Cidr;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Node;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VirtualRouter.Track;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.source.Located;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides for every line of a {@code vrrp_instance} what becomes of it. */
final class VirtualRouterLines {
  private static final Set<String> INSTANCE_FIELDS =
      Set.of("virtual_router_id", "priority", "advert_int", "version", "preempt", "mcast_dst_ip");

  private static final Set<String> OTHER_FIELDS =
      Set.of(
          "state",
          "interface",
          "nopreempt",
          "preempt_delay",
          "unicast_src_ip",
          "unicast_peer",
          "authentication",
          "virtual_ipaddress");

  private final Node node;
  private final VrrpDaemon daemon;
  private final Routers routers;
  private final TrackImport tracks;
  private final Machines machines;
  private final KeepalivedVerbatim verbatim;
  private final Notes notes;
  private final Comments comments;

  VirtualRouterLines(
      Node node,
      VrrpDaemon daemon,
      Routers routers,
      TrackImport tracks,
      Sink sink,
      KeepalivedVerbatim verbatim) {
    this.node = node;
    this.daemon = daemon;
    this.routers = routers;
    this.tracks = tracks;
    this.machines = sink.machines();
    this.verbatim = verbatim;
    this.notes = sink.notes();
    this.comments = sink.comments();
  }

  void decide(Statement.Block block) {
    Optional<VirtualRouter> router =
        daemon.routers().stream().filter(r -> r.span().equals(block.span())).findFirst();
    Optional<Routers.Group> group = router.flatMap(routers::groupOf);
    if (router.isEmpty() || group.isEmpty()) {
      verbatim.whole(block);
      return;
    }
    comments.keep("virtualAddresses." + group.get().name(), Extras.head(block));
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
    if (isField(line)) keepComments(line, "virtualAddresses." + group.name());
    switch (line.keyword()) {
      case "state" -> state(line);
      case "nopreempt" -> neverPreempts(line, router);
      case "interface" -> iface(line, router, group);
      case "preempt_delay" -> preemptDelay(line, router);
      case "unicast_src_ip" -> sourceAddress(line, router, group);
      case "unicast_peer" -> peers(line, group);
      case "authentication" -> authentication(line, router);
      case "virtual_ipaddress" -> addresses(line, router);
      case "track_script", "track_process", "track_interface" -> tracked(line, router, section);
      case String keyword when INSTANCE_FIELDS.contains(keyword) -> {}
      default -> verbatim.keep(line, section);
    }
  }

  private static boolean isField(Statement line) {
    return INSTANCE_FIELDS.contains(line.keyword()) || OTHER_FIELDS.contains(line.keyword());
  }

  private void keepComments(Statement line, String part) {
    if (line instanceof Statement.Block(var words, var body, _) && !words.isEmpty()) {
      comments.keep(part, Extras.head(line));
      body.forEach(inner -> keepComments(inner, part));
    } else comments.keep(part, line.span());
  }

  private void state(Statement line) {
    if (line.word(1).map(word -> word.is("MASTER")).orElse(false))
      notes.add(
          WRITTEN_ANEW,
          line.span(),
          "`state MASTER`: build starts every holder as BACKUP, and the priorities decide");
    else if (!line.word(1).map(word -> word.is("BACKUP")).orElse(false))
      notes.add(
          WITHOUT_EFFECT,
          line.span(),
          "`%s` is no state that keepalived knows".formatted(Extras.words(line)));
  }

  private void neverPreempts(Statement line, VirtualRouter router) {
    if (!router.neverPreempts())
      notes.add(
          WITHOUT_EFFECT,
          line.span(),
          "keepalived drops `nopreempt` from a router that starts as MASTER or has priority 255");
  }

  private void iface(Statement line, VirtualRouter router, Routers.Group group) {
    Optional<String> nodes = machines.of(node).iface();
    if (!router.iface().value().equals(nodes) && AddressImport.iface(machines, group).isEmpty())
      notes.add(
          NOT_CARRIED,
          line.span(),
          "`%s` is not carried over: it is another on every node, and not the node's own, `%s`"
              .formatted(Extras.words(line), nodes.orElse("")));
  }

  private void preemptDelay(Statement line, VirtualRouter router) {
    if (router.neverPreempts())
      notes.add(
          WITHOUT_EFFECT,
          line.span(),
          "`%s` does nothing beside `nopreempt`".formatted(Extras.words(line)));
  }

  private void sourceAddress(Statement line, VirtualRouter router, Routers.Group group) {
    Optional<IpAddress> source = router.sourceAddress().value();
    List<IpAddress> family =
        machines.of(node).addresses().stream()
            .filter(address -> source.map(own -> own.isV6() == address.isV6()).orElse(false))
            .toList();
    Optional<IpAddress> first =
        family.stream()
            .filter(_ -> AddressImport.iface(machines, group).isPresent())
            .filter(own -> isBeside(own, router))
            .findFirst()
            .or(() -> family.stream().findFirst());
    if (!source.equals(first))
      notes.add(
          WRITTEN_ANEW,
          line.span(),
          "`%s`: build takes the node's first address, %s"
              .formatted(
                  Extras.words(line),
                  first.map(Object::toString).orElse("which it does not have")));
  }

  private static boolean isBeside(IpAddress own, VirtualRouter router) {
    return router.knownAddresses().stream()
        .map(Located::value)
        .anyMatch(held -> new Cidr(held.address(), held.prefixLength()).contains(own));
  }

  /** Build lists the other holders; a peer that is none is left out. */
  private void peers(Statement block, Routers.Group group) {
    if (!(block instanceof Statement.Block(_, var body, _))) return;
    for (Statement entry : body) {
      boolean holder =
          entry.words().size() == 1
              && IpAddress.parse(verbatim.expanded(entry.keyword()))
                  .filter(peer -> isHolder(peer, group))
                  .isPresent();
      if (!holder)
        notes.add(
            NOT_CARRIED,
            entry.span(),
            "the peer `%s` is not carried over: build lists the addresses of the other holders"
                .formatted(Extras.words(entry)));
    }
  }

  private boolean isHolder(IpAddress peer, Routers.Group group) {
    return group.peers().stream().anyMatch(machine -> machine.addresses().contains(peer))
        || group.members().stream()
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
        notes.add(
            NOT_CARRIED, line.span(), "`%s` is not carried over".formatted(Extras.words(line)));
      if (line.keyword().equals("auth_pass") && Comments.behind(line.span()).isPresent())
        notes.add(
            WITHOUT_EFFECT,
            line.span(),
            "what stands behind `#` or `!` is a comment, and no part of the password");
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
    List<Statement> kept = new ArrayList<>();
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
      else if (track.isEmpty() || !tracks.isField(node, daemon, track.get())) kept.add(entry);
      else if (router.iface().is(entry.keyword()) && track.get().kind() == Track.Kind.INTERFACE)
        notes.add(
            WITHOUT_EFFECT,
            entry.span(),
            "keepalived watches the router's own interface `%s` in any case"
                .formatted(entry.keyword()));
    }
    if (!kept.isEmpty())
      verbatim.keep(new Statement.Block(block.words(), kept, block.span()), section);
  }
}
