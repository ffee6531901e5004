package dev.vipc.emit.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Changes a folder file by file: all new files are written beside their places first and only then
 * renamed, so that a full disk or a missing permission changes nothing and each file is old or new.
 */
final class OneByOne {
  /** A fixed ending, so that the next build writes over what a killed one has left. */
  private static final String ENDING = ".vipc-new";

  private OneByOne() {}

  static void apply(Path root, TreeChange change) throws IOException {
    Map<Path, Path> staged = new LinkedHashMap<>();
    for (Path relative : change.written().keySet()) {
      Path target = root.resolve(relative);
      Files.createDirectories(target.getParent());
      staged.put(relative, target.resolveSibling("." + target.getFileName() + ENDING));
    }
    try {
      Disk.each(
          staged.entrySet(),
          entry -> {
            Files.deleteIfExists(entry.getValue());
            Disk.write(
                entry.getValue(), Objects.requireNonNull(change.written().get(entry.getKey())));
          });
      for (Map.Entry<Path, Path> entry : staged.entrySet())
        Files.move(entry.getValue(), root.resolve(entry.getKey()), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      for (Path temporary : staged.values()) Files.deleteIfExists(temporary);
    }
    for (Path relative : change.removed()) remove(root, relative);
    TreeSet<Path> folders = new TreeSet<>();
    for (Path relative : staged.keySet()) folders.add(root.resolve(relative).getParent());
    Disk.each(folders, Disk::syncFolder);
  }

  /** Removes a file, and the folders that are empty without it. */
  private static void remove(Path root, Path relative) throws IOException {
    Files.deleteIfExists(root.resolve(relative));
    for (Path up = relative.getParent(); up != null; up = up.getParent()) {
      Path folder = root.resolve(up);
      if (!Disk.isEmpty(folder)) return;
      Files.delete(folder);
    }
  }
}
