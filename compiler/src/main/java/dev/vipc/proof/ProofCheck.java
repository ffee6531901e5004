package dev.vipc.proof;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Label;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a proof by single faults has against a deployment that no rule has told of: the cause is
 * told alone, and the fault that it leads to is left to {@code vipc prove}.
 *
 * <p>It speaks of what ends and not of what hangs, which a check of a service that is not the API
 * cannot always see; only where nothing had to be assumed; and of virtual routers with at least two
 * machines among the files: a lease's other machines need not be there. Of a deployment of more
 * than 24 machines it says nothing: {@code vipc prove} does, in its time.
 */
public final class ProofCheck {
  /**
   * The work grows with the cube of the machines that one virtual router could be held by; no
   * control plane has as many, a folder of many clusters side by side does.
   */
  private static final int MOST_MACHINES = 24;

  private final Set<SourceFile> faulty = new HashSet<>();
  private final Map<SourceFile, List<Span>> told = new HashMap<>();

  /** Takes note of what the rules and the readers report, and passes it on. */
  public Reporter listening(Reporter next) {
    return finding -> {
      boolean error = finding.severity() == Severity.ERROR;
      places(finding)
          .forEach(
              at -> {
                if (error) faulty.add(at.file());
                told.computeIfAbsent(at.file(), _ -> new ArrayList<>()).add(at);
              });
      next.report(finding);
    };
  }

  /**
   * @return what nothing reported until now tells of, in the order of the cases, one finding a rule
   *     and place
   */
  public List<Diagnostic> beyond(Deployment deployment) {
    if (deployment.nodes().size() > MOST_MACHINES) return List.of();
    // an objective that is missed is XS009's
    ProofRequest request = new ProofRequest(1, Optional.empty());
    Map<List<Object>, Diagnostic> findings = new LinkedHashMap<>();
    for (ServiceProof proof : Prover.ofRouters(deployment, request)) {
      Case whole = proof.cases().getFirst();
      // what is lost with all well is lost in every fault too
      for (Case one : whole.disproves() ? List.of(whole) : proof.cases())
        if (one.assumptions().isEmpty()
            && one.faults().stream().noneMatch(fault -> fault.kind() == Fault.Kind.HUNG)
            && one.places().stream().noneMatch(this::isTold))
          ProofFindings.of(one)
              .ifPresent(f -> findings.putIfAbsent(List.of(f.rule().code(), f.span()), f));
    }
    return List.copyOf(findings.values());
  }

  private boolean isTold(Span place) {
    return faulty.contains(place.file())
        || told.getOrDefault(place.file(), List.of()).stream().anyMatch(at -> meet(place, at));
  }

  private static boolean meet(Span one, Span other) {
    return one.start() < other.end() && other.start() < one.end();
  }

  private static Stream<Span> places(Diagnostic finding) {
    return Stream.concat(Stream.of(finding.span()), finding.labels().stream().map(Label::span));
  }
}
