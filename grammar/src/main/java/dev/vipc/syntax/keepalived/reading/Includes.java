package dev.vipc.syntax.keepalived.reading;

import dev.vipc.source.SourceFile;
import java.util.List;

/** Finds the files that an include names. */
public interface Includes {
  /**
   * What an include finds.
   *
   * @param files in the order in which they are read
   * @param problem why the include, or a part of it, finds nothing
   */
  record Found(List<SourceFile> files, Problem problem) {}

  /** Why an include finds nothing, as far as keepalived tells the cases apart. */
  enum Problem {
    NONE,
    /** A file without wildcards in its name is not there. */
    MISSING_FILE,
    /** A wildcard matches nothing. */
    NO_MATCH,
    /** An alternative in braces is not there. */
    MISSING_ALTERNATIVE,
    /** What is found cannot be read, or is a folder or a program. */
    UNREADABLE,
    /** The file stands outside of the folder that is read, which is not looked into. */
    OUTSIDE
  }

  /** The files of a pattern in an including file, relative to that file's folder. */
  Found find(SourceFile from, String pattern);
}
