package dev.vipc.golden.fuzz;

import dev.vipc.check.Conditions;
import dev.vipc.check.keepalived.KeepalivedProgramCheck;
import dev.vipc.diagnostic.Findings;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import dev.vipc.syntax.keepalived.KeepalivedSyntax;
import java.util.List;

/** Any bytes as keepalived.conf: read, and judged as an old and a new release would. */
public final class KeepalivedFuzz {
  private static final KeepalivedProgramCheck CHECK = new KeepalivedProgramCheck();

  private KeepalivedFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    SourceFile file = new SourceFile("keepalived.conf", Utf8.decode(input));
    KeepalivedSyntax.parse(file, _ -> {});
    CHECK.check(List.of(file), Conditions.of(new Version(2, 2, 7)), new Findings());
    CHECK.check(List.of(file), Conditions.of(new Version(2, 4, 3)), new Findings());
  }
}
