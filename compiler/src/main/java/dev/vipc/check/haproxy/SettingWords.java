package dev.vipc.check.haproxy;

import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.List;
import java.util.Set;

/** The words that may follow a few settings of a proxy. */
final class SettingWords {
  private static final Set<String> ALGORITHMS =
      Set.of("identity", "gzip", "deflate", "raw-deflate");
  private static final Set<String> RETRIES =
      Set.of(
          "none",
          "conn-failure",
          "empty-response",
          "junk-response",
          "response-timeout",
          "0rtt-rejected",
          "all-retryable-errors",
          "receiver-error",
          "401",
          "403",
          "404",
          "408",
          "421",
          "425",
          "429",
          "500",
          "501",
          "502",
          "503",
          "504");
  private static final Set<String> COOKIE_FLAGS =
      Set.of(
          "rewrite",
          "indirect",
          "insert",
          "nocache",
          "postonly",
          "preserve",
          "prefix",
          "httponly",
          "secure",
          "dynamic");
  private static final Set<String> COOKIE_VALUES = Set.of("domain", "maxidle", "maxlife", "attr");

  private SettingWords() {}

  static void compression(List<Word> words, Verdicts out) {
    if (words.size() < 3 || !words.get(1).value().startsWith("algo")) return;
    for (Word word : words.subList(2, words.size()))
      if (!ALGORITHMS.contains(word.value())) {
        refuse(word.span(), word, "an algorithm of compression", ALGORITHMS, out);
        return;
      }
  }

  static void retryOn(List<Word> words, Verdicts out) {
    for (Word word : words.subList(1, words.size()))
      if (!RETRIES.contains(word.value())) {
        refuse(word.span(), word, "a reason to try again", RETRIES, out);
        return;
      }
  }

  static void hashType(List<Word> words, Verdicts out) {
    if (words.size() < 2) return;
    Set<String> methods = Set.of("consistent", "map-based");
    Set<String> functions = Set.of("sdbm", "djb2", "wt6", "crc32", "none");
    if (!methods.contains(words.get(1).value()))
      refuse(words.get(1).span(), words.get(1), "a method of hashing", methods, out);
    else if (words.size() > 2 && !functions.contains(words.get(2).value()))
      refuse(words.get(2).span(), words.get(2), "a hash function", functions, out);
    else if (words.size() > 3 && !words.get(3).is("avalanche"))
      refuse(words.get(3).span(), words.get(3), "a modifier", Set.of("avalanche"), out);
  }

  static void cookie(List<Word> words, Verdicts out) {
    for (int i = 2; i < words.size(); i++) {
      Word word = words.get(i);
      if (COOKIE_VALUES.contains(word.value())) i++;
      else if (!COOKIE_FLAGS.contains(word.value())) {
        refuse(word.span(), word, "an option of `cookie`", COOKIE_FLAGS, out);
        return;
      }
    }
  }

  static void balanceUri(List<Word> words, Verdicts out) {
    for (int i = 2; i < words.size(); i++) {
      Word word = words.get(i);
      if (word.is("len") || word.is("depth")) i++;
      else if (!word.is("whole") && !word.is("path-only")) {
        refuse(
            word.span(),
            word,
            "a parameter of `balance uri`",
            Set.of("len", "depth", "path-only", "whole"),
            out);
        return;
      }
    }
  }

  private static void refuse(Span span, Word word, String what, Set<String> allowed, Verdicts out) {
    out.error(
        HaproxyFindings.BAD_SETTING,
        span,
        "`%s` is not %s".formatted(word.value(), what),
        "write one of " + String.join(", ", allowed.stream().sorted().toList()));
  }
}
