package dev.vipc.check.keepalived;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.source.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What keepalived checks of virtual servers once everything is read (validate_check_config). */
final class ServerCompletion {
  private final Reading reading;
  private final VirtualServer server;
  private final Optional<ServerGroup> group;

  ServerCompletion(Reading reading, VirtualServer server) {
    this.reading = reading;
    this.server = server;
    this.group =
        server.group.flatMap(
            name ->
                reading.serverGroups.stream()
                    .filter(known -> known.name.equals(name.value()))
                    .findFirst());
  }

  void check() {
    if (server.by == VirtualServer.By.GROUP && group.isEmpty()) {
      reading.refusals.warn(
          KeepalivedFindings.VIRTUAL_SERVER,
          server.group.orElseThrow().span(),
          "no virtual_server_group `%s` is defined, and the virtual server is left out"
              .formatted(server.group.orElseThrow().value()),
          "define the group");
      return;
    }
    if (group.filter(known -> known.refused || isLeftOut(known)).isPresent()) return;
    if (server.reals.isEmpty()) {
      if (!server.realRefused && !server.refused.contains("real_server"))
        refuse(
            KeepalivedFindings.VIRTUAL_SERVER,
            server.head.span(),
            "the virtual server has no real server",
            "add a `real_server`, or remove the block");
      return;
    }
    boolean marks =
        server.by == VirtualServer.By.MARK || group.filter(known -> known.hasMarks).isPresent();
    if (marks)
      server.haSuspend.ifPresent(
          word -> conflict(word.span(), "ha_suspend does not work with marks", "remove it"));
    protocol();
    scheduler();
    duplicates();
    methods();
    quorum();
    ports();
  }

  /** keepalived drops the virtual server in silence where its family is not the group's. */
  private boolean isLeftOut(ServerGroup known) {
    if (server.v6.isEmpty()) return false;
    boolean both = known.v4 && known.v6;
    return both || known.v4 && server.v6.get() || known.v6 && !server.v6.get();
  }

  private boolean refused(String one, String other) {
    return server.refused.contains(one) || server.refused.contains(other);
  }

  private boolean hasAddresses() {
    return server.by == VirtualServer.By.ADDRESS
        || group.filter(ServerGroup::hasAddresses).isPresent();
  }

  private void protocol() {
    if (hasAddresses()) {
      if (server.protocol.isEmpty() && !server.refused.contains("protocol"))
        refuse(
            KeepalivedFindings.VIRTUAL_SERVER,
            server.head.span(),
            "the virtual server has no protocol, and becomes one of UDP",
            "write `protocol TCP`");
      boolean udp = server.protocol.map(word -> word.value().equalsIgnoreCase("UDP")).orElse(true);
      if (!udp)
        server.onePacket.ifPresent(
            word -> conflict(word.span(), "`ops` is for UDP only", "remove it"));
    } else
      server.protocol.ifPresent(
          word -> conflict(word.span(), "a mark has no protocol", "remove this line"));
    boolean zero =
        server.by == VirtualServer.By.ADDRESS && server.port == 0
            || group.filter(known -> known.ports.contains(0)).isPresent();
    if (zero && !server.persistent)
      conflict(
          server.head.span(),
          "a port of 0 is for persistent services only",
          "write the port, or `persistence_timeout`");
  }

  private void scheduler() {
    if (server.scheduler.isEmpty() && !refused("lb_algo", "lvs_sched"))
      refuse(
          KeepalivedFindings.VIRTUAL_SERVER,
          server.head.span(),
          "the virtual server has no scheduler, and gets wlc",
          "write `lb_algo wlc`");
  }

  private void duplicates() {
    Set<List<Object>> seen = new HashSet<>();
    for (VirtualServer.Real real : List.copyOf(server.reals))
      if (!seen.add(List.of(real.address, real.port))) {
        conflict(real.span, "this real server stands twice in the virtual server", "remove one");
        server.reals.remove(real);
      }
  }

  private void methods() {
    boolean lacking = server.reals.stream().anyMatch(real -> real.forwarding.isEmpty());
    boolean sorryLacks = server.sorry.filter(real -> real.forwarding.isEmpty()).isPresent();
    boolean refused = refused("lb_kind", "lvs_method");
    if (server.forwarding.isEmpty() && (lacking || sorryLacks) && !refused)
      refuse(
          KeepalivedFindings.VIRTUAL_SERVER,
          server.head.span(),
          "the virtual server has no forwarding method, and gets NAT",
          "write `lb_kind NAT`");
    server.sorry.ifPresent(this::sameAsSorry);
  }

  private void sameAsSorry(VirtualServer.Real sorry) {
    for (VirtualServer.Real real : server.reals) {
      boolean same = real.address.equals(sorry.address) && real.port == sorry.port;
      if (same && real.inhibit.orElse(server.inhibit) != server.sorryInhibit)
        conflict(
            real.span,
            "the real server is the sorry server too, with another inhibit setting",
            "write the same for both");
    }
  }

  private VirtualServer.Forwarding forwarding(VirtualServer.Real real) {
    return real.forwarding.or(() -> server.forwarding).orElse(VirtualServer.Forwarding.NAT);
  }

  private void quorum() {
    long weights = 0;
    for (VirtualServer.Real real : server.reals) weights += real.weight.orElse(server.weight);
    long quorum = Math.min(server.quorum, weights);
    if (server.quorum > weights)
      conflict(
          server.quorumWord.map(word -> word.span()).orElse(server.head.span()),
          "the quorum %d is above the sum of the weights, %d".formatted(server.quorum, weights),
          "write a quorum of at most %d".formatted(weights));
    else if (server.hysteresis >= quorum)
      conflict(
          server.hysteresisWord.map(word -> word.span()).orElse(server.head.span()),
          "the hysteresis %d is not below the quorum %d".formatted(server.hysteresis, quorum),
          "write a smaller hysteresis");
  }

  private void ports() {
    for (VirtualServer.Real real : server.reals) port(real, "real server");
    server.sorry.ifPresent(real -> port(real, "sorry server"));
  }

  private void port(VirtualServer.Real real, String what) {
    if (forwarding(real) == VirtualServer.Forwarding.NAT || real.port == 0) return;
    boolean marks =
        server.by == VirtualServer.By.MARK || group.filter(known -> known.hasMarks).isPresent();
    if (marks) {
      conflict(
          real.span,
          "the port of the %s does not count for a mark".formatted(what),
          "remove the port");
      return;
    }
    boolean same =
        group
            .map(known -> known.ports.stream().allMatch(port -> port == real.port))
            .orElse(server.port == real.port);
    if (!same)
      conflict(
          real.span,
          "with %s the %s has the virtual server's port".formatted(forwarding(real), what),
          "write the same port, or `lb_kind NAT`");
  }

  private void conflict(Span span, String message, String help) {
    refuse(KeepalivedFindings.SERVER_CONFLICT, span, message, help);
  }

  private void refuse(RuleMeta rule, Span span, String message, String help) {
    reading.refusals.refuse(rule, span, message, help);
  }
}
