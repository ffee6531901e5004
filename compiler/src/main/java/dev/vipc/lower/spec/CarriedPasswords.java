package dev.vipc.lower.spec;

import dev.vipc.lower.haproxy.Passwords;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.spec.Extra;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The passwords that carried lines of HAProxy and keepalived hold in the clear. */
public final class CarriedPasswords {
  private static final Pattern OF_KEEPALIVED =
      Pattern.compile(
          "(?:^|[\\s{])(?:auth_pass|password)\\s+(?<password>\"[^\"\\n]*\"|[^\\s{}]+)",
          Pattern.MULTILINE);

  private CarriedPasswords() {}

  /** Each with the place of its line in the spec. */
  public static Stream<Located<String>> of(Extra extra) {
    return extra.lines().stream()
        .flatMap(
            line -> in(extra, line.value()).map(password -> new Located<>(password, line.span())));
  }

  private static Stream<String> in(Extra extra, String text) {
    return switch (extra.program().value()) {
      case HAPROXY -> Passwords.in(new SourceFile("", text + "\n")).stream().map(Span::text);
      case KEEPALIVED ->
          OF_KEEPALIVED.matcher(text).results().map((MatchResult match) -> match.group("password"));
      default -> Stream.empty();
    };
  }
}
