package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.CheckScript;
import dev.vipc.model.Deployment;
import dev.vipc.model.Node;
import dev.vipc.model.VirtualRouter.Track;
import dev.vipc.model.VrrpDaemon.TrackScript;
import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpGroup.Member;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;
import java.util.OptionalInt;

/** A check that a dead service passes. */
@AutoService(Rule.class)
public final class ProcessOnlyCheck implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KA016",
          "check-tests-process-only",
          Severity.WARNING,
          """
          A tracked script only asks whether a process exists.

          `killall -0`, `pidof`, `pgrep`, `systemctl is-active` and a look into /proc succeed while the
          proxy hangs, while it refuses connections because it is full, and while all of its servers
          are down; in a container whose first process does not reap its children they succeed even
          after the proxy was killed, since the zombie keeps the name (measured). The address then
          stays where nothing is served.

          The rule is silent where the same script also asks the service, and where the virtual router
          tracks another script that may.

          Ask the service over its own port, as a client does, with a time limit.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (VrrpGroup group : VrrpGroup.of(deployment))
      for (Member member : group.members()) check(deployment, member, out);
  }

  private static void check(Deployment deployment, Member member, Reporter out) {
    List<TrackScript> tracked = tracked(member);
    Node node = member.node();
    if (tracked.isEmpty() || !tracked.stream().allMatch(script -> isProcessOnly(node, script)))
      return;
    OptionalInt port = servicePort(deployment, member);
    for (TrackScript script : tracked)
      for (CheckScript run : new ScriptsOf(node).runBy(script))
        out.report(finding(script, run.processTests().getFirst(), port));
  }

  private static List<TrackScript> tracked(Member member) {
    List<String> names =
        member.tracks().stream()
            .filter(track -> track.kind() == Track.Kind.SCRIPT)
            .map(track -> track.name().value())
            .toList();
    return member.daemon().scripts().stream()
        .filter(script -> names.contains(script.name().value()))
        .toList();
  }

  private static boolean isProcessOnly(Node node, TrackScript script) {
    List<CheckScript> runs = new ScriptsOf(node).runBy(script);
    return !runs.isEmpty()
        && runs.stream()
            .allMatch(
                run ->
                    !run.processTests().isEmpty()
                        && run.probes().isEmpty()
                        && run.connects().isEmpty()
                        && run.otherTests().isEmpty());
  }

  private static OptionalInt servicePort(Deployment deployment, Member member) {
    return new ServiceBehind(deployment, member.node(), member.router())
        .listeners().stream()
            .flatMap(listener -> listener.address().value().stream())
            .map(address -> address.port())
            .filter(OptionalInt::isPresent)
            .findFirst()
            .orElse(OptionalInt.empty());
  }

  private static Diagnostic finding(TrackScript script, Located<String> test, OptionalInt port) {
    Diagnostic finding =
        Diagnostic.of(
            META,
            test.span(),
            "`%s` shows that a process exists, not that it serves".formatted(test.value()));
    if (test.span().file() != script.name().span().file())
      finding =
          finding.also(script.name().span(), "tracked as `%s`".formatted(script.name().value()));
    return finding.help(
        port.isPresent()
            ? "ask the service on port %d, as a client does, with a time limit"
                .formatted(port.getAsInt())
            : "ask the service over its port, as a client does, with a time limit");
  }
}
