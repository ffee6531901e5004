package dev.vipc.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.source.SourceFile;
import org.junit.jupiter.api.Test;

final class NotesTest {
  @Test
  void aMessageSaysNoSecretOfItsLineHoweverTheLineIsWritten() {
    assertEquals(
        "`stats auth ********` is kept verbatim",
        noted(
            "stats auth admin:sesame   # dashboard", "`stats auth admin:sesame` is kept verbatim"));
    assertEquals(
        "keepalived ignores `auth_pass ********`",
        noted("auth_pass\topen sesame ", "keepalived ignores `auth_pass open sesame`"));
    assertEquals(
        "keepalived ignores `auth_pass ********`",
        noted("auth_pass open  sesame", "keepalived ignores `auth_pass open sesame`"));
  }

  @Test
  void aShortSecretIsFoundOnlyWhereItStandsAlone() {
    assertEquals(
        "`n1` is reached at 10.0.0.1 as `root` with `********`",
        noted(
            "- {name: n1, address: 10.0.0.1, user: root, password: 1}",
            "`n1` is reached at 10.0.0.1 as `root` with `1`"));
  }

  private static String noted(String line, String message) {
    Notes notes = new Notes();
    notes.add(ImportNotes.VERBATIM, new SourceFile("a", line).span(0, line.length()), message);
    return notes.sorted().getFirst().message();
  }
}
