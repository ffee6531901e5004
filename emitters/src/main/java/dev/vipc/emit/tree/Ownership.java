package dev.vipc.emit.tree;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Which files of a folder an earlier build wrote: only those may ever be thrown away. */
@FunctionalInterface
public interface Ownership {
  /** Paths relative to the folder. */
  Set<Path> in(Path folder) throws IOException;
}
