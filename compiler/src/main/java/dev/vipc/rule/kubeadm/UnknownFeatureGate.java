package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.keyword.FeatureGateTable;
import dev.vipc.model.Deployment;
import dev.vipc.model.FeatureGates;
import dev.vipc.model.FeatureGates.Gate;
import dev.vipc.rule.Rule;
import dev.vipc.rule.kubeadm.KubernetesVersion.Asked;
import java.util.List;
import java.util.Optional;

/** KD040. */
@AutoService(Rule.class)
public final class UnknownFeatureGate implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD040",
              "feature-gate-gone",
              WARNING,
              """
              A feature gate does not exist any more in the release, or is locked to the other value.

              A component that is given a name which it does not know stops with `unrecognized feature gate`, and one whose \
              gate is locked with `cannot set feature gate … feature is locked to`: a control plane that is upgraded with such a \
              line does not come back. A gate is taken out some releases after the feature became a fixed part, so \
              `IPv6DualStack: true` was needed in 1.20 and ends the start in 1.25. Only gates whose end is known are reported; kubeadm's own have another code. \
              The release is the stated target, else the `kubernetesVersion` that the files pin, else the newest that vipc \
              knows. Source: Kubernetes' pages on feature gates, and the table of vipc that is made from them.

              Take the line out: the feature is there without it, or gone.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<FeatureGates> given = deployment.all(FeatureGates.class).toList();
    if (given.isEmpty()) return;
    FeatureGateTable table = new FeatureGateTable();
    for (FeatureGates gates : given)
      for (Gate gate : gates.gates())
        for (FeatureGateTable.Gate row :
            table.find(gates.component().toString(), gate.name().value()).stream().toList())
          KubernetesVersion.asked(deployment, gate.name().span().file())
              .ifPresent(asked -> judge(gates, gate, row, asked, out));
  }

  private static void judge(
      FeatureGates gates, Gate gate, FeatureGateTable.Gate row, Asked asked, Reporter out) {
    String name = gate.name().value();
    if (row.isGoneIn(asked.minor()))
      out.report(
          found(
              gate,
              "`%s` does not know the gate `%s` since %s, and this is 1.%d (%s)"
                  .formatted(
                      gates.component(), name, row.gone().get(), asked.minor(), asked.reason()),
              "take it out"));
    else if (row.isLockedIn(asked.minor()) && gate.on().is(!row.value()))
      out.report(
          found(
              gate,
              "the gate `%s` is locked to %s since %s, and this is 1.%d (%s)"
                  .formatted(name, row.value(), row.locked().get(), asked.minor(), asked.reason()),
              "take it out: the feature can no longer be switched"));
  }

  private static Diagnostic found(Gate gate, String message, String help) {
    Diagnostic found = Diagnostic.of(META, gate.name().span(), message).help(help);
    String description = "take out `" + gate.name().value() + "`";
    Optional<Fix> fix =
        gate.alone()
            ? Removal.ofLines(gate.entry(), description)
            : Removal.ofPiece(gate.entry(), description);
    return fix.map(found::fix).orElse(found);
  }
}
