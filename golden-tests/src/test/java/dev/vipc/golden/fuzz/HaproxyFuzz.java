package dev.vipc.golden.fuzz;

import dev.vipc.check.Conditions;
import dev.vipc.check.haproxy.HaproxyProgramCheck;
import dev.vipc.diagnostic.Findings;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import dev.vipc.syntax.haproxy.HaproxySyntax;
import java.util.List;

/** Any bytes as haproxy.cfg: read, and judged as an old and a new release would. */
public final class HaproxyFuzz {
  private static final HaproxyProgramCheck CHECK = new HaproxyProgramCheck();

  private HaproxyFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    SourceFile file = new SourceFile("haproxy.cfg", Utf8.decode(input));
    HaproxySyntax.parse(file, _ -> {});
    CHECK.check(List.of(file), Conditions.of(new Version(2, 6, 0)), new Findings());
    CHECK.check(List.of(file), Conditions.of(new Version(3, 5, 0)), new Findings());
  }
}
