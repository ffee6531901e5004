package dev.vipc.check.nginx;

import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Statement.Block;
import dev.vipc.syntax.Word;
import java.util.List;
import java.util.Optional;

/** Whether a server that ends TLS has a certificate. */
final class Certificates {
  private Certificates() {}

  /**
   * @param around the lines of the block that holds the server
   */
  static void check(Block server, List<Statement> around, Sink out) {
    if (has(server.body(), "ssl_certificate") || has(around, "ssl_certificate")) return;
    if (has(server.body(), "include") || has(server.body(), "ssl_reject_handshake")) return;
    if (has(around, "ssl_reject_handshake")) return;
    for (Statement line : server.body()) {
      if (!line.keyword().equals("listen")) continue;
      Optional<Word> ssl = line.words().stream().skip(2).filter(word -> word.is("ssl")).findFirst();
      ssl.ifPresent(
          word ->
              out.error(
                  NginxFindings.NO_CERTIFICATE,
                  word.span(),
                  "TLS ends here without an `ssl_certificate`",
                  "delete `ssl` to pass TLS on, or write `ssl_certificate` and `ssl_certificate_key`"));
    }
  }

  private static boolean has(List<Statement> body, String keyword) {
    return body.stream().anyMatch(line -> line.keyword().equals(keyword));
  }
}
