package dev.vipc.emit;

import java.util.Optional;
import java.util.regex.Pattern;

/** Differences as they may be shown in a terminal or a log: without passwords and tokens. */
final class Masking {
  private static final Pattern SECRET =
      Pattern.compile("((?:auth_pass|password|token|certificateKey)\"?[: ]+)[^ \\n].*");

  private Masking() {}

  static Drift drift(Artifact artifact, Drift.Kind kind, Optional<String> before) {
    String diff = UnifiedDiff.of(artifact.name(), before, Optional.of(artifact.text()));
    return new Drift(artifact.name(), kind, masked(diff));
  }

  static Drift stale(String name, String before) {
    String diff = UnifiedDiff.of(name, Optional.of(before), Optional.empty());
    return new Drift(name, Drift.Kind.STALE, masked(diff));
  }

  private static String masked(String diff) {
    return SECRET.matcher(diff).replaceAll("$1********");
  }
}
