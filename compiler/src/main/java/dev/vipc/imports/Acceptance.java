package dev.vipc.imports;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.Span;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The findings that the imported files already had, so that they do not stop the first build. */
final class Acceptance {
  private record Key(String code, Optional<String> place) {}

  private Acceptance() {}

  /**
   * @param ofSpec what the rules say of the imported spec
   * @param ofFiles what they say of the files that it was made from
   */
  static List<YamlText> entries(HaSpec spec, List<Diagnostic> ofSpec, List<Diagnostic> ofFiles) {
    Map<Key, YamlText> entries = new LinkedHashMap<>();
    for (Diagnostic finding : ofSpec) {
      String code = finding.rule().code();
      Optional<Diagnostic> before =
          ofFiles.stream().filter(old -> old.rule().code().equals(code)).findFirst();
      if (before.isEmpty() || finding.severity() == Severity.INFO) continue;
      Optional<String> place = place(spec, finding.span());
      entries.putIfAbsent(
          new Key(code, place),
          new Fields()
              .put("code", code)
              .put("reason", reason(before.get()))
              .putIfPresent("place", place)
              .compact(140));
    }
    return List.copyOf(entries.values());
  }

  private static String reason(Diagnostic before) {
    Span span = before.span();
    String[] path = span.file().path().split("/");
    String file = path.length > 1 ? path[path.length - 2] + "/" + path[path.length - 1] : path[0];
    return "was so before the import: %s, line %d, %s"
        .formatted(file, span.startPosition().line(), before.rule().name());
  }

  private static Optional<String> place(HaSpec spec, Span span) {
    return Stream.of(
            spec.proxies().stream()
                .filter(proxy -> contains(proxy.span(), span))
                .map(proxy -> "proxies." + proxy.name().value()),
            spec.virtualAddresses().stream()
                .filter(address -> contains(address.span(), span))
                .map(address -> "virtualAddresses." + address.name().value()),
            spec.nodes().stream()
                .filter(node -> contains(node.span(), span))
                .map(node -> "nodes." + node.name().value()))
        .flatMap(places -> places)
        .findFirst();
  }

  private static boolean contains(Span outer, Span inner) {
    return outer.start() <= inner.start() && inner.end() <= outer.end();
  }
}
