package dev.vipc.proof;

import java.time.Duration;
import java.util.Optional;

/**
 * @param faults how many components may fail at once, 0 or more
 * @param objective the recovery time objective: a slower recovery disproves the service
 */
public record ProofRequest(int faults, Optional<Duration> objective) {
  public static final ProofRequest STANDARD = new ProofRequest(2, Optional.empty());
}
