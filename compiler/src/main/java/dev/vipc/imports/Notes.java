package dev.vipc.imports;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.source.SecretWords;
import dev.vipc.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Collects notes; what is said of several nodes in the same words is one note. */
final class Notes {
  private record Key(RuleMeta rule, String message) {}

  /** A shorter secret may stand in any word by chance. */
  private static final int SHORTEST = 4;

  private final Map<Key, Diagnostic> notes = new LinkedHashMap<>();

  void add(RuleMeta rule, Span place, String said) {
    String message = withoutSecrets(said, place);
    notes.merge(
        new Key(rule, message),
        Diagnostic.of(rule, place, message),
        (first, again) ->
            first.span().equals(again.span()) ? first : first.also(again.span(), "and here"));
  }

  void add(RuleMeta rule, Span place, String message, String help) {
    Key key = new Key(rule, withoutSecrets(message, place));
    boolean isNew = !notes.containsKey(key);
    add(rule, place, message);
    if (isNew) notes.computeIfPresent(key, (_, note) -> note.help(help));
  }

  /** A note may quote its line, and the line may have a password. */
  private static String withoutSecrets(String message, Span place) {
    String shown = message;
    for (Span secret : SecretWords.in(place.file().line(place.startPosition().line())))
      shown = quoted(secret.text()).matcher(shown).replaceAll(SecretWords.MASK);
    return shown;
  }

  /** As it stands, or as a message writes its words; a short one only where it stands alone. */
  private static Pattern quoted(String secret) {
    String words =
        Pattern.compile("\\s+")
            .splitAsStream(secret)
            .map(Pattern::quote)
            .collect(Collectors.joining("\\s+"));
    return Pattern.compile(
        secret.length() < SHORTEST ? "(?<![^\\s`\"'])" + words + "(?![^\\s`\"'])" : words);
  }

  List<Diagnostic> sorted() {
    return notes.values().stream().sorted(Diagnostic.ORDER).toList();
  }
}
