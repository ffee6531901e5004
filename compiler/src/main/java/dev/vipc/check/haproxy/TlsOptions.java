package dev.vipc.check.haproxy;

import dev.vipc.syntax.Word;
import java.util.List;
import java.util.Set;

/** The words of TLS settings. */
final class TlsOptions {
  private static final Set<String> VERSIONS =
      Set.of("SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3");
  private static final Set<String> FLAGS =
      Set.of(
          "force-sslv3",
          "force-tlsv10",
          "force-tlsv11",
          "force-tlsv12",
          "force-tlsv13",
          "no-renegotiate",
          "no-sslv3",
          "no-tlsv10",
          "no-tlsv11",
          "no-tlsv12",
          "no-tlsv13",
          "no-tls-tickets",
          "prefer-client-ciphers",
          "renegotiate",
          "strict-sni",
          "tls-tickets");

  private TlsOptions() {}

  /** A lowest or highest version; whether HAProxy knows it. */
  static boolean version(Word value, Verdicts out) {
    if (VERSIONS.contains(value.value())) return true;
    out.error(
        HaproxyFindings.BAD_SETTING,
        value.span(),
        "`" + value.value() + "` is no version of TLS",
        "write one of TLSv1.0, TLSv1.1, TLSv1.2, TLSv1.3");
    return false;
  }

  /** The words behind {@code ssl-default-bind-options} and its like. */
  static void defaults(List<Word> words, Verdicts out) {
    for (int i = 1; i < words.size(); i++) {
      Word word = words.get(i);
      if (word.is("ssl-min-ver") || word.is("ssl-max-ver")) {
        i++;
        if (i < words.size() && !version(words.get(i), out)) return;
      } else if (!FLAGS.contains(word.value())) {
        out.error(
            HaproxyFindings.BAD_SETTING,
            word.span(),
            "`%s` is no option of `%s`".formatted(word.value(), words.getFirst().value()),
            "write one of " + String.join(", ", FLAGS.stream().sorted().toList()));
        return;
      }
    }
  }
}
