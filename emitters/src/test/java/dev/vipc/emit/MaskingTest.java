package dev.vipc.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MaskingTest {
  private static final String BEFORE =
      """
      # Envoy's
      private_key:
        inline_string: |
          -----BEGIN PRIVATE KEY-----
          MIGHAgEAMBMG
          -----END PRIVATE KEY-----
      password: { inline_string: "old one" }
      """;

  @Test
  void aKeyOfSeveralLinesIsMaskedBeforeAndAfter() {
    String key = "|\n-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYD\n-----END PRIVATE KEY-----\n";
    String after =
        """
        # Envoy's
        private_key:
          inline_string: |
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYD
            -----END PRIVATE KEY-----
        password: { inline_string: "new one" }
        """;
    assertEquals(
        """
        --- a/envoy.yaml
        +++ b/envoy.yaml
        @@ -2,6 +2,6 @@
         private_key:
           inline_string: |
             ********
        -    ********
        +    ********
             ********
        -password: ********
        +password: ********
        """,
        new Masking(List.of(key, "\"new one\""))
            .over(new SourceFile("envoy.yaml", BEFORE))
            .masked(UnifiedDiff.of("envoy.yaml", Optional.of(BEFORE), Optional.of(after)), after));
  }

  @Test
  void aKeyThatIsNoLongerWantedIsMasked() {
    String after = "# Envoy's\n";
    String shown =
        new Masking(List.of())
            .over(new SourceFile("envoy.yaml", BEFORE))
            .masked(UnifiedDiff.of("envoy.yaml", Optional.of(BEFORE), Optional.of(after)), after);
    assertEquals(
        List.of("-    ********", "-    ********", "-    ********", "-password: ********"),
        shown.lines().filter(line -> line.contains("****")).toList());
  }
}
