package dev.vipc.emit;

import dev.vipc.lower.envoy.InlineSecrets;
import dev.vipc.source.SecretWords;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Differences as they may be shown in a terminal or a log: without passwords, tokens and keys. What
 * the build itself found is known by its text, what stood in a file before by its place.
 */
final class Masking {
  private static final String MASK = SecretWords.MASK;

  /** A shorter text is masked by its place alone: it may stand anywhere by chance. */
  private static final int SHORTEST = 4;

  private static final Pattern KEY =
      Pattern.compile(
          "((?:" + SecretWords.WORDS + ")\"?[:= \\t]\\s*)[^ \\n].*", Pattern.CASE_INSENSITIVE);

  private final List<String> secrets;

  /**
   * @param secrets the texts that must not be seen
   */
  Masking(Collection<String> secrets) {
    this.secrets = spelled(secrets.stream());
  }

  /**
   * The same for a file of which another text is there already: what its own places say are secrets
   * must not be seen either.
   */
  Masking over(SourceFile before) {
    List<Span> inline =
        before.path().endsWith(".yaml") ? InlineSecrets.in(before) : List.<Span>of();
    return inline.isEmpty()
        ? this
        : new Masking(Stream.concat(secrets.stream(), inline.stream().map(Span::text)).toList());
  }

  private static List<String> spelled(Stream<String> secrets) {
    return secrets
        .flatMap(Masking::spellings)
        .filter(text -> text.length() >= SHORTEST)
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }

  /** As it is, each line of it, and as YAML and JSON write it between quotes. */
  private static Stream<String> spellings(String secret) {
    String yaml = YamlText.of(secret);
    String json = JsonText.quoted(secret);
    return Stream.concat(
        Stream.of(
            secret,
            yaml.startsWith("\"") ? yaml.substring(1, yaml.length() - 1) : yaml,
            json.substring(1, json.length() - 1)),
        secret.lines().map(String::strip));
  }

  /**
   * A difference without what may not be seen.
   *
   * @param text the file's new text, whose lines say where secrets stand
   */
  String masked(String diff, String text) {
    List<String> places = new ArrayList<>();
    for (String line : text.lines().toList())
      for (String secret : secrets)
        if (line.contains(secret)) places.add(line.substring(0, line.indexOf(secret)));
    return diff.lines().map(line -> line(line, places) + "\n").collect(Collectors.joining());
  }

  private String line(String line, List<String> places) {
    String masked = KEY.matcher(line).replaceAll("$1" + MASK);
    for (String secret : secrets) masked = masked.replace(secret, MASK);
    for (String place : places)
      if (!place.isBlank() && masked.startsWith(place, 1))
        masked = masked.substring(0, 1 + place.length()) + MASK;
    return masked;
  }
}
