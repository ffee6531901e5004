package dev.vipc.lower.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.spec.Extra;
import dev.vipc.spec.Program;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CarriedPasswordsTest {
  private static final Span PLACE = new SourceFile("ha.yaml", "").startOfFile();

  @Test
  void haproxysStandInStatsAuthAndInUserlists() {
    assertEquals(
        List.of("'admin:open sesame'", "open"),
        of(
            Program.HAPROXY,
            "stats auth 'admin:open sesame'",
            "user ops insecure-password open groups all",
            "user hashed password $5$abc"));
  }

  @Test
  void whatComesFromTheEnvironmentIsNone() {
    assertEquals(List.of(), of(Program.HAPROXY, "stats auth \"admin:${STATS_PASSWORD}\""));
  }

  @Test
  void keepalivedsStandInAuthenticationAndInSsl() {
    assertEquals(
        List.of("open52", "\"two words\"", "key"),
        of(
            Program.KEEPALIVED,
            "authentication {\n  auth_type PASS\n  auth_pass open52\n}",
            "authentication { auth_pass \"two words\" }",
            "password key"));
  }

  @Test
  void envoysStandInline() {
    assertEquals(
        List.of("\"abc\"", "geheim", "|\n          -----BEGIN PRIVATE KEY-----\n          MIGH"),
        of(
            Program.ENVOY,
            "secrets:",
            "  - name: tickets",
            "    session_ticket_keys: { keys: [{ inline_string: \"abc\" }, { filename: /k }] }",
            "  - name: word",
            "    genericSecret: { secret: { inlineBytes: geheim } }",
            "  - name: ours",
            "    tls_certificate:",
            "      certificate_chain: { inline_string: \"-----BEGIN CERTIFICATE-----\" }",
            "      password: { environment_variable: KEY_PASSWORD }",
            "      private_key:",
            "        inline_string: |\n          -----BEGIN PRIVATE KEY-----\n          MIGH"));
  }

  private static List<String> of(Program program, String... lines) {
    Extra extra =
        new Extra(
            new Located<>(program, PLACE),
            Optional.empty(),
            new Located<>("a section", PLACE),
            Stream.of(lines).map(line -> new Located<>(line, PLACE)).toList(),
            PLACE);
    return CarriedPasswords.of(extra).map(Located::value).toList();
  }
}
