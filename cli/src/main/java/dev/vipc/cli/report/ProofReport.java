package dev.vipc.cli.report;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.proof.Bounds;
import dev.vipc.proof.Case;
import dev.vipc.proof.Fault;
import dev.vipc.proof.Host;
import dev.vipc.proof.ProofFindings;
import dev.vipc.proof.ProofRequest;
import dev.vipc.proof.ServiceProof;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a proof: a table and the counterexamples for people, or the contract's JSON. */
public final class ProofReport {
  /** The names that {@code --format} takes. */
  public enum Format {
    text,
    json
  }

  private static final int MOST_COUNTEREXAMPLES = 20;

  private final PrintWriter out;
  private final TextReport findings;
  private final boolean all;

  /**
   * @param all whether to show every case, not only single faults and what disproves
   */
  public ProofReport(PrintWriter out, boolean colour, boolean all) {
    this.out = out;
    this.findings = new TextReport(ReportStyle.PLAIN.withColour(colour));
    this.all = all;
  }

  /** Writes it; what is returned says why a part that was asked for is not there. */
  public Optional<String> write(
      List<ServiceProof> proofs, ProofRequest request, Format format, Optional<Integer> explained) {
    if (explained.isPresent()) return explain(proofs, explained.get());
    if (format == Format.json) new ProofJson(out).write(proofs, request);
    else proofs.forEach(this::write);
    return Optional.empty();
  }

  private void write(ServiceProof proof) {
    out.println("service " + proof.name());
    if (proof.unproved().isPresent()) {
      out.println("  not proved: " + proof.unproved().get());
      return;
    }
    table(proof);
    counterexamples(proof);
    out.println(verdict(proof));
  }

  private void table(ServiceProof proof) {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"#", "fault", "outcome", "holder", "detected", "served again"});
    List<Case> cases = proof.cases();
    Map<String, Integer> parted = new TreeMap<>();
    int left = 0;
    for (int number = 0; number < cases.size(); number++) {
      Case one = cases.get(number);
      boolean single = one.faults().size() < 2 && !one.repaired();
      if (all || single && !one.isParted() || one.disproves()) rows.add(row(number, one));
      else if (single) parted.merge(one.outcome().word(), 1, Integer::sum);
      else left++;
    }
    int[] widths = new int[6];
    for (String[] row : rows)
      for (int i = 0; i < row.length; i++) widths[i] = Math.max(widths[i], row[i].length());
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++)
        line.append("  ").append(row[i]).append(" ".repeat(widths[i] - row[i].length()));
      out.println(line.toString().stripTrailing());
    }
    if (!parted.isEmpty())
      out.println(
          "  ways to part the segment in two: "
              + parted.entrySet().stream()
                  .map(entry -> "%s in %d".formatted(entry.getKey(), entry.getValue()))
                  .collect(Collectors.joining(", ")));
    if (left > 0)
      out.println(
          "  %d more cases, of several faults or after repair, are no counterexample (--all shows all)"
              .formatted(left));
  }

  private static String[] row(int number, Case one) {
    return new String[] {
      Integer.toString(number),
      faults(one),
      one.outcome().word() + (one.late() ? ", late" : ""),
      holders(one),
      one.detect().map(ProofReport::bounds).orElse(""),
      one.restore().map(ProofReport::bounds).orElse("")
    };
  }

  /** Of several that wait equally long for the address each may be the first. */
  private static String holders(Case one) {
    if (one.holders().isEmpty()) return "nobody";
    String told = one.holders().stream().map(Host::name).collect(Collectors.joining(", "));
    return Stream.concat(Stream.of(told), one.alike().stream().map(Host::name))
        .collect(Collectors.joining(" or "));
  }

  private static String faults(Case one) {
    if (one.faults().isEmpty()) return "none";
    String faults = one.faults().stream().map(Fault::toString).collect(Collectors.joining(" + "));
    return one.repaired() ? faults + ", mended" : faults;
  }

  private static String bounds(Bounds bounds) {
    if (bounds.worst() == 0) return "at once";
    return "%.1f to %.1f s".formatted(bounds.best(), bounds.worst());
  }

  /** One finding for all cases that one cause explains. */
  private void counterexamples(ServiceProof proof) {
    Map<String, Diagnostic> byCause = new LinkedHashMap<>();
    Map<String, Integer> more = new LinkedHashMap<>();
    for (Case one : proof.cases())
      ProofFindings.of(one)
          .ifPresent(
              finding -> {
                String cause =
                    finding.rule().code()
                        + one.places().stream().map(Object::toString).sorted().toList();
                if (byCause.putIfAbsent(cause, finding) != null) more.merge(cause, 1, Integer::sum);
              });
    out.println();
    byCause.entrySet().stream()
        .limit(MOST_COUNTEREXAMPLES)
        .forEach(
            entry -> {
              findings.write(entry.getValue(), out);
              int others = more.getOrDefault(entry.getKey(), 0);
              if (others > 0) out.println("  other cases of this cause: %d%n".formatted(others));
            });
  }

  private static String verdict(ServiceProof proof) {
    long against = proof.cases().stream().filter(Case::disproves).count();
    String recovery =
        proof
            .recovery()
            .map(b -> ", recovers in %.1f to %.1f s".formatted(b.best(), b.worst()))
            .orElse("");
    return proof.holds()
        ? "%s survives every single fault%s".formatted(proof.name(), recovery)
        : "%s does not survive: %d of %d cases%s"
            .formatted(proof.name(), against, proof.cases().size(), recovery);
  }

  private Optional<String> explain(List<ServiceProof> proofs, int number) {
    if (proofs.size() != 1 || number < 0 || number >= proofs.getFirst().cases().size())
      return Optional.of(
          "prove: no case %d: the table numbers them from 0 to %d"
              .formatted(number, proofs.getFirst().cases().size() - 1));
    Case one = proofs.getFirst().cases().get(number);
    out.println("case %d: %s".formatted(number, faults(one)));
    out.println("  outcome    " + one.outcome().word());
    out.println("  because    " + one.why());
    one.detect().ifPresent(b -> steps("detected", b));
    one.restore().ifPresent(b -> steps("served", b));
    one.assumptions().forEach(text -> out.println("  assumed    " + text));
    one.places().forEach(place -> out.println("  decided at " + place));
    one.help().ifPresent(help -> out.println("  help       " + help));
    return Optional.empty();
  }

  private void steps(String what, Bounds bounds) {
    out.println("  %-10s %s".formatted(what, bounds(bounds)));
    bounds.arithmetic().forEach(line -> out.println("             " + line));
  }
}
