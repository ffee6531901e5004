package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Component;
import dev.vipc.model.ComponentFlags;
import dev.vipc.model.ComponentFlags.Flag;
import dev.vipc.model.ComponentFlags.Origin;
import dev.vipc.model.Deployment;
import dev.vipc.rule.Rule;
import dev.vipc.rule.kubeadm.KubernetesVersion.Asked;
import java.util.Optional;
import java.util.Set;

/** KD037. */
@AutoService(Rule.class)
public final class OpenComponent implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD037",
              "component-listens-everywhere",
              WARNING,
              """
              The controller manager or the scheduler listens on every address of the machine.

              Both serve only their own probes and metrics, for which kubeadm binds 127.0.0.1. With `address: 0.0.0.0` the port without TLS \
              (10252, 10251), where a release still has it, gives profiles and metrics to everyone. `bind-address: 0.0.0.0` opens the \
              port with TLS (10257, 10259), which asks who he is: that is a way to let a monitoring ask, and an info, so that a firewall \
              passes the monitoring only. Source: kubeadm's package controlplane; kubernetes/kubernetes#92720.

              Leave the flag out, or let the firewall pass the scrapers only.
              """)
          .withFix();
  private static final Set<String> ALL = Set.of("0.0.0.0", "::");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(ComponentFlags.class)
        .filter(
            flags ->
                flags.component() == Component.CONTROLLER_MANAGER
                    || flags.component() == Component.SCHEDULER)
        .forEach(flags -> judge(deployment, flags, out));
  }

  /** From 1.24 on the flag of the other port is gone, which is another finding. */
  private static void judge(Deployment deployment, ComponentFlags flags, Reporter out) {
    int minor =
        KubernetesVersion.asked(deployment, flags.place().file()).map(Asked::minor).orElse(0);
    boolean portClosed = flags.flag("port").filter(port -> port.value().is("0")).isPresent();
    if (!portClosed && minor < 24)
      everywhere(flags, "address")
          .ifPresent(
              flag -> out.report(found(flags, flag, "without asking who it is, on every address")));
    everywhere(flags, "bind-address")
        .ifPresent(flag -> out.report(found(flags, flag, "on every address").as(INFO)));
  }

  private static Optional<Flag> everywhere(ComponentFlags flags, String name) {
    return flags.flag(name).filter(flag -> flag.value().value().filter(ALL::contains).isPresent());
  }

  private static Diagnostic found(ComponentFlags flags, Flag flag, String how) {
    Diagnostic found =
        Diagnostic.of(
                META,
                flag.value().span().orElse(flag.entry()),
                "`%s` serves its metrics %s".formatted(flags.component(), how))
            .help(
                "take it out, so that 127.0.0.1 stays, or let a firewall pass the monitoring only");
    return Removal.ofLines(flag.entry(), "keep to 127.0.0.1")
        .filter(_ -> flags.origin() == Origin.KUBEADM)
        .map(fix -> found.fix(new Fix(fix.description(), false, fix.edits())))
        .orElse(found);
  }
}
