package dev.vipc.check.haproxy;

import dev.vipc.syntax.Statement.Directive;

/** Reads the lines of one section; each knows nothing of the lines that stand elsewhere. */
interface SectionLines {
  void line(Directive line);

  /** The section ends: another begins, or the run is over. */
  void end();
}
