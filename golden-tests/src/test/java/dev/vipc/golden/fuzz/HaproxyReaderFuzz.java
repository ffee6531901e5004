package dev.vipc.golden.fuzz;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import dev.vipc.syntax.haproxy.HaproxySyntax;

/** Any bytes as haproxy.cfg, read alone. */
public final class HaproxyReaderFuzz {
  private HaproxyReaderFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    HaproxySyntax.parse(new SourceFile("haproxy.cfg", Utf8.decode(input)), _ -> {});
  }
}
