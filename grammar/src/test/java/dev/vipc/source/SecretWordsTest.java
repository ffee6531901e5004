package dev.vipc.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SecretWordsTest {
  @Test
  void aValueEndsWithItsLineOrInFlowBeforeTheNextKey() {
    assertEquals(List.of("open, sesame"), in("  password: open, sesame"));
    assertEquals(
        List.of("sesame", "'a, b'"), in("- { user: root, password: sesame, token: 'a, b', x: 1 }"));
    assertEquals(List.of("\"a\\\"b\""), in("{\"privateKey\": \"a\\\"b\", \"x\": 1}"));
  }

  @Test
  void thoseOfProgramsAreFound() {
    assertEquals(List.of("open52"), in("    auth_pass open52"));
    assertEquals(List.of("sesame"), in("user ops insecure-password sesame"));
    assertEquals(List.of("admin:sesame"), in("stats auth admin:sesame"));
    assertEquals(List.of("sesame"), in("password: { inline_string: sesame }"));
  }

  @Test
  void whatStandsBehindAPlainValueIsNoPartOfIt() {
    assertEquals(List.of("admin:sesame"), in("  stats auth admin:sesame   # dashboard"));
    assertEquals(List.of("open52"), in("auth_pass\topen52  ! changed in May"));
    assertEquals(List.of("sesame"), in("secure_link_secret sesame; "));
    assertEquals(List.of("a#b"), in("password: a#b "));
  }

  @Test
  void whatOnlyNamesASecretIsNone() {
    assertEquals(List.of(), in("automountServiceAccountToken: false"));
    assertEquals(List.of(), in("  password:"));
    assertEquals(List.of(), in("  - name: password"));
    assertEquals(List.of(), in("  passwordFile"));
    assertEquals(List.of(), in("vrrp: { password: { env: VRRP_PASSWORD } }"));
  }

  @Test
  void aCommentThatSpeaksOfASecretHasNone() {
    assertEquals(List.of(), in("# vipc: ignore KA001 the password is a formality"));
    assertEquals(List.of("open52"), in("# auth_pass open52"));
    assertEquals(List.of("open, sesame"), in("# password: open, sesame"));
  }

  private static List<String> in(String line) {
    return SecretWords.in(new SourceFile("", line).span(0, line.length())).stream()
        .map(Span::text)
        .toList();
  }
}
