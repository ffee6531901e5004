package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.VirtualRouter.Track;
import dev.vipc.model.VrrpDaemon.VirtualServer;
import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpGroup.Member;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.Optional;

/** An address that stays where its service has died. */
@AutoService(Rule.class)
public final class NothingTracked implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KA014",
          "service-not-tracked",
          Severity.ERROR,
          """
          A virtual router watches nothing, although a proxy or an API server answers on its address.

          VRRP notices that a machine or its link dies, and no more. When the proxy dies and the
          machine lives, the node goes on advertising, the address stays, and every client gets
          "connection refused" until someone looks. Shutting a machine down, the usual test, does not
          show that.

          The rule speaks only where a proxy of the node listens on the address or the deployment's
          API endpoint is the address, and not where a script, a process or a file is tracked (by the
          virtual router or its sync group), nor where keepalived itself checks LVS servers behind the
          address.

          Write a `vrrp_script` that asks the service, and track it in the virtual router.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (VrrpGroup group : VrrpGroup.of(deployment))
      for (Member member : group.members())
        if (!watches(member) && !isBalancedByLvs(member))
          new ServiceBehind(deployment, member.node(), member.router())
              .evidence()
              .ifPresent(service -> out.report(finding(member, service)));
  }

  /** Whether it watches a service, or another file may say that it does. */
  private static boolean watches(Member member) {
    return !member.daemon().includes().isEmpty()
        || member.tracks().stream().anyMatch(track -> isService(track.kind()));
  }

  private static boolean isService(Track.Kind kind) {
    return switch (kind) {
      case SCRIPT, PROCESS, FILE -> true;
      case INTERFACE, BFD -> false;
    };
  }

  private static boolean isBalancedByLvs(Member member) {
    return member.daemon().virtualServers().stream()
        .anyMatch(server -> server.checked() && mayStandBehind(server, member));
  }

  private static boolean mayStandBehind(VirtualServer server, Member member) {
    Optional<IpAddress> address = server.address().value();
    return address.isEmpty()
        || member.router().knownAddresses().stream()
            .anyMatch(held -> held.value().address().equals(address.get()));
  }

  private static Diagnostic finding(Member member, Span service) {
    return Diagnostic.of(
            META,
            member.router().name().span(),
            "`%s` keeps its address when the service behind it dies: it tracks no script"
                .formatted(member.router().name().value()))
        .also(service, "clients reach this by the address")
        .help(
            "add a vrrp_script that asks the service (such as curl -sfk on /readyz) and name it in"
                + " track_script");
  }
}
