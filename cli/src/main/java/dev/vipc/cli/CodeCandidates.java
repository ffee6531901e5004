package dev.vipc.cli;

import dev.vipc.compile.Catalogue;
import dev.vipc.diagnostic.RuleMeta;
import java.util.Iterator;

/** The codes that a shell offers. */
final class CodeCandidates implements Iterable<String> {
  CodeCandidates() {}

  @Override
  public Iterator<String> iterator() {
    return new Catalogue().all().stream().map(RuleMeta::code).iterator();
  }
}
