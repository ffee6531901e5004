package dev.vipc.emit.tree;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What shall be different in a folder.
 *
 * @param written files to write, new or in the place of an old one; paths relative to the folder
 * @param removed files to remove, together with the folders that are empty without them
 */
public record TreeChange(SortedMap<Path, NewFile> written, SortedSet<Path> removed) {
  /** A file's bytes and permissions; the permissions count where the file system has them. */
  public record NewFile(byte[] bytes, Set<PosixFilePermission> permissions) {}

  public TreeChange(Map<Path, NewFile> written, Set<Path> removed) {
    this(
        Collections.unmodifiableSortedMap(new TreeMap<>(written)),
        Collections.unmodifiableSortedSet(new TreeSet<>(removed)));
  }

  boolean isEmpty() {
    return written.isEmpty() && removed.isEmpty();
  }

  boolean touches(Path relative) {
    return written.containsKey(relative) || removed.contains(relative);
  }
}
