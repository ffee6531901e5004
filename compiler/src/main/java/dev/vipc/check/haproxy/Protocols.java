package dev.vipc.check.haproxy;

import dev.vipc.syntax.Word;
import java.util.Set;

/** The protocols that {@code proto} names. */
final class Protocols {
  private static final Set<String> NAMES = Set.of("h1", "h2", "fcgi", "none", "spop", "quic");

  private Protocols() {}

  static void check(Word value, Verdicts out) {
    if (!NAMES.contains(value.value()))
      out.error(
          HaproxyFindings.BAD_SETTING,
          value.span(),
          "`" + value.value() + "` is no protocol that HAProxy speaks",
          "write one of h1, h2, fcgi");
  }
}
