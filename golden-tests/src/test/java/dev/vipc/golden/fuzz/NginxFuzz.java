package dev.vipc.golden.fuzz;

import dev.vipc.check.Conditions;
import dev.vipc.check.nginx.NginxProgramCheck;
import dev.vipc.diagnostic.Findings;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import java.util.List;

/** Any bytes as nginx.conf: judged as an old and a new release would. */
public final class NginxFuzz {
  private static final NginxProgramCheck CHECK = new NginxProgramCheck();

  private NginxFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    SourceFile file = new SourceFile("/nowhere/nginx.conf", Utf8.decode(input));
    CHECK.check(List.of(file), Conditions.of(new Version(1, 22, 1)), new Findings());
    CHECK.check(List.of(file), Conditions.of(new Version(1, 29, 3)), new Findings());
  }
}
