package dev.vipc.diff;

import dev.vipc.diff.DiffResult.Recovery;
import dev.vipc.model.Deployment;
import dev.vipc.proof.Bounds;
import dev.vipc.proof.Handover;
import dev.vipc.proof.ProofRequest;
import dev.vipc.proof.Prover;
import dev.vipc.proof.ServiceProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The times that consequences speak of, from the proof's bounds; worked out where one is needed.
 */
final class Times {
  private final Deployment before;
  private final Deployment after;
  private @Nullable Handover old;
  private @Nullable Handover now;

  Times(Deployment before, Deployment after) {
    this.before = before;
    this.after = after;
  }

  /** The consequence of a difference, with its times. */
  String fill(Aspect aspect) {
    String text = aspect.text();
    if (text.contains("{stop}"))
      text = text.replace("{stop}", most(old().stopped(), "some seconds"));
    if (text.contains("{start}"))
      text = text.replace("{start}", "at most " + most(now().started(), "some seconds"));
    if (text.contains("{lease}"))
      text = text.replace("{lease}", "within " + most(now().leased(), "the lease's duration"));
    return text;
  }

  private Handover old() {
    Handover known = old;
    if (known == null) old = known = Handover.of(before);
    return known;
  }

  private Handover now() {
    Handover known = now;
    if (known == null) now = known = Handover.of(after);
    return known;
  }

  private static String most(OptionalDouble seconds, String unknown) {
    return seconds.isPresent() ? Bounds.seconds(seconds.getAsDouble()) + " s" : unknown;
  }

  /** Services whose recovery after a single fault takes another time. */
  List<Recovery> recoveries() {
    ProofRequest single = new ProofRequest(1, Optional.empty());
    List<ServiceProof> was = Prover.prove(before, single);
    List<ServiceProof> is = Prover.prove(after, single);
    List<Recovery> changed = new ArrayList<>();
    for (ServiceProof proof : was)
      for (ServiceProof other : is)
        if (other.name().equals(proof.name())) {
          Optional<Bounds> one = proof.recovery();
          Optional<Bounds> two = other.recovery();
          if (one.isPresent()
              && two.isPresent()
              && !Bounds.seconds(one.get().worst()).equals(Bounds.seconds(two.get().worst())))
            changed.add(new Recovery(proof.name(), one.get().worst(), two.get().worst()));
        }
    return changed;
  }
}
