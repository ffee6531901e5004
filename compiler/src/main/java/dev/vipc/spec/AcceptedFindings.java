package dev.vipc.spec;

import static dev.vipc.spec.SpecRules.ACCEPTED_NOTHING;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Severity;
import java.util.List;
import java.util.Set;

/** The findings of a spec, held against those that it accepts. */
public final class AcceptedFindings {
  /** Areas whose errors mean that nothing can be built, whatever anyone accepts. */
  private static final Set<String> REFUSALS = Set.of("SYN", "SCH", "SPC", "EMT");

  private AcceptedFindings() {}

  /**
   * The findings that stay, and one for each accepted entry that no finding matches.
   *
   * @param findings all that the spec's reader, the rules and the emitters say
   */
  public static List<Diagnostic> remaining(HaSpec spec, List<Diagnostic> findings) {
    Findings remaining = new Findings();
    findings.stream()
        .filter(finding -> isRefusal(finding) || !isAccepted(spec, finding))
        .forEach(remaining::report);
    for (Accepted accepted : spec.accepted())
      if (findings.stream().noneMatch(accepted::covers)) remaining.report(nothing(accepted));
    return remaining.sorted();
  }

  private static boolean isAccepted(HaSpec spec, Diagnostic finding) {
    return spec.accepted().stream().anyMatch(accepted -> accepted.covers(finding));
  }

  private static boolean isRefusal(Diagnostic finding) {
    return finding.severity() == Severity.ERROR
        && REFUSALS.contains(finding.rule().code().replaceAll("\\d", ""));
  }

  private static Diagnostic nothing(Accepted accepted) {
    String where = accepted.place().map(place -> " at `%s`".formatted(place.path())).orElse("");
    return Diagnostic.of(
            ACCEPTED_NOTHING,
            accepted.code().span(),
            "there is no %s%s to accept".formatted(accepted.code().value(), where))
        .help("remove the entry");
  }
}
