package dev.vipc.lower.spec;

import dev.vipc.lower.envoy.InlineSecrets;
import dev.vipc.lower.haproxy.Passwords;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.spec.Extra;
import dev.vipc.spec.Program;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The passwords and keys that carried lines of a program hold in the clear. */
public final class CarriedPasswords {
  private static final Pattern OF_KEEPALIVED =
      Pattern.compile(
          "(?:^|[\\s{])(?:auth_pass|password)\\s+(?<password>\"[^\"\\n]*\"|[^\\s{}]+)",
          Pattern.MULTILINE);

  private CarriedPasswords() {}

  /** Each as the line has it, which may be several lines, with the line's place in the spec. */
  public static Stream<Located<String>> of(Extra extra) {
    return extra.program().value() == Program.ENVOY
        ? ofEnvoy(extra)
        : extra.lines().stream()
            .flatMap(
                line ->
                    in(extra, line.value()).map(password -> new Located<>(password, line.span())));
  }

  private static Stream<String> in(Extra extra, String text) {
    return switch (extra.program().value()) {
      case HAPROXY -> Passwords.in(new SourceFile("", text + "\n")).stream().map(Span::text);
      case KEEPALIVED ->
          OF_KEEPALIVED.matcher(text).results().map((MatchResult match) -> match.group("password"));
      default -> Stream.empty();
    };
  }

  /** What a value is for stands lines above it. */
  private static Stream<Located<String>> ofEnvoy(Extra extra) {
    return InlineSecrets.in(extra.text()).stream()
        .map(secret -> new Located<>(secret.text(), extra.placeOf(secret.start())));
  }
}
