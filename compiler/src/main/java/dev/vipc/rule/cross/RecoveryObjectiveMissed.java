package dev.vipc.rule.cross;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.proof.Bounds;
import dev.vipc.proof.Case;
import dev.vipc.proof.Fault;
import dev.vipc.proof.ProofRequest;
import dev.vipc.proof.Prover;
import dev.vipc.proof.ServiceProof;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** XS009. */
@AutoService(Rule.class)
public final class RecoveryObjectiveMissed implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "XS009",
          "recovery-objective-missed",
          Severity.WARNING,
          """
          After a single fault clients may wait longer than the recovery objective that is stated.

          The time is the sum of what detection, election and takeover need at the most: interval × fall of a check, \
          the advertisements that a backup waits for and its skew time, or the rest of a lease. A guide's `interval 3` with `fall 10` \
          takes 30 s alone. The objective is `objectives.recovery` of `.vipc.yaml`, or the HA spec's; without one \
          the rule is silent (a check that takes more than 15 s to notice is KA020's). `vipc prove` shows every fault with its arithmetic. \
          Source: RFC 9568 section 6.1; keepalived.conf(5); client-go's package leaderelection.

          Lower the interval or the fall of the check, the advertisement interval, or the lease's duration; or state an objective \
          that can be met.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Optional<Located<Duration>> objective = deployment.facts().recovery();
    if (objective.isEmpty()) return;
    ProofRequest request = new ProofRequest(1, objective.map(Located::value));
    for (ServiceProof proof : Prover.prove(deployment, request))
      proof.cases().stream()
          .filter(one -> one.late() && !isParted(one))
          .max(Comparator.comparingDouble(RecoveryObjectiveMissed::worst))
          .ifPresent(slowest -> out.report(found(proof, slowest, objective.get())));
  }

  /** What a cut between machines does depends on where it is; an objective is for machines. */
  private static boolean isParted(Case one) {
    return one.faults().stream().anyMatch(fault -> fault.kind() == Fault.Kind.PARTITION);
  }

  private static double worst(Case one) {
    return one.restore().map(Bounds::worst).orElse(0.0);
  }

  private static Diagnostic found(ServiceProof proof, Case slowest, Located<Duration> objective) {
    Span place = slowest.places().isEmpty() ? objective.span() : slowest.places().getFirst();
    Bounds restore = slowest.restore().orElseThrow();
    String faults = slowest.faults().stream().map(Fault::toString).collect(Collectors.joining());
    Diagnostic found =
        Diagnostic.of(
            META,
            place,
            "`%s` is served again after up to %s s when %s: %s"
                .formatted(
                    proof.name(),
                    Bounds.seconds(restore.worst()),
                    faults,
                    String.join("; then ", restore.arithmetic())));
    return found
        .also(objective.span(), "the objective")
        .help("shorten the slowest part, or state an objective that can be met");
  }
}
