package dev.vipc.imports;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects notes; what is said of several nodes in the same words is one note. */
final class Notes {
  private record Key(RuleMeta rule, String message) {}

  private final Map<Key, Diagnostic> notes = new LinkedHashMap<>();

  void add(RuleMeta rule, Span place, String message) {
    notes.merge(
        new Key(rule, message),
        Diagnostic.of(rule, place, message),
        (first, again) ->
            first.span().equals(again.span()) ? first : first.also(again.span(), "and here"));
  }

  void add(RuleMeta rule, Span place, String message, String help) {
    boolean isNew = !notes.containsKey(new Key(rule, message));
    add(rule, place, message);
    if (isNew) notes.computeIfPresent(new Key(rule, message), (_, note) -> note.help(help));
  }

  List<Diagnostic> sorted() {
    return notes.values().stream().sorted(Diagnostic.ORDER).toList();
  }
}
