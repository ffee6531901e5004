package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.keyword.RemovedFlags;
import dev.vipc.keyword.RemovedFlags.Removed;
import dev.vipc.model.ComponentFlags;
import dev.vipc.model.ComponentFlags.Flag;
import dev.vipc.model.Deployment;
import dev.vipc.rule.Rule;
import dev.vipc.rule.kubeadm.KubernetesVersion.Asked;
import java.util.List;
import java.util.Optional;

/** KD005. */
@AutoService(Rule.class)
public final class RemovedFlag implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD005",
              "removed-component-flag",
              WARNING,
              """
              A component is given a flag, or a value of one, that its release no longer has.

              It stops at once with `unknown flag`, and the kubelet starts it again and again: a control plane that is upgraded \
              with such a line in its `extraArgs` does not come back. `insecure-port: "0"`, which guides up to 1.19 rightly \
              ask for, is one since 1.24. kubeadm does not look at the names. The release is the stated target, else the \
              `kubernetesVersion` that the files pin, else the newest that vipc knows; the message says which. Source: the \
              pull requests that removed them, named in vipc's table of flags.

              Take the flag out, or write what took its place.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<ComponentFlags> given = deployment.all(ComponentFlags.class).toList();
    if (given.isEmpty()) return;
    RemovedFlags table = new RemovedFlags();
    for (ComponentFlags flags : given)
      KubernetesVersion.asked(deployment, flags.place().file())
          .ifPresent(asked -> judge(flags, asked, table, out));
  }

  private static void judge(ComponentFlags flags, Asked asked, RemovedFlags table, Reporter out) {
    String component = flags.component().toString();
    for (Flag flag : flags.flags())
      table
          .find(component, flag.name().value(), flag.value().value(), asked.minor())
          .ifPresent(removed -> out.report(found(flags, flag, removed, asked)));
  }

  private static Diagnostic found(ComponentFlags flags, Flag flag, Removed removed, Asked asked) {
    String what =
        removed.ofValue()
            ? "`%s` no longer takes `%s` for `%s` since %s"
                .formatted(
                    flags.component(),
                    flag.value().value().orElse(""),
                    flag.name().value(),
                    removed.since())
            : "`%s` has no flag `%s` since %s"
                .formatted(flags.component(), flag.name().value(), removed.since());
    Diagnostic found =
        Diagnostic.of(
                META,
                flag.name().span(),
                "%s, and this is 1.%d (%s)".formatted(what, asked.minor(), asked.reason()))
            .help(help(removed));
    Optional<Fix> fix = Removal.ofLines(flag.entry(), "take out `" + flag.name().value() + "`");
    return removed.instead().isEmpty() && fix.isPresent() ? found.fix(fix.get()) : found;
  }

  private static String help(Removed removed) {
    if (removed.instead().isPresent()) return "take it out, and write " + removed.instead().get();
    return removed
        .inert()
        .map(since -> "take it out: it had no effect since " + since)
        .orElse("take it out");
  }
}
