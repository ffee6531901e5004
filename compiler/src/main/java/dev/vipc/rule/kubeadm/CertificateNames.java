package dev.vipc.rule.kubeadm;

import dev.vipc.diagnostic.Fix;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Adds names to a list {@code certSANs}. */
final class CertificateNames {
  private CertificateNames() {}

  /** Before the first of the list, in its style; absent where there is no list yet. */
  static Optional<Fix> adding(Cluster cluster, List<String> names) {
    return cluster.certSans().stream()
        .flatMap(san -> san.span().stream())
        .findFirst()
        .flatMap(first -> before(first, names));
  }

  private static Optional<Fix> before(Span first, List<String> names) {
    String text = first.file().text();
    int start = first.start();
    if (start > 0 && "\"'".indexOf(text.charAt(start - 1)) >= 0) start--;
    int line = text.lastIndexOf('\n', Math.max(0, start - 1)) + 1;
    String lead = text.substring(line, start);
    Span here = new Span(first.file(), start, start);
    String what = "add %s to certSANs".formatted(String.join(", ", names));
    if (lead.matches("\\s*-\\s+"))
      return Optional.of(
          Fix.replace(
              here,
              names.stream().map(name -> quoted(name) + "\n" + lead).collect(Collectors.joining()),
              what));
    if (!lead.matches(".*\\[\\s*")) return Optional.empty();
    return Optional.of(
        Fix.replace(
            here,
            names.stream().map(name -> quoted(name) + ", ").collect(Collectors.joining()),
            what));
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }
}
