package dev.vipc.golden.fuzz;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import dev.vipc.syntax.keepalived.KeepalivedSyntax;

/** Any bytes as keepalived.conf, read alone. */
public final class KeepalivedReaderFuzz {
  private KeepalivedReaderFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    KeepalivedSyntax.parse(new SourceFile("keepalived.conf", Utf8.decode(input)), _ -> {});
  }
}
