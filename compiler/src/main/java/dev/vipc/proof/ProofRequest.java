package dev.vipc.proof;

import dev.vipc.model.Deployment;
import dev.vipc.source.Located;
import java.time.Duration;
import java.util.Optional;

/**
 * @param faults how many components may fail at once, 0 or more
 * @param objective the recovery time objective: a slower recovery disproves the service
 */
public record ProofRequest(int faults, Optional<Duration> objective) {
  public static final ProofRequest STANDARD = new ProofRequest(2, Optional.empty());

  /**
   * The same, with the objective that a deployment's own settings state where none was asked for.
   */
  public ProofRequest in(Deployment deployment) {
    return new ProofRequest(
        faults, objective.or(() -> deployment.facts().recovery().map(Located::value)));
  }
}
