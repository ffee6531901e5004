package dev.vipc.lab.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The rows of {@code docs/proof-agreement.md}: a run replaces those of its own setups, so that one
 * setup can be looked at again without the hour that all of them take.
 */
final class AgreementTable {
  private static final Path PAGE = Path.of("../docs/proof-agreement.md");
  private static final String HEAD =
      """
      | setup | fault | outcome | holder | seen | bounds | measured | |
      | --- | --- | --- | --- | --- | --- | --- | --- |
      """;

  private final TreeMap<String, List<String>> rows = new TreeMap<>();

  static AgreementTable ofPage() throws IOException {
    AgreementTable table = new AgreementTable();
    if (Files.exists(PAGE))
      for (String line : Files.readAllLines(PAGE))
        if (line.startsWith("| ") && !HEAD.contains(line)) table.add(line);
    return table;
  }

  static AgreementTable of(List<Comparison> all) {
    AgreementTable table = new AgreementTable();
    all.forEach(one -> table.add(one.toString()));
    return table;
  }

  private void add(String row) {
    rows.computeIfAbsent(cell(row, 1), _ -> new ArrayList<>()).add(row);
  }

  private static String cell(String row, int index) {
    return row.split("\\|", -1)[index].strip();
  }

  /** The newer rows of a setup replace all of its older ones. */
  AgreementTable with(AgreementTable newer) {
    AgreementTable both = new AgreementTable();
    both.rows.putAll(rows);
    both.rows.putAll(newer.rows);
    return both;
  }

  /** How many cases there are, and in how many of them the model is right. */
  String figure() {
    List<String> all = rows.values().stream().flatMap(List::stream).toList();
    List<String> timed = all.stream().filter(row -> cell(row, 7).matches("[\\d.]+ s")).toList();
    return "%d cases of %d setups, %d of them repeated: outcome and holder equal in %d, time within bounds in %d of %d"
        .formatted(
            all.size(),
            rows.size(),
            all.stream().filter(row -> cell(row, 8).endsWith(Comparison.REPEATED)).count(),
            all.stream().filter(row -> agrees(row, Set.of("", "in time"))).count(),
            timed.stream().filter(row -> agrees(row, Set.of(""))).count(),
            timed.size());
  }

  private static boolean agrees(String row, Set<String> verdicts) {
    String verdict =
        cell(row, 8).replace(Comparison.REPEATED, "").replace(Comparison.DISAGREES, "").strip();
    return verdicts.contains(verdict);
  }

  void write() throws IOException {
    Files.writeString(
        PAGE,
        """
        # The proof beside reality

        Each single fault and its repair, as `vipc prove` tells it and as it was seen with Debian's keepalived and
        HAProxy on hosts of their own (`./test -Dvipc.prove.setups=all -Dtest=AgreementTest`). A time may exceed its
        bounds by %s s, since clients ask four times a second on a loaded machine. A case that disagrees is run a second
        time, which then counts ("repeated"): a check that a busy machine starts late fails without a fault.

        %s.

        %s%s
        """
            .formatted(
                Comparison.TOLERANCE,
                figure(),
                HEAD,
                rows.values().stream().flatMap(List::stream).collect(Collectors.joining("\n"))));
  }
}
