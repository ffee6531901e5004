package dev.vipc.proof;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a proof has to say against a service, as findings at the lines that decide it. */
@AutoService(Documented.class)
public final class ProofFindings implements Documented {
  private static final RuleMeta BLACK_HOLE =
      rule(
          "PRF001",
          "address-stays-with-dead-service",
          """
          In some fault a node keeps the virtual address although it cannot serve.

          Clients go on connecting to the node that holds the address, and nothing behind it answers:
          the proxy has ended and no check notices; a check notices, but its weight is too small to
          bring the node below another; or the proxy goes on using servers that are not well. The
          finding names the fault, the priorities before and after with their sums, and the lines.

          Track a check that asks the service, with a weight larger than the distance of the
          priorities, or with none.
          """);

  private static final RuleMeta OUTAGE =
      rule(
          "PRF002",
          "nobody-holds-the-address",
          """
          In some single fault nobody holds the virtual address.

          Every node has given it up, or may not take it: one node alone was configured for it, a check
          fails on all nodes at once, or (with a lease) the API that grants it is gone too.

          Let at least one node that a single fault does not reach be able to take the address.
          """);

  private static final RuleMeta SPLIT =
      rule(
          "PRF003",
          "two-nodes-hold-the-address",
          """
          In some fault, or without any, two nodes hold the virtual address.

          Nodes that do not take each other's advertisements each hold the address: another VRID,
          another interval (version 2), another password in its first eight octets, another list of
          addresses, or a unicast peer that is not listed. Which of them a client reaches is decided by
          the last gratuitous ARP. While the segment itself is in two parts every VRRP has a holder in
          each; that is shown, and is not counted against the service.

          Let all nodes of a virtual router agree.
          """);

  private static final RuleMeta FLAPPING =
      rule(
          "PRF004",
          "address-never-settles",
          """
          In some fault the address moves back and forth and does not settle.

          A check whose result depends on who holds the address, such as a request through the virtual
          address, fails on the holder and succeeds again once the address is gone, so that it comes back.

          Let the check ask the node's own service.
          """);

  private static final RuleMeta LATE =
      rule(
          "PRF005",
          "slower-than-objective",
          """
          A recovery may take longer than the objective that `vipc prove --rto` states (lint: XS009).

          The bound is the sum of what detection, election and takeover need at the most; the finding
          shows the arithmetic.

          Lower the interval or the fall of the check, or the advertisement interval.
          """);

  private static final String FASTER =
      "lower the interval, the timeout or the fall of the check, or the advertisement interval";

  @Override
  public List<RuleMeta> metas() {
    return List.of(BLACK_HOLE, OUTAGE, SPLIT, FLAPPING, LATE);
  }

  /** The finding of a case that disproves its service; absent for any other. */
  public static Optional<Diagnostic> of(Case one) {
    if (!one.disproves() || one.places().isEmpty()) return Optional.empty();
    RuleMeta rule = ruleOf(one);
    Span place = one.places().getFirst();
    Diagnostic finding = Diagnostic.of(rule, place, faults(one) + ": " + message(one, rule));
    for (Span other : one.places().subList(1, one.places().size()))
      finding = finding.also(other, "this counts too");
    Optional<String> help = rule.equals(LATE) ? Optional.of(FASTER) : one.help();
    return Optional.of(help.map(finding::help).orElse(finding));
  }

  private static String message(Case one, RuleMeta rule) {
    if (!rule.equals(LATE)) return one.why();
    Bounds restore = one.restore().orElseThrow();
    return "served again after up to %s s: %s"
        .formatted(Bounds.seconds(restore.worst()), String.join("; then ", restore.arithmetic()));
  }

  private static String faults(Case one) {
    String faults = one.faults().stream().map(Fault::toString).collect(Collectors.joining(" and "));
    if (faults.isEmpty()) return "with all well";
    return one.repaired() ? faults + ", mended again" : faults;
  }

  private static RuleMeta ruleOf(Case one) {
    return switch (one.outcome()) {
      case BLACK_HOLE -> BLACK_HOLE;
      case OUTAGE -> OUTAGE;
      case SPLIT -> SPLIT;
      case FLAPPING -> FLAPPING;
      case NO_CHANGE, TAKEOVER -> LATE;
    };
  }

  private static RuleMeta rule(String code, String name, String doc) {
    return new RuleMeta(code, name, Severity.ERROR, doc);
  }
}
