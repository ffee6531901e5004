package dev.vipc.diagnostic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects findings, each once: the same code at the same place with the same message is one
 * finding, however many ways lead to it. Not safe for use by several threads.
 */
public final class Findings implements Reporter {
  private record Key(String code, Object span, String message) {}

  private final Map<Key, Diagnostic> found = new LinkedHashMap<>();

  @Override
  public void report(Diagnostic diagnostic) {
    found.putIfAbsent(
        new Key(diagnostic.rule().code(), diagnostic.span(), diagnostic.message()), diagnostic);
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** All findings in report order. */
  public List<Diagnostic> sorted() {
    return found.values().stream().sorted(Diagnostic.ORDER).toList();
  }
}
